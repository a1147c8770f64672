/**
 * Per connection and account: how many calls at once, and a circuit breaker (E5). After `breakAfter` failures of the connection in a row it rests; then one call goes through to try. Only if
 * it succeeds the others follow: two at once, and one more for each that succeeds, so that what has waited does not come down on it as one.
 *
 * Whoever waits is let in in the order of coming, and what a person has allowed before the others.
 */
import { FairQueue } from "../../engine/dispatch/fair-queue.ts";
import { people } from "../../engine/dispatch/lane.ts";
import type { Clock } from "../../kernel/clock.ts";
import { accountName, type Connection } from "../connection.ts";

/** Gives the place back, and says how the call went. */
export type Leave = (reached: boolean) => void;

interface Turnstile {
  /** As it was last asked for: its limits may have been changed. */
  connection: Connection;
  running: number;
  failures: number;
  restUntil: number;
  trying: boolean;
  /** How many at once after a rest, besides the connection's own limit; null where it has come back for good. */
  ramp: number | null;
  readonly queue: FairQueue<(leave: Leave) => void>;
}

export class Limiter {
  readonly #clock: Clock;
  readonly #turnstiles = new Map<string, Turnstile>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits for a place. @param byPerson whether a person has allowed what it is for */
  enter(connection: Connection, account: string, byPerson = false): Promise<Leave> {
    const name = accountName(connection.name, account);
    const turnstile = this.#turnstileOf(name, connection);
    return new Promise((resolve) => {
      turnstile.queue.add(resolve, byPerson ? people : account);
      this.#letIn(name, turnstile);
    });
  }

  #turnstileOf(name: string, connection: Connection): Turnstile {
    const turnstile = this.#turnstiles.get(name) ?? {
      connection,
      running: 0,
      failures: 0,
      restUntil: 0,
      trying: false,
      ramp: null,
      queue: new FairQueue(),
    };
    turnstile.connection = connection;
    this.#turnstiles.set(name, turnstile);
    return turnstile;
  }

  #letIn(name: string, turnstile: Turnstile): void {
    while (this.#mayPass(turnstile)) {
      const next = turnstile.queue.take();
      if (!next) return;
      turnstile.running += 1;
      const isTrial = turnstile.failures >= turnstile.connection.breakAfter;
      if (isTrial) turnstile.trying = true;
      next.item((reached) => this.#leave(name, turnstile, { reached, isTrial }));
    }
  }

  #mayPass({ connection, running, failures, trying, restUntil, ramp }: Turnstile): boolean {
    if (running >= connection.concurrency) return false;
    if (failures < connection.breakAfter) return ramp === null || running < ramp;
    return !trying && this.#clock.monotonicMs() >= restUntil;
  }

  #leave(name: string, turnstile: Turnstile, { reached, isTrial }: { reached: boolean; isTrial: boolean }): void {
    const { connection } = turnstile;
    turnstile.running -= 1;
    if (isTrial) turnstile.trying = false;
    turnstile.failures = reached ? 0 : turnstile.failures + 1;
    if (reached && turnstile.ramp !== null)
      turnstile.ramp = turnstile.ramp >= connection.concurrency ? null : turnstile.ramp + 1;
    if (turnstile.failures >= connection.breakAfter) {
      turnstile.ramp = 1;
      turnstile.restUntil = this.#clock.monotonicMs() + connection.restMs;
      this.#clock.after(connection.restMs, () => this.#letIn(name, turnstile));
    }
    const isIdle = turnstile.running === 0 && turnstile.queue.size === 0;
    if (isIdle && turnstile.failures === 0 && turnstile.ramp === null) this.#turnstiles.delete(name);
    else this.#letIn(name, turnstile);
  }

  /** Connections that rest, for the header of the console and `praxis doctor`. */
  resting(): string[] {
    const now = this.#clock.monotonicMs();
    return [...this.#turnstiles].flatMap(([name, turnstile]) => (turnstile.restUntil > now ? [name] : []));
  }
}
