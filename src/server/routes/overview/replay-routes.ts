/** Replays: what state a run was in at any event of its past, found by giving its code its record again. */
import { z } from "@hono/zod-openapi";
import { noBody, serve } from "../../endpoint.ts";
import type { ServerParts } from "../../server-options.ts";
import { replaySchema, viewReplay } from "../../views/replay-view.ts";

const idParams = z.object({ id: z.string().min(1).max(200) });
const replayQuery = z.object({
  at: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .openapi({ description: "number of an event of the run; default: its last one" }),
  each: z
    .enum(["true", "false"])
    .default("false")
    .openapi({ description: "whether the state after each event up to there is told, too" }),
});

export function replayRoutes({ app, praxis }: ServerParts): void {
  serve(app, {
    method: "get",
    path: "/api/runs/{id}/replay",
    tag: "runs",
    summary:
      "Replay a run up to any event of its past: the state's hash, and what was open; performs nothing and records nothing",
    scope: "operate",
    params: idParams,
    query: replayQuery,
    body: noBody,
    reply: replaySchema,
  }).by(async ({ params, query: { at = null, each } }) =>
    viewReplay(await praxis.replays.replay({ run: params.id, at, each: each === "true" })),
  );
}
