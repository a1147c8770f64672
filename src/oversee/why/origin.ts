/** What a run goes back to: the event that started it, or the person; through the runs that started it, where it has parents. */
import { z } from "zod";
import { runStartedSchema, runStream } from "../../engine/run-events.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import type { Json } from "../../kernel/json.ts";
import { anyJson } from "../../kernel/schema.ts";
import type { EventLog } from "../../log/event-log.ts";
import { excerptOf } from "./excerpt.ts";
import { startRequestedSchema } from "./start-request.ts";
import type { Origin } from "./why-shape.ts";
import { moment, sentence } from "./words.ts";

const receivedSchema = z.object({ type: z.string(), source: z.string(), id: z.string(), payload: anyJson });
const deepestParent = 20;

export function originOf(log: EventLog, runId: string): Origin {
  let id = runId;
  for (let depth = 0; depth < deepestParent; depth++) {
    const first = log.readEvent(runStream(id), 1);
    if (!first) return { kind: "unknown" };
    if (first.erased) return { kind: "erased", at: first.at };
    const { trigger, parent, input } = runStartedSchema.parse(first.data);
    if (trigger !== null) return fromEvent(log.readAll(trigger, 1)[0], input);
    if (parent === null) return { kind: "unknown" };
    id = parent;
  }
  return { kind: "unknown" };
}

function fromEvent(event: RecordedEvent | undefined, input: Json): Origin {
  if (!event) return { kind: "unknown" };
  if (event.erased) return { kind: "erased", at: event.at };
  if (event.type === "StartRequested") {
    const { by, why } = startRequestedSchema.parse(event.data);
    return { kind: "by hand", by, why, at: event.at, excerpt: excerptOf(input) };
  }
  const received = receivedSchema.safeParse(event.data);
  if (!received.success) return { kind: "unknown" };
  const { type, source, id, payload } = received.data;
  return { kind: "event", type, source, id, at: event.at, position: event.position, excerpt: excerptOf(payload) };
}

export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "event":
      return `It began with ${origin.type} from "${origin.source}" on ${moment(origin.at)} (id ${origin.id})${quoted(origin.excerpt)}`;
    case "by hand":
      return `It began by hand: ${origin.by} started it on ${moment(origin.at)}, because: ${sentence(origin.why)}${origin.excerpt === null ? "" : ` It was given: “${origin.excerpt}”`}`;
    case "erased":
      return "What it began with has been erased.";
    case "unknown":
      return "What it began with is not on record.";
  }
}

function quoted(excerpt: string | null): string {
  return excerpt === null ? "." : `: “${excerpt}”`;
}
