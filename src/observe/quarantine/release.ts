/**
 * Letting in what was held: read again as it came, or as a person says it should have been. On record with who, why, and whether it was edited.
 *
 * Invariants: the event and the record of its release are one transaction, so it is released once; what does not fit now either stays held. A webhook whose
 * signature was refused proves nothing about its sender: it is let in only by an administrator who gives the content, and so vouches for it.
 */
import { z } from "zod";
import { type Incoming, type Receipt, receiveIn } from "../../engine/intake.ts";
import { PraxisError } from "../../kernel/errors.ts";
import { isObject, type Json, type JsonObject, toJson } from "../../kernel/json.ts";
import { type Parsed, parse } from "../../kernel/schema.ts";
import type { EventLog, Transaction } from "../../log/event-log.ts";
import type { Form } from "../forms/form.ts";
import { rowId } from "../forms/take-values.ts";
import { parseBody } from "../intake/parse-body.ts";
import { readBody } from "../intake/take-webhook.ts";
import { mailAddressSchema } from "../mail/mail.ts";
import type { MailSource } from "../mail/mail-source.ts";
import { patientLimits } from "../mail/parse/mail-parser.ts";
import type { ReadMail } from "../mail/parse/read-mail.ts";
import { type MailDeps, prepareMail } from "../mail/take-mail.ts";
import type { Source } from "../source.ts";
import type { SourceRegistry } from "../source-registry.ts";
import type { Quarantined } from "./quarantine-table.ts";

export interface ReleaseDeps extends MailDeps {
  readonly sources: SourceRegistry;
}

export interface ReleaseOrder {
  /** Undefined: as it came. */
  readonly body: Json | undefined;
  readonly why: string;
  readonly by: string;
  readonly isAdmin: boolean;
}

export interface Released {
  readonly status: "released" | "refused";
  /** Why it was refused again. */
  readonly message: string | null;
  readonly runs: readonly string[];
}

type Prepared = Parsed<(transaction: Transaction) => Receipt>;

const signatureCodes = new Set([
  "missing_header",
  "header_too_long",
  "bad_id",
  "bad_timestamp",
  "stale",
  "no_usable_secret",
  "bad_signature",
]);

/** @throws unknown_quarantined, quarantine_settled, unknown_source, release_needs_body, release_needs_admin */
export async function releaseHeld(deps: ReleaseDeps, id: string, order: ReleaseOrder): Promise<Released> {
  const { engine, quarantine } = deps;
  const prepared = await prepare(deps, quarantine.held(id), order);
  if (!prepared.ok) return { status: "refused", message: prepared.error, runs: [] };
  const { by, why, body } = order;
  const { value, durable } = engine.log.write((transaction): Released => {
    const receipt = prepared.value(transaction);
    if (receipt.status !== "accepted") return { status: "refused", message: alreadyHere, runs: [] };
    const { runs } = receipt;
    const concerns = personOf(engine.log, receipt.position);
    quarantine.settleIn(transaction, id, { status: "released", by, why, edited: body !== undefined, runs, concerns });
    return { status: "released", message: null, runs };
  });
  await durable;
  return value;
}

/** Pseudonym of whoever the event at this position is about; null where it is about nobody. */
function personOf(log: EventLog, position: number): string | null {
  const [subject = null] = log.readAll(position, 1)[0]?.subjects ?? [];
  return subject === log.pseudonym("tenant") ? null : subject;
}

const alreadyHere = "it has come in by itself meanwhile: dismiss this record";

async function prepare(deps: ReleaseDeps, record: Quarantined, order: ReleaseOrder): Promise<Prepared> {
  const source = deps.sources.named(record.source);
  switch (source?.kind) {
    case "source":
      return prepareWebhook(deps, source, record, order);
    case "mail folder":
    case "imap mailbox":
      return prepareHeldMail(deps, source, record, order);
    case "form":
      return prepareValues(deps, source, record, order);
    default:
      throw new PraxisError("unknown_source", `its source "${record.source}" is not loaded`, {
        next: "Load the file that defines it, then release it; it stays held until then.",
      });
  }
}

function prepareWebhook(deps: ReleaseDeps, source: Source, record: Quarantined, order: ReleaseOrder): Prepared {
  if (signatureCodes.has(record.code)) mustVouch(order);
  const json = order.body === undefined ? wholeBody(record) : { ok: true as const, value: order.body };
  if (!json.ok) return json;
  const read = readBody(source, json.value);
  if (!read.ok) return { ok: false, error: `the body does not fit: ${read.error}` };
  // The id of what came first under it is taken; any other delivery keeps its own, so that a repetition is known.
  const id = record.code === "id_reused" ? null : record.deliveryId;
  return incoming(deps, {
    ...read.value,
    source: source.name,
    id: id ?? `quarantine:${record.id}`,
    principal: person(order),
  });
}

