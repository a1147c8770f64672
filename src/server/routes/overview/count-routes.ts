/** How much there is of what. */
import { noBody, nothing, serve } from "../../endpoint.ts";
import { countAll } from "../../lists/count-all.ts";
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
    query: nothing,
    body: noBody,
    reply: countsSchema,
  }).by(() => countAll(praxis.log, praxis.ports.clock.now()));
}
