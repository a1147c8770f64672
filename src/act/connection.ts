/** A connection: one outside system, and the account of it that a run belongs to. Limits and the circuit breaker count per account. */
import { type Duration, durationMs } from "../kernel/duration.ts";
import type { Secret } from "./secret.ts";

export interface ConnectionOptions {
  /** Base address; `{account}` in it is replaced by the run's account. */
  readonly baseUrl: string;
  /** Sent as a bearer token. */
  readonly token?: Secret;
  readonly headers?: Readonly<Record<string, string>>;
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

export interface Connection {
  readonly name: string;
  readonly baseUrl: string;
  readonly token: Secret | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly settleMs: number;
  readonly concurrency: number;
  readonly keyRetentionMs: number;
  readonly breakAfter: number;
  readonly restMs: number;
}

export function connection(name: string, options: ConnectionOptions): Connection {
  return {
    name,
    baseUrl: options.baseUrl.replace(/\/$/, ""),
    token: options.token ?? null,
    headers: options.headers ?? {},
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