/** @throws release_needs_body, release_needs_admin */
function mustVouch({ body, isAdmin }: ReleaseOrder): void {
  if (!isAdmin) {
    throw new PraxisError("release_needs_admin", "its signature was refused, so nobody knows who sent it", {
      next: "Only the scope `admin` may let it in, and only with the content that should count. Nothing was done.",
    });
  }
  if (body === undefined) {
    throw new PraxisError(
      "release_needs_body",
      "its signature was refused: what was sent proves nothing, and is not taken as it is",
      {
        next: "Pass the content as `body`, checked with its sender: you vouch for it. Or have it sent again, signed. Nothing was done.",
      },
    );
  }
}

function wholeBody(record: Quarantined): Parsed<Json> {
  const bytes = Buffer.from(record.bodyBase64, "base64");
  if (bytes.length < record.bodyBytes || record.bodySha256 === null)
    return { ok: false, error: "only its first part was kept: pass the whole content as `body`" };
  const json = parseBody(bytes);
  return json.ok ? json : { ok: false, error: `the body is not JSON: ${json.error}` };
}

function prepareValues(deps: ReleaseDeps, form: Form, record: Quarantined, order: ReleaseOrder): Prepared {
  const values = order.body === undefined ? wholeBody(record) : { ok: true as const, value: order.body };
  if (!values.ok) return values;
  const read = form.read(values.value);
  if (!read.ok) return read;
  // As it reads now: so it is known when the corrected file is uploaded, and two corrections of one row are one.
  const fields = isObject(values.value) ? toFields(values.value) : null;
  const isRow = record.kind === "row" && record.code !== "id_reused";
  const id = isRow && fields ? rowId(deps, form, fields) : `quarantine:${record.id}`;
  return incoming(deps, { ...read.value, source: form.name, id, principal: person(order) });
}

function toFields(value: Record<string, unknown>): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, toJson(field)]));
}

function incoming({ engine }: ReleaseDeps, event: Incoming): Prepared {
  return { ok: true, value: (transaction) => receiveIn(transaction, engine, event) };
}

const person = ({ by }: ReleaseOrder): string => `person:${by}`;

/** What a person writes in the place of a mail that cannot be read: as much as they can make out. */
const editedMailSchema = z.object({
  from: z.union([mailAddressSchema, z.email().transform((address) => ({ name: "", address: address.toLowerCase() }))]),
  to: z.array(mailAddressSchema).default([]),
  subject: z.string().max(1_000).default(""),
  text: z.string().max(200_000),
  date: z.iso.datetime().nullable().default(null),
  inReplyTo: z.string().max(900).nullable().default(null),
  references: z.array(z.string().max(900)).max(100).default([]),
});

async function prepareHeldMail(
  deps: ReleaseDeps,
  source: MailSource,
  record: Quarantined,
  order: ReleaseOrder,
): Promise<Prepared> {
  const raw = record.blob === null ? undefined : deps.engine.log.readBlob(record.blob);
  if (raw?.status !== "kept") return { ok: false, error: "its bytes were erased" };
  const read = await readHeldMail(deps, source, record, raw.bytes, order.body);
  if (!read.ok) return read;
  const prepared = prepareMail(deps.engine, source, read.value, raw.bytes, person(order));
  return prepared.ok ? { ok: true, value: prepared.record } : { ok: false, error: prepared.message };
}

async function readHeldMail(
  { parser }: ReleaseDeps,
  source: MailSource,
  record: Quarantined,
  raw: Uint8Array,
  body: Json | undefined,
): Promise<Parsed<ReadMail>> {
  if (body === undefined) {
    const parsed = await parser.parse(raw, source.trustedHost, patientLimits);
    return parsed.ok ? { ok: true, value: parsed.mail } : { ok: false, error: parsed.message };
  }
  const edited = parse(editedMailSchema, body);
  if (!edited.ok) return edited;
  const written = {
    cc: [],
    replyTo: null,
    quoted: "",
    automatic: false,
    authenticated: "none" as const,
    attachments: [],
  };
  return { ok: true, value: { ...edited.value, ...written, messageId: null, digest: record.bodySha256 ?? record.id } };
}
