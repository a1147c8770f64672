/** How far a mailbox was read: in the stream `mailbox/<source>`, by events alone. UIDs only, nothing of what the mails say. */
import { z } from "zod";
import type { EventLog } from "../../../log/event-log.ts";
import { lastEvent } from "../../../oversee/why/last-event.ts";

const stateSchema = z.object({
  /** Of the server: where it changes, all UIDs before mean nothing (RFC 9051, 2.3.1.1). */
  uidValidity: z.string(),
  /** Up to this one all was taken. */
  uid: z.int(),
  /** When it was read for the first time: mails from before are not taken by themselves. */
  since: z.int(),
});
export type MailboxState = z.output<typeof stateSchema>;

const streamOf = (source: string): string => `mailbox/${source}`;

export function readMailboxState(log: EventLog, source: string): MailboxState | null {
  const event = lastEvent(log, streamOf(source));
  return event ? stateSchema.parse(event.data) : null;
}

export async function noteMailboxState(log: EventLog, source: string, state: MailboxState): Promise<void> {
  const stream = streamOf(source);
  await log.write((transaction) =>
    transaction.append(stream, transaction.head(stream), [{ type: "MailboxRead", data: { ...state } }], {
      principal: `source:${source}`,
    }),
  ).durable;
}
