/**
 * What follows from the result of an attempt or a look-up: pure, by tier and budget (E2, E5). And until when an attempt may still act, which whoever follows it
 * waits for (E6).
 */
import type { Clock } from "../../kernel/clock.ts";
import type { Json } from "../../kernel/json.ts";
import type { Random } from "../../kernel/random.ts";
import type { AnyContract } from "../contract.ts";
import type { AttemptResult, LookUpResult } from "./attempt.ts";
import type { EffectRow } from "./ledger.ts";

export interface Transition {
  readonly type:
    | "EffectAttempting"
    | "EffectSucceeded"
    | "EffectRefused"
    | "EffectFailed"
    | "EffectUnknown"
    | "EffectRetrying";
  readonly data: Json;
  readonly principal?: string;
}

interface Basis {
  readonly row: EffectRow;
  readonly contract: AnyContract;
  readonly clock: Clock;
  readonly random: Random;
}

const firstBackoffMs = 200;
const longestBackoffMs = 60_000;
const pauseMs = 30_000;

/** Exponential with full jitter. */
export function backoffMs(attempt: number, random: Random): number {
  return Math.round(random.next() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** attempt));
}

/**
 * How long the other side asks to be left alone (Retry-After), within the budget: where that ends earlier there is one more attempt at its end, and
 * then it has failed. What has no budget left, for its outcome is not known, waits no longer than after any other failure.
 */
function patienceMs({ row, contract, clock }: Basis, askedMs: number): number {
  const leftMs = row.createdAt + contract.budget.withinMs - clock.now();
  return withinPatience(askedMs, leftMs);
}

export function withinPatience(askedMs: number, leftMs: number): number {
  return Math.min(askedMs, Math.max(leftMs, longestBackoffMs));
}

/**
 * Until when whoever began an attempt may still send it (E6), by the wall clock of now. It began before now, so it ends within a timeout from now: a deadline beyond that was written down by a
 * clock that has been set back since, and nobody waits a year for it.
 */
export function mayActUntil(deadlineAt: number, now: number, timeoutMs: number): number {
  return Math.min(Math.max(now, deadlineAt), now + timeoutMs);
}

/** How long it is until the next step on this effect; a clock that was set back since that was recorded makes it no longer than it was. */
export function waitLeftMs({ nextAt, changedAt }: Pick<EffectRow, "nextAt" | "changedAt">, now: number): number {
  return nextAt === null ? 0 : Math.min(nextAt - now, nextAt - changedAt);
}

/** @param input.deadlineAt of this attempt, by wall time */
export function afterAttempt(
  input: Basis & { attempt: number; result: AttemptResult; deadlineAt: number },
): Transition {
  const { result, row, contract, clock, attempt, random } = input;
  const now = clock.now();
  switch (result.kind) {
    case "succeeded":
      return { type: "EffectSucceeded", data: { output: result.output, how: "answered", by: null } };
    case "refused":
      return { type: "EffectRefused", data: { code: result.code, reason: result.reason, detail: result.detail } };
    case "failed":
      // An earlier attempt may still have acted: that is not answered by this one's not getting that far.
      if (row.status === "unknown")
        return { type: "EffectUnknown", data: { attempt, why: result.why, nextAt: now + backoffMs(attempt, random) } };
      return { type: "EffectFailed", data: { code: result.code, reason: result.why } };
    case "not performed": {
      const budgetSpent = attempt >= contract.budget.attempts || now - row.createdAt >= contract.budget.withinMs;
      // An earlier attempt may still have acted: that question is not answered by a later "no".
      if (budgetSpent && !result.pause && row.status !== "unknown")
        return {
          type: "EffectFailed",
          data: { code: "budget_spent", reason: `not performed after ${attempt} attempts: ${result.why}` },
        };
      const waitMs = result.retryAfterMs === null ? backoffMs(attempt, random) : patienceMs(input, result.retryAfterMs);
      const delayMs = result.pause ? pauseMs : waitMs;
      const type = row.status === "unknown" ? "EffectUnknown" : "EffectRetrying";
      return { type, data: { attempt, why: result.why, nextAt: now + delayMs } };
    }
    case "ambiguous": {
      const settleMs = contract.via?.settleMs ?? 1_000;
      // Without an answer the other side may be at it until the deadline, and what it does shows a settling time later (E6).
      const isOver = result.answered || row.tier === "T1" || contract.via === null;
      const overAt = isOver ? now : mayActUntil(input.deadlineAt, now, contract.via.timeoutMs);
      const delayMs =
        Math.max(settleMs, patienceMs(input, result.retryAfterMs ?? 0)) +
        (row.tier === "T1" ? backoffMs(attempt, random) : 0);
      return { type: "EffectUnknown", data: { attempt, why: result.why, nextAt: overAt + delayMs } };
    }
  }
}

/** @param input.lookUps how often it was looked up in vain since the last attempt. */
export function afterLookUp(input: Basis & { result: LookUpResult; lookUps: number }): Transition {
  const { result, row, contract, clock, random, lookUps } = input;
  switch (result.kind) {
    case "found":
      return { type: "EffectSucceeded", data: { output: result.output, how: "looked up", by: null } };
    case "absent":
      if (row.attempt >= contract.budget.attempts)
        return {
          type: "EffectFailed",
          data: { code: "budget_spent", reason: `looked up: it was not done, after ${row.attempt} attempts` },
        };
      return {
        type: "EffectRetrying",
        data: {
          attempt: row.attempt,
          why: "looked up: it was not done",
          nextAt: clock.now() + backoffMs(row.attempt, random),
        },
      };
    case "no answer":
      return {
        type: "EffectUnknown",
        data: {
          attempt: row.attempt,
          why: `the look-up gave no answer: ${result.why}`,
          nextAt: clock.now() + Math.max(500, backoffMs(row.attempt + lookUps + 2, random)),
        },
      };
  }
}
