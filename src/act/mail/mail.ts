/**
 * A mail as a contract asks for it, and what came of it.
 *
 * Invariant: no field can smuggle a header in. Control characters (line breaks above all) become spaces in the subject and in names of
 * attachments, and make an address or a Message-ID invalid.
 */
import { z } from "zod";
import { isAddress } from "./address.ts";

const mostRecipients = 50;
const longestSubject = 500;
/** Base64 of 5 MiB: what is larger belongs into a blob, for a wish is kept in the log. */
const longestContent = 7 * 1024 * 1024;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
const controls = /[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g;

/** One line of plain text: what would end a header line is a space. */
export function oneLine(text: string): string {
  return text.replace(controls, " ").trim();
}

const addressSchema = z
  .string()
  .max(320)
  .refine(isAddress, { error: "not a mail address: expected ada@example.com or Ada <ada@example.com>" });
const addressesSchema = z.union([addressSchema, z.array(addressSchema).min(1).max(mostRecipients)]);
const messageIdSchema = z.string().regex(/^<[^<>\s\p{Cc}]{1,900}>$/u, { error: "not a Message-ID: <...@...>" });
const nameSchema = z.string().max(200).overwrite(oneLine);
const typeSchema = z.string().regex(/^[\w.+-]+\/[\w.+-]+$/, { error: "not a media type" });

export const attachmentSchema = z.union([
  z.object({ name: nameSchema, type: typeSchema.optional(), base64: z.base64().max(longestContent) }),
  z
    .object({ blob: z.string().min(1), name: nameSchema, type: typeSchema.optional() })
    .describe("bytes that came in with an event and were kept, by their id"),
]);

/** As data, so that it can be a contract's input as it is. */
export const mailSchema = z.object({
  to: addressesSchema,
  cc: addressesSchema.optional(),
  replyTo: addressSchema.optional(),
  subject: z.string().max(longestSubject).overwrite(oneLine),
  text: z.string().optional(),
  html: z.string().optional(),
  inReplyTo: messageIdSchema.optional(),
  references: z.array(messageIdSchema).max(100).optional(),
  attachments: z.array(attachmentSchema).max(50).optional(),
  thread: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: "not a thread: up to 64 letters, digits, - and _" })
    .optional()
    .describe("the conversation that an answer to it joins; by default the run's own"),
});
export type ReadMail = z.output<typeof mailSchema>;

/** An attachment whose bytes are at hand, beside those that data can say. */
export interface BytesAttachment {
  readonly name: string;
  readonly type?: string | undefined;
  readonly bytes: Uint8Array;
}
export type Attachment = z.input<typeof attachmentSchema> | BytesAttachment;

/** What `call.send` takes: `mailSchema` reads it. */
export interface Letter {
  /**
   * `ada@example.com` or `Ada <ada@example.com>`; several as a list. `person:ada` is whoever signs in here as ada: their address is looked up as the
   * mail leaves, so that it is in no record and ends with them.
   */
  readonly to: string | readonly string[];
  readonly cc?: string | readonly string[] | undefined;
  readonly replyTo?: string | undefined;
  readonly subject: string;
  /** One of both at least. */
  readonly text?: string | undefined;
  readonly html?: string | undefined;
  /** The Message-ID of the mail that it answers. */
  readonly inReplyTo?: string | undefined;
  readonly references?: readonly string[] | undefined;
  readonly attachments?: readonly Attachment[] | undefined;
  /** The conversation that an answer to it joins. Default: the run's own. */
  readonly thread?: string | undefined;
}

/** What the mail server, or the outbox, said to it. */
export interface Receipt {
  readonly accepted: readonly string[];
  /** Recipients that the server refused while it took the mail for others. */
  readonly rejected: readonly { readonly address: string; readonly reason: string }[];
  readonly said: string;
}

export interface Sent extends Receipt {
  /** With angle brackets, as an answer's In-Reply-To will name it. */
  readonly messageId: string;
}

/** All optional: a person who is asked whether it happened knows no more than that it did. */
export const sentSchema = z.object({
  messageId: z.string().optional(),
  accepted: z.array(z.string()).optional(),
  rejected: z.array(z.object({ address: z.string(), reason: z.string() })).optional(),
  said: z.string().optional(),
});
