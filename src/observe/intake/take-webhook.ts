/**
 * From what a sender sent to an event on disk, or to a refusal on record.
 *
 * Boundary: knows no HTTP framework; the body has been read up to the source's limit, and never beyond.
 * Invariants: the order is size, signature, JSON, schema, intake, so nothing of an unsigned body is interpreted; K1 - a result is returned
 * only once the disk has it, the event or the record of the refusal; but for `overloaded`, of which nothing is kept.
 */
import type { SecretStore } from "../../act/secret.ts";
import type { Engine } from "../../engine/engine.ts";
import { receive } from "../../engine/intake.ts";
import { messageOf } from "../../kernel/errors.ts";
import { isObject, type Json } from "../../kernel/json.ts";
import type { Parsed } from "../../kernel/schema.ts";
import type { QuarantineBook } from "../quarantine/quarantine-book.ts";
import type { ReadEvent, Source } from "../source.ts";
import { verifyWebhook } from "../webhooks/verify-webhook.ts";
import { parseBody } from "./parse-body.ts";
import type { BodyRead } from "./read-limited.ts";

export interface WebhookDeps {
  readonly engine: Engine;
  readonly secrets: SecretStore;
  readonly quarantine: QuarantineBook;
}

export interface SentWebhook {
  readonly source: Source;
  readonly headers: Headers;
  readonly body: BodyRead;
}

export interface RefusedSending {
  readonly status: "refused";
  readonly code: string;
  readonly message: string;
  readonly httpStatus: 400 | 401 | 409 | 413 | 422;
  /** The record of it; null where it was counted only. */
  readonly quarantined: string | null;
}

export type Taken =
  | { readonly status: "accepted"; readonly runs: readonly string[] }
  | { readonly status: "duplicate" }
  /** The sender asked whether somebody is there; nothing happened. */
  | { readonly status: "greeted"; readonly answer: Json }
  | RefusedSending;

type Refused = Omit<RefusedSending, "status" | "quarantined"> & {
  readonly deliveryId?: string;
  readonly about?: ReadEvent;
};

/** @throws overloaded */
export async function takeWebhook(deps: WebhookDeps, sent: SentWebhook): Promise<Taken> {
  const read = readWebhook(deps, sent);
  if ("httpStatus" in read) return refuse(deps, sent, read);
  if ("greeting" in read) return { status: "greeted", answer: read.greeting };
  const { source } = sent;
  await deps.engine.intake.turn(read.event.account);
  const { value: receipt, durable } = receive(deps.engine, {
    ...read.event,
    id: read.id,
    source: source.name,
    principal: `source:${source.name}`,
    mayComeAgain: true,
  });
  await durable;
  switch (receipt.status) {
    case "accepted":
      return { status: "accepted", runs: receipt.runs };
    case "duplicate":
      return { status: "duplicate" };
    case "conflict":
      return refuse(deps, sent, {
        code: "id_reused",
        message: "this id was used before for another body; the first one stands",
        httpStatus: 409,
        about: read.event,
      });
  }
}

function readWebhook(
  { engine, secrets }: WebhookDeps,
  { source, headers, body }: SentWebhook,
): Refused | { greeting: Json } | { id: string; event: ReadEvent } {
  if (body.kind === "too large") {
    const message = `the body is larger than the ${source.largestBytes} bytes that this source takes`;
    return { code: "too_large", message, httpStatus: 413 };
  }
  const known = source.secrets.map((handle) => secrets.value(handle.secret)).filter((value) => value !== undefined);
  const nowSeconds = engine.ports.clock.now() / 1_000;
  const verified = verifyWebhook(source.scheme, known, { headers, body: body.bytes, nowSeconds });
  if (!verified.ok) return { code: verified.code, message: verified.message, httpStatus: verified.status };
  const json = parseBody(body.bytes);
  const deliveryId = verified.id;
  if (!json.ok)
    return { code: "bad_json", message: `the body is not JSON: ${json.error}`, httpStatus: 400, deliveryId };
  const greeting = greetingOf(source, json.value);
  if (greeting !== undefined) return { greeting };
  const event = readBody(source, json.value);
  if (!event.ok)
    return { code: "bad_body", message: `the body does not fit: ${event.error}`, httpStatus: 422, deliveryId };
  return { id: deliveryId, event: event.value };
}

/** The source's own functions may throw on what its schema let through: that is the body's fault as far as the sender can tell. */
export function readBody(source: Source, body: Json): Parsed<ReadEvent> {
  try {
    return source.read(body);
  } catch (thrown) {
    return { ok: false, error: messageOf(thrown) };
  }
}

/**
 * Slack and GitHub check an address once, with a signed message that is no event: https://docs.slack.dev/reference/events/url_verification,
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#ping
 */
function greetingOf(source: Source, body: Json): Json | undefined {
  if (!isObject(body)) return undefined;
  if (source.scheme === "slack" && body.type === "url_verification" && typeof body.challenge === "string")
    return { challenge: body.challenge };
  if (source.scheme === "github" && "zen" in body && "hook_id" in body) return { status: "pong" };
  return undefined;
}

async function refuse(deps: WebhookDeps, sent: SentWebhook, refused: Refused): Promise<RefusedSending> {
  const { code, message, httpStatus, deliveryId = null, about = null } = refused;
  const source = sent.source.name;
  const quarantined = await deps.quarantine.record({ ...sent, source, code, message, deliveryId, about });
  return { code, message, httpStatus, status: "refused", quarantined };
}
