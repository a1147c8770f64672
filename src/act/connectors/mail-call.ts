/**
 * A contract's `call` on a mailbox: reads the mail, composes it, and hands it to the transport.
 *
 * Invariants: the n-th mail of an effect has the same key and Message-ID at every attempt; what does not read as a mail is refused before
 * anything leaves; `sent` is said at the last moment before a mail can no longer be held back, and not before (E6). The address of somebody who signs
 * in here is told the transport, and nobody else (K10).
 */
import { PraxisError } from "../../kernel/errors.ts";
import { parse } from "../../kernel/schema.ts";
import { type Call, CallError } from "../call.ts";
import type { MailConnection } from "../connection.ts";
import { type Content, composeMail } from "../mail/compose-mail.ts";
import {
  type Attachment,
  type Letter,
  mailSchema,
  oneLine,
  type ReadMail,
  type Receipt,
  type Sent,
} from "../mail/mail.ts";
import { reveal } from "../secret.ts";
import { type BlobSource, type CallContext, wrongCall } from "./call-context.ts";
import type { MailTransport } from "./mail-transport.ts";

export interface MailCallOptions extends CallContext {
  readonly connection: MailConnection;
  readonly mail: MailTransport;
  readonly blobs: BlobSource;
  readonly now: () => number;
  readonly addressOf: (person: string) => string | null;
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
  const people = new People(options.addressOf);
  const mail = read({ ...rest, to: people.addressed(rest.to) });
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
    return { messageId: composed.messageId, ...people.withoutAddresses(receipt) };
  } catch (thrown) {
    throw thrown instanceof CallError ? failed(thrown, left) : thrown;
  }
}

const person = "person:";

/** Those of a letter's recipients who sign in here. */
class People {
  readonly #addressOf: (person: string) => string | null;
  readonly #names = new Map<string, string>();

  constructor(addressOf: (person: string) => string | null) {
    this.#addressOf = addressOf;
  }

  /** @throws CallError `refused`, where somebody has no address */
  addressed(to: Letter["to"]): string | string[] {
    return typeof to === "string" ? this.#one(to) : to.map((each) => this.#one(each));
  }

  #one(to: string): string {
    if (!to.startsWith(person)) return to;
    const address = this.#addressOf(to.slice(person.length));
    if (address === null)
      throw new CallError("refused", "no_address", `${to.slice(person.length)} has no mail address here`);
    this.#names.set(address, to);
    return address;
  }

  withoutAddresses({ accepted, rejected, said }: Receipt): Receipt {
    const named = (address: string): string => this.#names.get(address) ?? address;
    const clean = (text: string): string =>
      [...this.#names].reduce((rest, [address, name]) => rest.replaceAll(address, name), text);
    return {
      accepted: accepted.map(named),
      rejected: rejected.map(({ address, reason }) => ({ address: named(address), reason: clean(reason) })),
      said: clean(said),
    };
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
