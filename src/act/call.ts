/**
 * What a contract's `perform` is given to reach the outside, and the errors by which it learns what became of a call.
 *
 * The one question that matters after a failed call is whether the other side may have acted. `CallError.certainty` answers it:
 * `not sent` and `not performed` say no; `refused` says no, and why; `ambiguous` says that nobody here knows.
 */
import type { Json } from "../kernel/json.ts";
import type { Letter, Sent } from "./mail/mail.ts";

export type Certainty = "not sent" | "not performed" | "refused" | "ambiguous";

export class CallError extends Error {
  readonly certainty: Certainty;
  readonly code: string;
  /** What the other side said, where it said something. */
  readonly detail: Json;
  readonly retryAfterMs: number | null;
  /** True where the other side gave an answer of some kind: it is not at it any more. */
  readonly answered: boolean;
  /** True where a person has to change something first, such as a credential. */
  readonly pause: boolean;

  constructor(
    certainty: Certainty,
    code: string,
    message: string,
    options: { detail?: Json; retryAfterMs?: number | null; pause?: boolean; answered?: boolean; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "CallError";
    this.certainty = certainty;
    this.code = code;
    this.detail = options.detail ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.answered = options.answered ?? false;
    this.pause = options.pause ?? false;
  }
}

export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Carries the idempotency key, the deadline, the trace and the secret by itself. Over HTTP every method but `send` works and returns the answer's
 * JSON; a mailbox has `send` alone. @throws CallError, or `wrong_call` where the connection has no such verb.
 */
export interface Call {
  /** The effect's idempotency key: the same at every attempt of one intent and generation. */
  readonly key: string;
  readonly account: string;
  get(path: string, query?: CallOptions["query"]): Promise<Json>;
  post(path: string, body: unknown, options?: CallOptions): Promise<Json>;
  put(path: string, body: unknown, options?: CallOptions): Promise<Json>;
  patch(path: string, body: unknown, options?: CallOptions): Promise<Json>;
  delete(path: string, options?: CallOptions): Promise<Json>;
  /** Sends one mail from the mailbox. */
  send(letter: Letter): Promise<Sent>;
}

/** A look-up's answer (T2): what was found, or null where the other side is sure that nothing was done under this key. */
export type LookUp = { readonly found: Json } | null;
