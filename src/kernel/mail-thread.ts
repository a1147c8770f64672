/**
 * The conversation that a mail belongs to, as it travels in Message-IDs. What we send carries its thread in its own Message-ID, so that an answer to it
 * finds its thread whatever becomes of other headers.
 *
 * A thread is a short url-safe id that nobody can guess (a keyed pseudonym, a run's id), so that only who takes part in a conversation can answer into it.
 */
import { PraxisError } from "./errors.ts";

const threadShape = /^[A-Za-z0-9_-]{1,64}$/;
const uniqueShape = /^[A-Za-z0-9_-]{1,64}$/;
const domainShape = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i;
const ours = /^<?praxis\.([A-Za-z0-9_-]{1,64})\.[A-Za-z0-9_-]{1,64}@[^\s<>@]{1,255}>?$/;

/** A thread's id, from the keyed pseudonym of the Message-ID that it begins with. */
export function threadFrom(pseudonym: string): string {
  return pseudonym.slice(0, 20);
}

/**
 * The Message-ID of a mail that we send: `<praxis.{thread}.{unique}@{domain}>`.
 * @param unique letters, digits, `-` and `_`: another one for each mail, the same one when the same mail is sent again. @throws bad_message_id
 */
export function messageIdFor(thread: string, unique: string, domain: string): string {
  if (threadShape.test(thread) && uniqueShape.test(unique) && domainShape.test(domain)) {
    return `<praxis.${thread}.${unique}@${domain}>`;
  }
  throw new PraxisError("bad_message_id", "a Message-ID cannot be made of these parts", {
    next: "Use a thread and a unique part of up to 64 letters, digits, - and _, and the domain of your mail.",
    fields: { thread, unique, domain },
  });
}

/** The thread of a Message-ID that we gave; null where it is somebody else's. */
export function threadOf(messageId: string): string | null {
  return ours.exec(messageId.trim())?.[1] ?? null;
}
