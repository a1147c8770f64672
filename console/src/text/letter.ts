/** Finds what somebody wrote inside the data of a question, so that it is read as a letter and not as fields. Pure. */
import { isRecord } from "./facts.ts";

export interface Letter {
  readonly from: string;
  readonly address: string | null;
  readonly subject: string | null;
  readonly text: string;
  /** Earlier letters below it, where it was an answer. */
  readonly quoted: string | null;
  readonly attachments: readonly string[];
  /** False where nothing proves who wrote it; null where that is not known. */
  readonly isProven: boolean | null;
}

export interface WithLetter {
  readonly letter: Letter | null;
  /** All else that is known. */
  readonly rest: unknown;
}

/** @param data of a question; a letter is a part of it that has a text and says who wrote it */
export function findLetter(data: unknown): WithLetter {
  if (!isRecord(data)) return { letter: null, rest: data };
  for (const [name, part] of Object.entries(data)) {
    const letter = readLetter(part);
    if (letter === null) continue;
    return { letter, rest: Object.fromEntries(Object.entries(data).filter(([other]) => other !== name)) };
  }
  return { letter: null, rest: data };
}

/** What came in, out of the event that recorded it. */
export function receivedIn(event: { readonly type: string; readonly data: unknown }): {
  type: string;
  payload: unknown;
} {
  const { type, payload } = isRecord(event.data) ? event.data : {};
  return { type: typeof type === "string" ? type : event.type, payload: payload ?? event.data };
}

function readLetter(part: unknown): Letter | null {
  if (!isRecord(part) || typeof part.text !== "string") return null;
  const author = part.from ?? part.customer;
  const named = isRecord(author) ? { name: textOf(author.name), address: textOf(author.address) } : null;
  const from = named?.name ?? named?.address ?? textOf(author);
  if (from === null) return null;
  const attachments = Array.isArray(part.attachments) ? part.attachments : [];
  return {
    from,
    address: named?.address === from ? null : (named?.address ?? null),
    subject: textOf(part.subject),
    text: part.text.trim(),
    quoted: textOf(part.quoted),
    attachments: attachments.map(nameOf).filter((name) => name !== null),
    isProven: typeof part.authenticated === "string" ? part.authenticated === "pass" : null,
  };
}

function nameOf(attachment: unknown): string | null {
  if (!isRecord(attachment)) return textOf(attachment);
  return textOf(attachment.name) ?? textOf(attachment.filename) ?? textOf(attachment.title);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

export interface SplitTitle {
  readonly asked: string;
  readonly quote: string | null;
}

/** 'What does Mei ask for? "My kettle..."' -> what is asked, and the words that it is about. */
export function splitTitle(title: string): SplitTitle {
  const match = /^(.{8,200}?\?)\s+["“](.+)["”]$/s.exec(title);
  return match?.[1] === undefined ? { asked: title, quote: null } : { asked: match[1], quote: match[2] ?? null };
}
