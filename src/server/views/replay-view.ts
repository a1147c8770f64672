/** A replay of a run, as the API shows it. */
import { z } from "@hono/zod-openapi";
import { describeThrown, endValue, RunCancelledError } from "../../engine/live-run.ts";
import { ContinueAs } from "../../engine/process-version.ts";
import type { Replayed } from "../../engine/replay/replay-run.ts";
import { canonical } from "../../kernel/json.ts";

export const replaySchema = z
  .object({
    run: z.string(),
    process: z.string(),
    version: z.string().openapi({ description: "of the code that was replayed" }),
    at: z.int().openapi({ description: "number of the event up to which it was replayed" }),
    last: z.int().openapi({ description: "number of the run's last event" }),
    hash: z
      .string()
      .openapi({ description: "SHA-256 of the state that the run was in once it was quiet after that event; hex" }),
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
export type ReplayView = z.output<typeof replaySchema>;

export function viewReplay(replayed: Replayed): ReplayView {
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
