/**
 * One attempt at one effect, or one look-up: performed within its deadline, and its result told apart. Records nothing.
 *
 * Invariant: E6 - after an attempt's deadline nothing is sent, by the monotonic clock or by the wall clock, whichever is there first: where this machine was
 * frozen as a whole, only the wall clock has moved on.
 */
import { type Clock, soon } from "../../kernel/clock.ts";
import { messageOf, PraxisError } from "../../kernel/errors.ts";
import type { Json } from "../../kernel/json.ts";
import type { Parsed } from "../../kernel/schema.ts";
import { type Call, CallError } from "../call.ts";
import type { Connection } from "../connection.ts";
import { openCall, type Ways } from "../connectors/open-call.ts";
import type { Bound } from "../contract.ts";
import type { SecretStore } from "../secret.ts";

export type AttemptResult =
  | { readonly kind: "succeeded"; readonly output: Json }
  | { readonly kind: "refused"; readonly code: string; readonly reason: string; readonly detail: Json }
  /** The other side did nothing, for sure. `pause`: somebody must change something first. */
  | {
      readonly kind: "not performed";
      readonly code: string;
      readonly why: string;
      readonly retryAfterMs: number | null;
      readonly pause: boolean;
    }
  /** `answered`: the other side is done with it, whatever it did; otherwise it may still be at it. */
  | {
      readonly kind: "ambiguous";
      readonly why: string;
      readonly retryAfterMs: number | null;
      readonly answered: boolean;
    }
  | { readonly kind: "failed"; readonly code: string; readonly why: string };

export interface AttemptDeps extends Ways {
  readonly clock: Clock;
  readonly secrets: SecretStore;
}

export interface AttemptTarget {
  readonly connection: Connection;
  readonly account: string;
  readonly key: string;
  readonly correlation: string;
  /** By the monotonic clock: after this nothing is sent (E6). */
  readonly deadlineMonotonicMs: number;
  /** The same by wall time, which a successor goes by: where this machine was frozen as a whole, only that one has moved on. */
  readonly deadlineAt?: number;
}

/** Runs `work` with a call of its own. `sent` tells whether anything may have left this process. */
export async function within<T>(
  deps: AttemptDeps,
  target: AttemptTarget,
  work: (call: Call) => Promise<T>,
): Promise<{ value: T } | { thrown: unknown; sent: boolean }> {
  const controller = new AbortController();
  const cancel = deps.clock.after(target.deadlineMonotonicMs - deps.clock.monotonicMs(), () => controller.abort());
  let sent = false;
  let writes = 0;
  const checkDeadline = (): void => {
    const isLate =
      deps.clock.monotonicMs() >= target.deadlineMonotonicMs ||
      (target.deadlineAt !== undefined && deps.clock.now() >= target.deadlineAt);
    if (isLate) throw new CallError("not sent", "too_late", "its deadline had passed before it could be sent");
  };
  const call = openCall(target.connection, deps, {
    account: target.account,
    key: target.key,
    correlation: target.correlation,
    secrets: deps.secrets,
    signal: controller.signal,
    checkDeadline,
    sending: (isWrite) => {
      sent = true;
      if (isWrite) writes += 1;
    },
    // "This call did nothing" does not say that nothing was done, where an earlier one of the same attempt was answered.
    failed: (error, isWrite) => (writes > (isWrite ? 1 : 0) ? asAmbiguous(error) : error),
  });
  // The contract's code is not ours: it begins in a promise job of its own, where the watchdog can end it, and may never come to an end.
  const { promise: overdue, reject } = Promise.withResolvers<never>();
  const graceEndsMs = target.deadlineMonotonicMs + graceMs - deps.clock.monotonicMs();
  const cancelOverdue = deps.clock.after(graceEndsMs, () =>
    reject(
      sent
        ? new Error("it did not come to an end by its deadline")
        : // Where this process had no time for it, for seconds, it may not even have begun: that is no fault of the contract.
          new CallError("not sent", "too_late", "its deadline had passed before its code sent anything"),
    ),
  );
  const worked = new Promise<T>((resolve) => soon(() => queueMicrotask(() => resolve(settled(work, call)))));
  worked.catch(() => undefined);
  try {
    return { value: await Promise.race([worked, overdue]) };
  } catch (thrown) {
    return { thrown, sent };
  } finally {
    cancel();
    cancelOverdue();
  }
}

