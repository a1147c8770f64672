/** The last event of a stream, without reading the others: a run may hold 100,000. */
import type { RecordedEvent } from "../../kernel/event.ts";
import type { EventLog } from "../../log/event-log.ts";

export function lastNumber(log: EventLog, stream: string): number {
  const row = log.sql.get(
    "SELECT max(number) AS number FROM events WHERE stream = (SELECT id FROM streams WHERE name = ?)",
    stream,
  );
  return typeof row?.number === "number" ? row.number : 0;
}

export function lastEvent(log: EventLog, stream: string): RecordedEvent | undefined {
  return log.readEvent(stream, lastNumber(log, stream));
}
