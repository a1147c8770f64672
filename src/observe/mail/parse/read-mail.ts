/**
 * From the bytes of a mail to what it says. Runs in a thread of its own (parse-worker.ts), for a sender can make it take any time and memory.
 *
 * Invariants: pure; every text and list in the result has a bound, so that what comes out is small whatever went in; nothing is followed, fetched
 * or executed.
 */
import { createHash } from "node:crypto";
import PostalMime, { type Address, addressParser, type Email, type Header } from "postal-mime";
import { z } from "zod";
import { type mailAddressSchema, mailSchema } from "../mail.ts";
import { authenticationOf } from "./authentication.ts";
import { htmlToText } from "./html-to-text.ts";
import { splitReply } from "./split-reply.ts";

const mostNested = 100;
const mostMessagesInMessages = 3;
const longestHtml = 4_000_000;
const longestSubject = 1_000;
const longestName = 300;
const longestId = 900;
const mostAddresses = 200;
const mostReferences = 100;
const mostAttachments = 200;
export const longestText = 200_000;
/** Looking for what is quoted takes about 5 µs a line. */
const longestSplit = 1_000_000;

/** What a worker hands over: bytes in the place of blobs, and no thread yet. */
export const readMailSchema = mailSchema.omit({ id: true, thread: true, raw: true, attachments: true }).extend({
  messageId: z.string().nullable(),
  /** Of what makes it this mail and no other: not of the lines that each server on its way adds. */
  digest: z.string(),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), content: z.instanceof(Uint8Array) })),
});
export type ReadMail = z.output<typeof readMailSchema>;

export interface ReadOptions {
  /** Name of the host whose Authentication-Results are believed. */
  readonly trustedHost: string | null;
  readonly mostHeaderBytes: number;
}

/** @throws where it holds too many parts, or is no mail at all */
export async function readMail(raw: Uint8Array, options: ReadOptions): Promise<ReadMail> {
  const email = await PostalMime.parse(raw, {
    maxNestingDepth: mostNested,
    maxRfc822NestingDepth: mostMessagesInMessages,
    maxHeadersSize: options.mostHeaderBytes,
  });
  if (!email.headers.some(({ key, value }) => mailHeaders.has(key) && value.trim() !== ""))
    throw new Error(
      "it is no mail: it says neither who sent it nor when, and no other line at its head is one of a mail",
    );
  const from = addresses(email.from ? [email.from] : [])[0] ?? { name: "", address: "" };
  const { text, quoted } = splitReply(textOf(email).slice(0, longestSplit));
  return {
    messageId: messageIds(email.messageId)[0] ?? null,
    digest: digestOf(raw, email.headers),
    from,
    to: addresses(email.to),
    cc: addresses(email.cc),
    replyTo: addresses(email.replyTo)[0] ?? null,
    subject: oneLine(email.subject ?? "", longestSubject),
    text: cut(text),
    quoted: cut(quoted),
    date: dateOf(email.date),
    inReplyTo: messageIds(email.inReplyTo)[0] ?? null,
    references: referencesOf(email.references),
    automatic: isAutomatic(email.headers, from.address),
    attachments: email.attachments.slice(0, mostAttachments).map(({ filename, mimeType, content }, index) => ({
      name: fileName(filename, mimeType, index),
      type: /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(mimeType) ? mimeType : "application/octet-stream",
      content: typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content),
    })),
    authenticated: isOneSender(email.headers)
      ? authenticationOf(valuesOf(email.headers, "authentication-results"), from.address, options.trustedHost)
      : "fail",
  };
}

/** Any bytes at all can be taken for a body; one of these headers says that they were written as a mail. */
const mailHeaders = new Set(
  "from sender reply-to date to cc subject message-id received return-path mime-version content-type".split(" "),
);

/** Where a mail names several senders, the receiving host may have looked at another one than we do. */
function isOneSender(headers: readonly Header[]): boolean {
  const senders = valuesOf(headers, "from").flatMap((value) => addressParser(value, { flatten: true }));
  return senders.length <= 1;
}

function textOf({ text, html }: Email): string {
  if (text !== undefined && text.trim() !== "") return text;
  return html === undefined ? "" : htmlToText(html.slice(0, longestHtml));
}

function cut(text: string): string {
  const clean = text.replaceAll("\u0000", "");
  return clean.length <= longestText ? clean : `${clean.slice(0, longestText)}\n[cut here: the mail goes on]`;
}

function addresses(given: readonly Address[] | undefined): z.output<typeof mailAddressSchema>[] {
  const flat = (given ?? []).flatMap((each) => each.group ?? [each]);
  return flat.slice(0, mostAddresses).map(({ name, address }) => ({
    name: oneLine(name ?? "", longestName),
    address: oneLine(address ?? "", longestName).toLowerCase(),
  }));
}

function oneLine(text: string, most: number): string {
  return text
    .slice(0, most * 4)
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, most);
}

function messageIds(header: string | undefined): string[] {
  return [...(header ?? "").slice(0, 100_000).matchAll(/<[^<>\s]{1,900}>/g)].map(([id]) => id.slice(0, longestId));
}

/** Where there are too many: the oldest, which says where it began, and the newest. */
function referencesOf(header: string | undefined): string[] {
  const all = [...new Set(messageIds(header))];
  return all.length <= mostReferences ? all : [...all.slice(0, 1), ...all.slice(1 - mostReferences)];
}

function dateOf(date: string | undefined): string | null {
  const ms = Date.parse(date ?? "");
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

function valuesOf(headers: readonly Header[], key: string): string[] {
  return headers.filter((header) => header.key === key).map(({ value }) => value.slice(0, 10_000));
}

/** RFC 3834, and what programs do that have not read it. */
function isAutomatic(headers: readonly Header[], sender: string): boolean {
  const first = (key: string): string => (valuesOf(headers, key)[0] ?? "").trim().toLowerCase();
  const submitted = first("auto-submitted");
  return (
    (submitted !== "" && !submitted.startsWith("no")) ||
    /^(?:bulk|list|junk|auto_reply)/.test(first("precedence")) ||
    ["list-id", "list-unsubscribe", "list-post", "x-autoreply", "x-autorespond", "x-auto-response-from"].some(
      (key) => first(key) !== "",
    ) ||
    first("return-path") === "<>" ||
    /^multipart\/report\b/.test(first("content-type")) ||
    /^(?:mailer-daemon|postmaster)(?:@|$)/.test(sender)
  );
}

/** Without folders, and without what a file system or a header may not hold. */
function fileName(given: string | null, type: string, index: number): string {
  const last =
    oneLine((given ?? "").slice(-longestName * 2), longestName * 2)
      .split(/[\\/]/)
      .at(-1) ?? "";
  const clean = last
    .replaceAll(/[<>:"|?*]/g, "_")
    .replace(/^\.+/, "")
    .slice(-longestName);
  if (clean !== "") return clean;
  return type === "message/rfc822" ? `mail-${index + 1}.eml` : `attachment-${index + 1}`;
}

const ownHeaders = ["message-id", "from", "date", "subject"];

function digestOf(raw: Uint8Array, headers: readonly Header[]): string {
  const hash = createHash("sha256");
  for (const key of ownHeaders) hash.update(JSON.stringify([key, valuesOf(headers, key)]));
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const ends = ["\r\n\r\n", "\n\n"].map((gap) => bytes.indexOf(gap)).filter((at) => at >= 0);
  return hash.update(bytes.subarray(ends.length === 0 ? bytes.length : Math.min(...ends))).digest("hex");
}
