/** The last event of a stream, without reading the others: a run may hold 100,000. */
import type { RecordedEvent } from "../../kernel/event.ts";
import type { EventLog } from "../../log/event-log.ts";

export function lastEvent(log: EventLog, stream: string): RecordedEvent | undefined {
  return log.readEvent(stream, log.lastNumber(stream));
}
