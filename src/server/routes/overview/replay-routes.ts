/** Replays: what state a run was in at any event of its past, found by giving its code its record again. */
import { z } from "@hono/zod-openapi";
import { describeThrown, endValue, RunCancelledError } from "../../../engine/live-run.ts";
import { ContinueAs } from "../../../engine/process-version.ts";
import type { Replayed } from "../../../engine/replay/replay-run.ts";
import { canonical } from "../../../kernel/json.ts";
import { noBody, serve } from "../../endpoint.ts";
import type { ServerParts } from "../../server-options.ts";

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

const replaySchema = z
  .object({
    run: z.string(),
    process: z.string(),
    version: z.string().openapi({ description: "of the code that was replayed" }),
    at: z.int().openapi({ description: "number of the event up to which it was replayed" }),
    last: z.int().openapi({ description: "number of the run's last event" }),
    hash: z.string().openapi({
      description:
        "of the state that the run was in once it was quiet after that event: the first 128 bits of a SHA-256; hex",
    }),
    now: z.number().openapi({ description: "the run's own time then; milliseconds since 1970" }),
    asked: z.int().openapi({ description: "how many steps it had asked for" }),
    open: z
      .array(z.object({ seq: z.int(), kind: z.string(), name: z.string(), args: z.unknown() }))
      .openapi({ description: "steps that had no outcome yet" }),
    ended: z.string().nullable().openapi({ description: "how its code had ended; null where it had not" }),
    events: z
      .array(z.object({ number: z.int(), type: z.string(), hash: z.string() }))
      .openapi({ description: "the state after each event up to there, where `each` was asked for" }),
  })
  .openapi("Replay");

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

function viewReplay(replayed: Replayed): z.input<typeof replaySchema> {
  const { ended, open, events, ...same } = replayed;
  const steps = open.map(({ seq, kind, name, args }) => ({ seq, kind, name, args }));
  return { ...same, open: steps, ended: describeEnd(ended), events: [...events] };
}

function describeEnd(ended: Replayed["ended"]): string | null {
  if (!ended) return null;
  if (!ended.ok)
    return ended.error instanceof RunCancelledError ? "cancelled" : `it broke: ${describeThrown(ended.error)}`;
  return ended.value instanceof ContinueAs ? "it went on as a new run" : `done: ${canonical(endValue(ended.value))}`;
}
