/** KPIs from the first day: each series a question, each point a way to its runs. */
import { z } from "@hono/zod-openapi";
import { readKpis } from "../../../oversee/figures/read-kpis.ts";
import { noBody, nothing, serve } from "../../endpoint.ts";
import type { ServerParts } from "../../server-options.ts";
import { kpisSchema } from "../../views/kpi-view.ts";

export function kpiRoutes({ app, praxis }: ServerParts): void {
  const { log, ports } = praxis;
  serve(app, {
    method: "get",
    path: "/api/kpis",
    tag: "figures",
    summary: "Figures by week, of one process or of all",
    scope: "read",
    params: nothing,
    query: z.object({
      process: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .openapi({ description: "all but housekeeping where it is left out" }),
      account: z.string().min(1).max(200).optional(),
      weeks: z.coerce.number().int().min(1).max(104).default(12),
      zone: z.string().min(1).max(100).default("UTC").openapi({ example: "Europe/Berlin" }),
    }),
    body: noBody,
    reply: kpisSchema,
  }).by(({ query }) => {
    const { weeks, zone, process = null, account = null } = query;
    const { series, ...names } = readKpis(log.sql, { process, account, weeks, zone, now: ports.clock.now() });
    return { ...names, zone, series: series.map((each) => ({ ...each, points: [...each.points] })) };
  });
}
