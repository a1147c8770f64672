/** Figures by process and week as the API shows them: each series answers the question in its title, each point leads to its runs. */
import { z } from "@hono/zod-openapi";

export const kpiPointSchema = z.object({
  week: z.string().openapi({ description: "ISO week, by the day a run started", example: "2026-W47" }),
  value: z.number().nullable().openapi({ description: "null where there was nothing to measure" }),
  n: z.int().openapi({ description: "how many runs, questions or effects it rests on" }),
  link: z.string().openapi({ description: "the runs behind it, as an address of the console" }),
});

export const kpiSeriesSchema = z
  .object({
    name: z.enum([
      "time to resolution",
      "time to resolution, slowest tenth",
      "touches by people",
      "runs that needed a person",
      "decision latency",
      "handoffs",
      "refund error rate",
      "handled alone",
      "runs started",
    ]),
    title: z.string().openapi({ description: "a question that the series answers" }),
    unit: z.enum(["ms", "per run", "share", "count"]),
    better: z.enum(["up", "down", "neither"]),
    points: z.array(kpiPointSchema),
  })
  .openapi("KpiSeries");
export type KpiSeriesView = z.output<typeof kpiSeriesSchema>;

export const kpisSchema = z
  .object({
    processes: z.array(z.string()),
    housekeeping: z
      .array(z.string())
      .openapi({ description: "processes that are work about work: counted only by name" }),
    zone: z.string(),
    series: z.array(kpiSeriesSchema),
  })
  .openapi("Kpis");
export type KpisView = z.output<typeof kpisSchema>;
