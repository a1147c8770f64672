/**
 * Four eyes: who asked for what a gate holds back, so that somebody else has to answer it.
 *
 * Invariant: who asked for a run is read from envelopes, which are readable for ever: erasing what it is about opens no way around it. (An erased run
 * does nothing more, so who told it something need not be.)
 */
import { z } from "zod";
import { outcomeSchema, runStartedSchema, runStream } from "../../engine/run-events.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import type { EventLog } from "../../log/event-log.ts";

/** Runs that start runs that start runs; a longer chain has no requester. */
const deepestParent = 200;
const person = "person:";

/** The person who started the run by hand, forked it, or sent the event that it began with; through the runs that started it. Null for none. */
export function requesterOf(log: EventLog, runId: string): string | null {
  let id: string | null = runId;
  for (let depth = 0; id !== null && depth < deepestParent; depth++) {
    const first = log.readEvent(runStream(id), 1);
    if (!first) return null;
    const { trigger, parent, forkedAt = null } = originOf(first);
    // Whoever forked a run asked for all that it goes on as, more than the sender of what the first one began with.
    const [fork, cause] = [forkedAt, trigger].map((position) =>
      position === null ? undefined : log.readAll(position, 1)[0],
    );
    for (const { principal } of [first, fork, cause].filter((each) => each !== undefined))
      if (principal.startsWith(person)) return principal.slice(person.length);
    // A run that goes on as another one hands on where it began, which may be its own start.
    id = parent ?? runOf(cause);
  }
  return null;
}

const decided = z.object({ rung: z.literal("person"), by: z.string() });
const arrived = z.object({ status: z.literal("arrived"), position: z.number() });

/**
 * For a run that no person asked for: who last told it what to do, by the answer of a decision or by an event that it waited for; in it, or in the runs
 * that started it. Null for none.
 */
export function tellerOf(log: EventLog, runId: string): string | null {
  let id: string | null = runId;
  for (let depth = 0; id !== null && depth < deepestParent; depth++) {
    const history = log.readStream(runStream(id));
    for (const event of history.toReversed()) {
      const name = event.type === "OutcomeDelivered" && !event.erased ? toldBy(log, event) : null;
      if (name !== null) return name;
    }
    const [first] = history;
    id = first ? originOf(first).parent : null;
  }
  return null;
}

function toldBy(log: EventLog, { data }: RecordedEvent): string | null {
  const { kind, value } = outcomeSchema.parse(data);
  if (kind === "decide") return decided.safeParse(value).data?.by ?? null;
  const came = kind === "wait" ? arrived.safeParse(value).data : undefined;
  const principal = came ? (log.readAll(came.position, 1)[0]?.principal ?? "") : "";
  return principal.startsWith(person) ? principal.slice(person.length) : null;
}

function originOf(first: RecordedEvent): { trigger: number | null; parent: string | null; forkedAt?: number } {
  return first.erased ? { trigger: first.causation ?? null, parent: null } : runStartedSchema.parse(first.data);
}

function runOf(event: RecordedEvent | undefined): string | null {
  const prefix = runStream("");
  return event?.stream.startsWith(prefix) ? event.stream.slice(prefix.length) : null;
}

/** Whether this person asked for it and somebody else has to answer. Names that differ in case only are one person. */
export function isKeptFrom(
  gate: { readonly requester: string | null; readonly fourEyes: boolean },
  name: string | null,
): boolean {
  return gate.fourEyes && name !== null && gate.requester?.toLowerCase() === name.toLowerCase();
}
