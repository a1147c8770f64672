/** Events as the API shows them, and a stream a page at a time. */
import { z } from "@hono/zod-openapi";
import type { RecordedEvent } from "../../kernel/event.ts";
import type { EventLog } from "../../log/event-log.ts";

export const momentSchema = z.int().openapi({ description: "milliseconds since 1970, UTC" });

export const eventSchema = z
  .object({
    position: z.int(),
    number: z.int(),
    type: z.string(),
    at: momentSchema,
    principal: z.string(),
    data: z.unknown(),
    erased: z.boolean().openapi({ description: "true where its key is gone: its content cannot be read again" }),
  })
  .openapi("Event");
export type EventView = z.output<typeof eventSchema>;

export function viewEvent({ position, number, type, at, principal, data, erased }: RecordedEvent): EventView {
  return { position, number, type, at, principal, data, erased };
}

/** Events of a stream from a number on. Read one by one, so that a run of 100,000 steps costs no more than what is shown. */
export function readEvents(log: EventLog, stream: string, from: number, limit: number): RecordedEvent[] {
  const events: RecordedEvent[] = [];
  for (let number = from; number < from + limit; number++) {
    const event = log.readEvent(stream, number);
    if (!event) break;
    events.push(event);
  }
  return events;
}
