/** How much there is of what, and in which accounts. */
import { z } from "@hono/zod-openapi";
import { noBody, nothing, serve } from "../../endpoint.ts";
import { accountNames, countAll } from "../../lists/count-all.ts";
import type { ServerParts } from "../../server-options.ts";
import { countsSchema } from "../../views/run-view.ts";

/** Comes before the routes of one run: `counts` is no id. */
export function countRoutes({ app, praxis }: ServerParts): void {
  serve(app, {
    method: "get",
    path: "/api/runs/counts",
    tag: "runs",
    summary: "How many runs, open gates, unknown effects and quarantined deliveries there are",
    scope: "read",
    params: nothing,
    query: z.object({
      work: z
        .enum(["customer", "all"])
        .default("all")
        .openapi({ description: "`customer`: runs without housekeeping" }),
    }),
    body: noBody,
    reply: countsSchema,
  }).by(({ query }) => countAll(praxis.log, praxis.ports.clock.now(), query.work));
  serve(app, {
    method: "get",
    path: "/api/accounts",
    tag: "runs",
    summary: "The accounts that runs belong to: shops, worlds, mailboxes",
    scope: "read",
    params: nothing,
    query: nothing,
    body: noBody,
    reply: z.object({ accounts: z.array(z.string()) }),
  }).by(() => ({ accounts: accountNames(praxis.log) }));
}
