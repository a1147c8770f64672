/**
 * Four eyes: who asked for what a gate holds back, so that somebody else has to answer it.
 *
 * Invariant: read from envelopes, which are readable for ever: erasing what a run is about opens no way around it.
 */
import { runStartedSchema, runStream } from "../../engine/run-events.ts";
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