/** What the contract's code may still do with an answer that came at its deadline. */
const graceMs = 1_000;

async function settled<T>(work: (call: Call) => Promise<T>, call: Call): Promise<T> {
  return work(call);
}

function asAmbiguous(error: CallError): CallError {
  if (error.certainty === "refused" || error.certainty === "ambiguous") return error;
  const { code, retryAfterMs } = error;
  const message = `a call before it was made, and then: ${error.message}`;
  return new CallError("ambiguous", code, message, { retryAfterMs, cause: error });
}

export async function attempt(deps: AttemptDeps, target: AttemptTarget, bound: Bound): Promise<AttemptResult> {
  const result = await within(deps, target, (call) => bound.perform(call));
  return "value" in result ? fromOutput(result.value) : fromThrown(result.thrown, result.sent);
}

export function fromOutput(output: Parsed<Json>): AttemptResult {
  if (output.ok) return { kind: "succeeded", output: output.value };
  return {
    kind: "ambiguous",
    why: `the answer does not fit the contract's output: ${output.error}`,
    retryAfterMs: null,
    answered: true,
  };
}

export function fromThrown(thrown: unknown, sent: boolean): AttemptResult {
  if (thrown instanceof CallError) {
    const { code, message, detail, retryAfterMs, pause, certainty } = thrown;
    if (certainty === "refused") return { kind: "refused", code, reason: message, detail };
    if (certainty === "ambiguous") return { kind: "ambiguous", why: message, retryAfterMs, answered: thrown.answered };
    return { kind: "not performed", code, why: message, retryAfterMs, pause };
  }
  if (thrown instanceof PraxisError && thrown.disposition === "pause") {
    return {
      kind: "not performed",
      code: thrown.code,
      why: `${thrown.message}. ${thrown.next}`,
      retryAfterMs: null,
      pause: true,
    };
  }
  if (sent)
    return {
      kind: "ambiguous",
      why: `the contract's code threw after something was sent: ${messageOf(thrown)}`,
      retryAfterMs: null,
      answered: false,
    };
  return {
    kind: "failed",
    code: "contract_threw",
    why: `the contract's code threw before anything was sent: ${messageOf(thrown)}`,
  };
}

export type LookUpResult =
  | { readonly kind: "found"; readonly output: Json }
  | { readonly kind: "absent" }
  | { readonly kind: "no answer"; readonly why: string };

/** Asks the other side what became of earlier attempts (T2). */
export async function lookUp(
  deps: AttemptDeps,
  target: AttemptTarget,
  bound: Bound,
  readOutput: (value: unknown) => Parsed<Json>,
): Promise<LookUpResult> {
  const result = await within(deps, target, (call) => bound.lookUp(call));
  if (!("value" in result)) return { kind: "no answer", why: messageOf(result.thrown) };
  if (result.value === null) return { kind: "absent" };
  const output = readOutput(result.value.found);
  return output.ok
    ? { kind: "found", output: output.value }
    : { kind: "no answer", why: `what was found does not fit the contract's output: ${output.error}` };
}

/** Asks the contract once more whether it still holds. @returns why not, or null. */
export async function checkPrecondition(
  deps: AttemptDeps,
  target: AttemptTarget,
  bound: Bound,
): Promise<string | null | { why: string }> {
  const result = await within(deps, target, (call) => bound.precondition(call));
  return "value" in result ? result.value : { why: messageOf(result.thrown) };
}
