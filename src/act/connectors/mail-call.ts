/**
 * A contract's `call` on a mailbox: reads the mail, composes it, and hands it to the transport.
 *
 * Invariants: the n-th mail of an effect has the same key and Message-ID at every attempt; what does not read as a mail is refused before
 * anything leaves; `sent` is said at the last moment before a mail can no longer be held back, and not before (E6).
 */
import { PraxisError } from "../../kernel/errors.ts";
import { parse } from "../../kernel/schema.ts";
import { type Call, CallError } from "../call.ts";
import type { MailConnection } from "../connection.ts";
import { type Content, composeMail } from "../mail/compose-mail.ts";
import { type Attachment, type Letter, mailSchema, oneLine, type ReadMail, type Sent } from "../mail/mail.ts";
import { reveal } from "../secret.ts";
import { type BlobSource, type CallContext, wrongCall } from "./call-context.ts";
import type { MailTransport } from "./mail-transport.ts";

export interface MailCallOptions extends CallContext {
  readonly connection: MailConnection;
  readonly mail: MailTransport;
  readonly blobs: BlobSource;
  readonly now: () => number;
}

export function mailCall(options: MailCallOptions): Call {
  const { connection, key, account } = options;
  let mails = 0;
  return {
    key,
    account,
    get: wrongCall(connection, "get"),
    post: wrongCall(connection, "post"),
    put: wrongCall(connection, "put"),
    patch: wrongCall(connection, "patch"),
    delete: wrongCall(connection, "delete"),
    send: (letter) => send(options, letter, ++mails),
  };
}

async function send(options: MailCallOptions, letter: Letter, number: number): Promise<Sent> {
  const { connection, account, signal, secrets, failed } = options;
  const { attachments = [], ...rest } = letter;
  const mail = read(rest);
  const key = number === 1 ? options.key : `${options.key}-${number}`;
  const composed = composeMail({
    mail,
    attachments: attachments.map((each) => contentOf(each, options.blobs)),
    from: connection.from,
    thread: mail.thread ?? options.correlation,
    unique: key.replace(/^praxis-/, ""),
    date: new Date(options.now()),
  });
  let left = false;
  try {
    const receipt = await options.mail({
      connection,
      account,
      key,
      mail,
      composed,
      signal,
      lastMoment: () => {
        options.checkDeadline();
        options.sending(true);
        left = true;
      },
      reveal: (handle) => reveal(secrets, handle),
    });
    return { messageId: composed.messageId, ...receipt };
  } catch (thrown) {
    throw thrown instanceof CallError ? failed(thrown, left) : thrown;
  }
}

function read(letter: Omit<Letter, "attachments">): Omit<ReadMail, "attachments"> {
  const parsed = parse(mailSchema, letter);
  if (!parsed.ok) throw badMail(`this cannot be sent: ${parsed.error}`);
  const { attachments: _, ...mail } = parsed.value;
  if (mail.text === undefined && mail.html === undefined) throw badMail("a mail needs a text, or html");
  return mail;
}

function contentOf(attachment: Attachment, blobs: BlobSource): Content {
  if ("bytes" in attachment)
    return { name: oneLine(attachment.name), type: attachment.type ?? null, bytes: attachment.bytes };
  if ("base64" in attachment) {
    const { name, type = null, base64 } = attachment;
    return { name: oneLine(name), type, bytes: Buffer.from(base64, "base64") };
  }
  const { blob, name, type = null } = attachment;
  const bytes = blobs(blob);
  if (!bytes) throw badMail(`the attachment ${name} (${blob}) is not there any more`);
  return { name: oneLine(name), type, bytes };
}

function badMail(message: string): PraxisError {
  return new PraxisError("bad_mail", message, { next: "Mend what the contract makes of its wish; nothing was sent." });
}
