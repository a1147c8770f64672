/** From a mail as data to the bytes that travel (RFC 5322, MIME), and its envelope. Reads no file and fetches nothing. */
import { domainToASCII } from "node:url";
import MailComposer from "nodemailer/lib/mail-composer";
import { messageIdFor } from "../../kernel/mail-thread.ts";
import { type Address, domainOf, parseAddress } from "./address.ts";
import type { ReadMail } from "./mail.ts";

export interface Content {
  readonly name: string;
  readonly type: string | null;
  readonly bytes: Uint8Array;
}

export interface ComposedMail {
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  /** The mail as it travels. Made when it is asked for: a simulation has no use for it. */
  bytes(): Promise<Buffer>;
}

export interface ComposeOptions {
  readonly mail: Omit<ReadMail, "attachments">;
  readonly attachments: readonly Content[];
  readonly from: string;
  /** What an answer to it belongs to. */
  readonly thread: string;
  /** Tells this mail from the others of its thread: the same at every attempt. */
  readonly unique: string;
  readonly date: Date;
}

export function composeMail(options: ComposeOptions): ComposedMail {
  const { mail } = options;
  const [from] = addressesIn(options.from);
  const sender = from?.address ?? options.from;
  const messageId = messageIdFor(options.thread, options.unique, domainToASCII(domainOf(sender)));
  const recipients = [...addressesIn(mail.to), ...addressesIn(mail.cc ?? [])].map((each) => each.address);
  return { messageId, from: sender, to: [...new Set(recipients)], bytes: () => bytesOf(options, messageId) };
}

function bytesOf(options: ComposeOptions, messageId: string): Promise<Buffer> {
  const { mail } = options;
  const [from] = addressesIn(options.from);
  const cc = addressesIn(mail.cc ?? []);
  const references = [...new Set([...(mail.references ?? []), ...(mail.inReplyTo ? [mail.inReplyTo] : [])])];
  const composer = new MailComposer({
    from,
    to: addressesIn(mail.to),
    ...(cc.length > 0 ? { cc } : {}),
    ...(mail.replyTo ? { replyTo: addressesIn(mail.replyTo) } : {}),
    subject: mail.subject,
    ...(mail.text === undefined ? {} : { text: mail.text }),
    ...(mail.html === undefined ? {} : { html: mail.html }),
    ...(mail.inReplyTo ? { inReplyTo: mail.inReplyTo } : {}),
    ...(references.length > 0 ? { references } : {}),
    attachments: options.attachments.map(({ name, type, bytes }) => ({
      filename: name,
      content: Buffer.from(bytes),
      ...(type === null ? {} : { contentType: type }),
    })),
    messageId,
    date: options.date,
    // So that no vacation notice answers it (RFC 3834).
    headers: { "auto-submitted": mail.inReplyTo ? "auto-replied" : "auto-generated" },
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: "win",
  });
  return composer.compile().build();
}

function addressesIn(given: string | readonly string[]): Address[] {
  const texts = typeof given === "string" ? [given] : given;
  return texts.flatMap((text) => parseAddress(text) ?? []);
}
