/**
 * Operating errors: what can go wrong in the world, as opposed to a broken assumption (see assert.ts).
 *
 * Every error says what happened (`message`), what is kept and what to do next (`next`), and tells the caller how to go on
 * (`disposition`): `terminal` - trying again cannot help; `retry` - the same call may succeed later; `pause` - a person or
 * an operator has to change something first.
 */
export type Disposition = "terminal" | "retry" | "pause";

export interface ErrorDetail {
  readonly next: string;
  readonly disposition?: Disposition;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

export class PraxisError extends Error {
  readonly code: string;
  readonly disposition: Disposition;
  readonly next: string;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, detail: ErrorDetail) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = "PraxisError";
    this.code = code;
    this.disposition = detail.disposition ?? "terminal";
    this.next = detail.next;
    this.fields = detail.fields ?? {};
  }
}

/** A broken assumption: a bug in Praxis or in a process, never an expected outcome. On in production. */
export class AssertionError extends Error {
  constructor(message: string) {
    super(`broken assumption: ${message}`);
    this.name = "AssertionError";
  }
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

export function unreachable(value: never): never {
  throw new AssertionError(`unexpected value ${JSON.stringify(value)}`);
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
