/** The steps whose outcomes were delivered between two events of a run: what a fork can begin from. */
import { outcomeSchema, runStream, unpacked } from "../../engine/run-events.ts";
import type { EventLog } from "../../log/event-log.ts";
import type { Step } from "./story-shape.ts";

const mostSteps = 500;

/** What was done or started stays as it is, here and in the world; what was read, decided or heard may have been otherwise. */
const editableKinds = new Set(["read", "decide", "wait"]);

/** @param from position of the first event of the page @param to position of the first one after it; null at the end */
export function stepsBetween(log: EventLog, run: string, from: number, to: number | null): Step[] {
  const stream = runStream(run);
  const head = log.lastNumber(stream);
  const first = numberAt(log, stream, head, from);
  const last = to === null ? head : numberAt(log, stream, head, to) - 1;
  const steps: Step[] = [];
  for (let number = first; number <= last && steps.length < mostSteps; number++) {
    const event = log.readEvent(stream, number);
    for (const given of event ? unpacked(event) : []) {
      if (given.type !== "OutcomeDelivered" || given.erased) continue;
      const { seq, kind, name } = outcomeSchema.parse(given.data);
      steps.push({ seq, kind, name, at: given.at, editable: editableKinds.has(kind) });
    }
  }
  return steps;
}

/** Number of the stream's first event at or after a position: both grow together, so it is found by halves. */
function numberAt(log: EventLog, stream: string, head: number, position: number): number {
  let low = 1;
  let high = head + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((log.readEvent(stream, middle)?.position ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
