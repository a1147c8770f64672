/**
 * From the bytes of a mail to an event on disk, or to a record in quarantine with those bytes.
 *
 * Invariants: K1 - a result is returned only once the disk has it; whoever holds the mail (a folder, a mailbox) lets go of it only then. The same mail is
 * taken once, by whatever ways it comes: by its Message-ID and a digest of what its sender wrote, so that nobody can keep another's mail out by
 * using its Message-ID first. K3 - event, blobs and thread are one transaction.
 */
import type { Engine } from "../../engine/engine.ts";
import { type Incoming, type Receipt, receiveIn } from "../../engine/intake.ts";
import { messageOf, PraxisError } from "../../kernel/errors.ts";
import type { BlobRef } from "../../kernel/event.ts";
import { derivedId } from "../../kernel/ids.ts";
import { toJson } from "../../kernel/json.ts";
import { largestBlobBytes, type Transaction, type Written } from "../../log/event-log.ts";
import type { QuarantineBook } from "../quarantine/quarantine-book.ts";
import type { Mail } from "./mail.ts";
import type { MailSource } from "./mail-source.ts";
import { placeMail, recordPlace } from "./mail-threads.ts";
import type { MailParser } from "./parse/mail-parser.ts";
import type { ReadMail } from "./parse/read-mail.ts";
import { senderInBytes } from "./sender-in-bytes.ts";

export const largestMailBytes = largestBlobBytes;

export interface MailDeps {
  readonly engine: Engine;
  readonly quarantine: QuarantineBook;
  readonly parser: MailParser;
}

export interface ArrivedMail {
  /** Up to `largestMailBytes` of it. */
  readonly raw: Uint8Array;
  readonly isWhole: boolean;
  /** Of the whole of it, where not all was read. */
  readonly size?: number;
  /** Where it came from, and where it lies now: a file, a mailbox. */
  readonly from: Readonly<Record<string, string>>;
}

export type TakenMail =
  | { readonly status: "accepted"; readonly runs: readonly string[] }
  | { readonly status: "duplicate" }
  | { readonly status: "quarantined"; readonly message: string };

export async function takeMail(deps: MailDeps, source: MailSource, arrived: ArrivedMail): Promise<TakenMail> {
  if (!arrived.isWhole) {
    const most = `${largestMailBytes / 1024 ** 2} MiB`;
    return hold(deps, source, arrived, "too_large", `it is larger than ${most}; the rest of it was not read`);
  }
  if (arrived.raw.length === 0) return hold(deps, source, arrived, "empty", "it is empty: nothing was written into it");
  const parsed = await deps.parser.parse(arrived.raw, source.trustedHost);
  if (!parsed.ok) return hold(deps, source, arrived, parsed.code, parsed.message);
  const prepared = prepareMail(deps.engine, source, parsed.mail, arrived.raw, `source:${source.name}`);
  if (!prepared.ok) return hold(deps, source, arrived, "bad_mail", prepared.message);
  const written = writeOrSay(deps, prepared.record);
  if (typeof written === "string") return hold(deps, source, arrived, "not_recorded", written);
  const { value: receipt, durable } = written;
  await durable;
  return receipt.status === "accepted" ? { status: "accepted", runs: receipt.runs } : { status: "duplicate" };
}

/** What never works must not be tried for ever, with all later mails waiting behind it. @returns why it cannot be recorded */
function writeOrSay({ engine }: MailDeps, record: (transaction: Transaction) => Receipt): Written<Receipt> | string {
  try {
    return engine.log.write(record);
  } catch (thrown) {
    if (thrown instanceof PraxisError && thrown.disposition === "terminal") return thrown.message;
    throw thrown;
  }
}

async function hold(
  { quarantine }: MailDeps,
  source: MailSource,
  { raw, isWhole, size = raw.length, from }: ArrivedMail,
  code: string,
  message: string,
): Promise<TakenMail> {
  const principal = `source:${source.name}`;
  const arrival = {
    source: source.name,
    kind: "mail" as const,
    code,
    message,
    bytes: raw,
    isWhole,
    size,
    from,
    principal,
  };
  const sender = senderInBytes(raw);
  const about = sender === null ? null : { account: source.account, subject: [{ kind: "mail", value: sender }] };
  const { isNew } = await quarantine.hold({ ...arrival, deliveryId: null, about });
  return isNew ? { status: "quarantined", message } : { status: "duplicate" };
}

export type PreparedMail =
  | { readonly ok: true; readonly record: (transaction: Transaction) => Receipt }
  | { readonly ok: false; readonly message: string };

/** All that can fail for the mail's sake comes before anything is written. */
export function prepareMail(
  engine: Engine,
  source: MailSource,
  read: ReadMail,
  raw: Uint8Array,
  principal: string,
): PreparedMail {
  const { messageId, digest, attachments, ...rest } = read;
  const id = messageId ?? `sha256:${digest}`;
  const place = placeMail(engine.log, { id, inReplyTo: rest.inReplyTo, references: rest.references });
  const files = attachments.map(({ name, type, content }) => ({ name, type, bytes: content.length }));
  const view: Mail = {
    ...rest,
    id,
    thread: place.thread,
    attachments: files.map((file) => ({ ...file, blob: "" })),
    raw: "",
  };
  let incoming: Incoming;
  try {
    incoming = {
      source: source.name,
      // A Message-ID names a person's machine at times: it lies in no table in the clear.
      id: `mail:${engine.log.pseudonym(JSON.stringify([id, digest]))}`,
      type: source.event,
      payload: toJson(view),
      about: place.thread,
      account: source.account,
      subject: source.subjectOf(view),
      principal,
      story: derivedId("mail", place.thread),
      joins: true,
      keep: (put) => toJson(withBlobs(view, put, raw, attachments)),
    };
  } catch (thrown) {
    return { ok: false, message: `the source's own code threw on it: ${messageOf(thrown)}` };
  }
  return {
    ok: true,
    record(transaction) {
      const receipt = receiveIn(transaction, engine, incoming);
      if (receipt.status === "accepted") recordPlace(transaction, place, principal);
      return receipt;
    },
  };
}

function withBlobs(
  view: Mail,
  put: (bytes: Uint8Array) => BlobRef,
  raw: Uint8Array,
  attachments: ReadMail["attachments"],
): Mail {
  const blobs = attachments.map(({ content }) => put(content).blob);
  const files = view.attachments.map((file, index) => ({ ...file, blob: blobs[index] ?? "" }));
  return { ...view, attachments: files, raw: put(raw).blob };
}
