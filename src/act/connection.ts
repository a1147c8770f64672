/**
 * Connections: one outside system each, and the account of it that a run belongs to. What they have in common is how they are paced (limits,
 * deadlines, circuit breaker: per account); the kind says how they are spoken to.
 *
 * Boundary: data only. A kind's connector lies in `connectors/<kind>/`; `mailbox()` and `slackWebhook()` make the kinds that are not made here.
 */
import { type Duration, durationMs } from "../kernel/duration.ts";
import { PraxisError } from "../kernel/errors.ts";
import { isSecret, type Secret } from "./secret.ts";

export interface PaceOptions {
  /** How long one attempt may take, from the record of it to the last byte of the answer. Default 10 s. */
  readonly timeout?: Duration;
  /** How long after a deadline the other side may still act on what it was sent. Default 1 s. */
  readonly settle?: Duration;
  /** Calls at the same time, per account. Default 8. */
  readonly concurrency?: number;
  /** How long the provider remembers an idempotency key (T1). Default 24 hours. */
  readonly keyRetention?: Duration;
  /** Failures of the connection in a row after which it rests. Default 5. */
  readonly breakAfter?: number;
  /** How long it rests. Default 5 s. */
  readonly rest?: Duration;
}

export interface ConnectionOptions extends PaceOptions {
  /** Base address; `{account}` in it is replaced by the run's account. Where the address itself is the secret: `secret("NAME")`. */
  readonly baseUrl: string | Secret;
  /** Sent as a bearer token. */
  readonly token?: Secret;
  readonly headers?: Readonly<Record<string, string>>;
  /** How its answers read. Default `json`; `text` gives the body as it is. */
  readonly answers?: "json" | "text";
}

interface Paced {
  readonly name: string;
  readonly timeoutMs: number;
  readonly settleMs: number;
  readonly concurrency: number;
  readonly keyRetentionMs: number;
  readonly breakAfter: number;
  readonly restMs: number;
}

export interface HttpConnection extends Paced {
  readonly kind: "http";
  readonly baseUrl: string | Secret;
  readonly token: Secret | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly answers: "json" | "text";
}

/** Whether the way to the server is encrypted. */
export type TlsUse = "required" | "if offered" | "never";

export interface SmtpConnection extends Paced {
  readonly kind: "smtp";
  readonly url: string | Secret;
  readonly from: string;
  /** Null: required where there is a password and the server is on another machine, otherwise if offered. */
  readonly tls: TlsUse | null;
  /** Certificates (PEM) to trust in place of the public ones; null for those. */
  readonly ca: string | null;
}

/** Mails as files in a folder: nothing leaves this machine. */
export interface OutboxConnection extends Paced {
  readonly kind: "outbox";
  readonly folder: string;
  readonly from: string;
}

export type MailConnection = SmtpConnection | OutboxConnection;
export type Connection = HttpConnection | MailConnection;

export function connection(name: string, options: ConnectionOptions): HttpConnection {
  const { baseUrl } = options;
  return {
    kind: "http",
    ...paced(name, options),
    baseUrl: isSecret(baseUrl) ? baseUrl : baseUrl.replace(/\/$/, ""),
    token: options.token ?? null,
    headers: options.headers ?? {},
    answers: options.answers ?? "json",
  };
}

export function paced(name: string, options: PaceOptions): Paced {
  return {
    name,
    timeoutMs: durationMs(options.timeout ?? 10_000),
    settleMs: durationMs(options.settle ?? 1_000),
    concurrency: options.concurrency ?? 8,
    keyRetentionMs: durationMs(options.keyRetention ?? "24 hours"),
    breakAfter: options.breakAfter ?? 5,
    restMs: durationMs(options.rest ?? 5_000),
  };
}

/** One account of a connection, as the ledger and people see it: `payments@main`. */
export function accountName(connectionName: string, account: string): string {
  return `${connectionName}@${account}`;
}

/** Where a connection leads, as people may see it; null where that is a secret. */
export function shownAddress(connection: Connection): string | null {
  const address =
    connection.kind === "http" ? connection.baseUrl : connection.kind === "smtp" ? connection.url : connection.folder;
  return isSecret(address) ? null : address;
}

/** The secret that it cannot do without: its address, or its token. */
export function secretOf(connection: Connection): Secret | null {
  if (connection.kind === "outbox") return null;
  const address = connection.kind === "http" ? connection.baseUrl : connection.url;
  if (isSecret(address)) return address;
  return connection.kind === "http" ? connection.token : null;
}

/** @throws bad_connection */
export function refuseConnection(name: string, why: string, next: string): never {
  throw new PraxisError("bad_connection", `connection "${name}" ${why}`, { next });
}
