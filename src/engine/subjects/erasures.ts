/** What is recorded of erasures as a whole: when, by whom and why; of whom, by pseudonyms alone. */
import { z } from "zod";
import type { EventLog } from "../../log/event-log.ts";

export const erasuresStream = "erasures";

export const erasureSchema = z.object({
  /** Pseudonyms of all that was erased. */
  subjects: z.array(z.string()),
  why: z.string(),
});

export interface Erasure {
  readonly at: number;
  /** The person who erased them, or what did. */
  readonly by: string;
  readonly why: string;
}

/** The last erasure that this subject was a part of; null where none is on record. @param subject its pseudonym */
export function erasureOf(log: EventLog, subject: string): Erasure | null {
  for (let number = log.lastNumber(erasuresStream); number > 0; number--) {
    const event = log.readEvent(erasuresStream, number);
    const erasure = erasureSchema.safeParse(event?.data).data;
    if (event && erasure?.subjects.includes(subject)) return { at: event.at, by: event.principal, why: erasure.why };
  }
  return null;
}
