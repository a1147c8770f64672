/**
 * Runs that have begun in the log and are not taken up yet, by account: what intake is measured by. Each is one row of the log; here it is an id and a number.
 *
 * Invariants: who sends again later is refused before anything of it is written; one account's backlog keeps nobody else out (`Shares`); how long to stay away is measured, not guessed.
 */
import type { Clock } from "../../kernel/clock.ts";
import { PraxisError } from "../../kernel/errors.ts";
import { Shares } from "./shares.ts";

/** How many of an account were taken up since when, and when the last one was. */
interface Pace {
  taken: number;
  sinceMs: number;
  lastMs: number;
}

/** What was longer ago counts half, a quarter, an eighth. */
const paceOfMs = 10_000;
const shortestSeconds = 1;
const longestSeconds = 300;
/** Where nothing was taken up yet, so that there is nothing to measure. */
const unmeasuredSeconds = 30;

export class Backlog {
  readonly #clock: Clock;
  readonly #shares: Shares<string>;
  readonly #accountOf = new Map<string, string>();
  readonly #paces = new Map<string, Pace>();

  /** @param most in all, before accounts with more than their share are refused */
  constructor(clock: Clock, most: number) {
    this.#clock = clock;
    this.#shares = new Shares(most);
  }

  get size(): number {
    return this.#shares.total;
  }

  of(account: string): number {
    return this.#shares.held(account);
  }

  began(runId: string, account: string): void {
    if (this.#accountOf.has(runId)) return;
    this.#accountOf.set(runId, account);
    this.#shares.take(account);
    const now = this.#clock.monotonicMs();
    if (!this.#paces.has(account)) this.#paces.set(account, { taken: 0, sinceMs: now, lastMs: now });
  }

  /** Or it never began, for the disk did not take it. */
  takenUp(runId: string): void {
    const account = this.#accountOf.get(runId);
    if (account === undefined) return;
    this.#accountOf.delete(runId);
    this.#shares.giveBack(account);
    if (this.#shares.held(account) === 0) this.#paces.delete(account);
    else this.#count(account);
  }

  #count(account: string): void {
    const pace = this.#paces.get(account);
    if (!pace) return;
    pace.taken += 1;
    pace.lastMs = this.#clock.monotonicMs();
    const elapsedMs = pace.lastMs - pace.sinceMs;
    if (elapsedMs < paceOfMs) return;
    pace.taken /= 2;
    pace.sinceMs += elapsedMs / 2;
  }

  /** For whoever fetches what comes in by itself: where there is none, it stays where it is for now. */
  hasRoom(account: string): boolean {
    return this.#shares.hasRoom(account);
  }

  /** For whoever begins a run at the word of a sender that can send it again. @throws overloaded */
  refuseOverload(account: string): void {
    if (this.hasRoom(account)) return;
    const waiting = this.of(account);
    const seconds = this.#secondsUntilRoom(account);
    throw overloaded(`${waiting.toLocaleString("en-GB")} events of the account "${account}" wait for their turn`, {
      seconds,
      fields: { account, waiting },
    });
  }

  /** Until half of its share is free, at the pace at which its runs were taken up of late; where that has come to a halt, no sooner than after as long again. */
  #secondsUntilRoom(account: string): number {
    const pace = this.#paces.get(account);
    const now = this.#clock.monotonicMs();
    if (!pace || pace.taken < 1) return unmeasuredSeconds;
    const surplus = this.of(account) - this.#shares.share(account) / 2;
    const neededMs = (surplus * (now - pace.sinceMs)) / pace.taken;
    const seconds = Math.ceil(Math.max(neededMs, now - pace.lastMs) / 1_000);
    return Math.min(Math.max(seconds, shortestSeconds), longestSeconds);
  }
}

/** @param detail.seconds after which there will be room */
export function overloaded(
  what: string,
  { seconds, fields = {} }: { seconds: number; fields?: Readonly<Record<string, unknown>> },
): PraxisError {
  return new PraxisError("overloaded", `${what}, which is as many as may wait`, {
    next: `Nothing of this was kept, and what came before is. Send it again after ${seconds} ${seconds === 1 ? "second" : "seconds"}, with the same id.`,
    disposition: "retry",
    fields: { ...fields, retryAfterSeconds: seconds },
  });
}
