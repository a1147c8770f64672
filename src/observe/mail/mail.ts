/** A mail as processes get it: read, cut to what can be worked with, and with references to its bytes. */
import { z } from "zod";

export const mailAddressSchema = z.object({
  name: z.string(),
  /** In lower case; empty where the header holds none. */
  address: z.string(),
});
export type MailAddress = z.output<typeof mailAddressSchema>;

export const mailSchema = z.object({
  /** Its Message-ID, with brackets; `sha256:` and a digest where it has none. */
  id: z.string(),
  /** The conversation; what the event is about, so `run.wait("MailReceived", { about: mail.thread })` gets the answers. */
  thread: z.string(),
  from: mailAddressSchema,
  to: z.array(mailAddressSchema),
  cc: z.array(mailAddressSchema),
  replyTo: mailAddressSchema.nullable(),
  subject: z.string(),
  /** What is new in it, as plain text, without what it quotes and without its signature. Up to 200,000 characters. */
  text: z.string(),
  /** What it quotes or forwards, and its signature. */
  quoted: z.string(),
  /** ISO 8601, as the sender says; null where it cannot be read. */
  date: z.string().nullable(),
  inReplyTo: z.string().nullable(),
  /** Oldest first. */
  references: z.array(z.string()),
  /** Sent by a program: an automatic reply, a list, a delivery report. Answering one may never end. */
  automatic: z.boolean(),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), bytes: z.int(), blob: z.string() })),
  /** The blob with the mail as it came, byte for byte. */
  raw: z.string(),
  /** Whether the sender's domain vouches for it, as the trusted receiving host found; "none" where no such host is named. */
  authenticated: z.enum(["pass", "fail", "none"]),
});
export type Mail = z.output<typeof mailSchema>;
