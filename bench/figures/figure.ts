/**
 * What a figure is: each other module of this folder measures one, in a process of its own; and the result as `--json` writes it.
 *
 * Invariants: a row that has something to reach says whether it was reached in this very run; timings that stand for themselves are ratios to what was measured beside them; the
 * load of the machine goes with each figure.
 */
import { loadavg } from "node:os";
import { z } from "zod";

export const rowSchema = z.object({
  what: z.string(),
  /** Null where it could not be measured here; `note` says why. */
  measured: z.number().nullable(),
  /** After the number: "ms", "steps/s", "times". */
  unit: z.string(),
  toReach: z.string().nullable(),
  isReached: z.boolean().nullable(),
  note: z.string().nullable(),
});
export type Row = z.infer<typeof rowSchema>;

export const chartSchema = z.object({
  /** Name of its file, without an ending. */
  file: z.string(),
  /** The question that it answers. */
  title: z.string(),
  unit: z.string(),
  kind: z.enum(["bars", "lines"]),
  /** For lines: both axes are logarithmic. */
  xTitle: z.string().default(""),
  series: z.array(
    z.object({ name: z.string(), points: z.array(z.object({ x: z.union([z.string(), z.number()]), y: z.number() })) }),
  ),
});
export type Chart = z.infer<typeof chartSchema>;

export const measuredSchema = z.object({ rows: z.array(rowSchema), charts: z.array(chartSchema) });
export type Measured = z.infer<typeof measuredSchema>;

export const figureSchema = z.object({
  name: z.string(),
  /** Of all processes, over one minute: before the start, and at the end. */
  load: z.object({ before: z.number(), after: z.number() }),
  tookSeconds: z.number(),
  result: z.union([measuredSchema, z.object({ error: z.string() })]),
});
export type Figure = z.infer<typeof figureSchema>;

export const resultSchema = z.object({
  format: z.literal(1),
  at: z.iso.datetime(),
  host: z.object({ cpu: z.string(), cores: z.int(), memoryBytes: z.int(), kernel: z.string(), node: z.string() }),
  isQuick: z.boolean(),
  figures: z.array(figureSchema),
});
export type Result = z.infer<typeof resultSchema>;

/** What the runner asks a figure for. */
export const planSchema = z.object({
  /** An empty folder, which the runner removes. */
  folder: z.string(),
  /** Folders that are expensive to fill, for all figures, and kept where the runner is told so. */
  filled: z.string(),
  isQuick: z.boolean(),
  /** Of the large log. */
  events: z.int(),
  /** Of the run list. */
  runs: z.int(),
});
export type Plan = z.infer<typeof planSchema>;

export const messageSchema = z.union([z.object({ say: z.string() }), z.object({ measured: measuredSchema })]);
export type Message = z.infer<typeof messageSchema>;

/** What each module of this folder exports as `measure`. @param say tells what is under way */
export type MeasureFigure = (plan: Plan, say: (line: string) => void) => Promise<Measured>;

export const loadNow = (): number => loadavg()[0] ?? 0;

/** Of two numbers where less is better. */
export function atMost(what: string, measured: number, limit: number, unit: string, note: string | null = null): Row {
  return {
    what,
    measured,
    unit,
    toReach: `at most ${limit.toLocaleString("en")} ${unit}`,
    isReached: measured <= limit,
    note,
  };
}

export function atLeast(what: string, measured: number, limit: number, unit: string, note: string | null = null): Row {
  return {
    what,
    measured,
    unit,
    toReach: `at least ${limit.toLocaleString("en")} ${unit}`,
    isReached: measured >= limit,
    note,
  };
}

/** Nothing is to be reached: it stands beside what is. */
export function beside(what: string, measured: number | null, unit: string, note: string | null = null): Row {
  return { what, measured, unit, toReach: null, isReached: null, note };
}
