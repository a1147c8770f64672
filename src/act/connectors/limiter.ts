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

interface Gate {
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
  readonly #gates = new Map<string, Gate>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits for a place. @param byPerson whether a person has allowed what it is for */
  enter(connection: Connection, account: string, byPerson = false): Promise<Leave> {
    const name = accountName(connection.name, account);
    const gate = this.#gateOf(name, connection);
    return new Promise((resolve) => {
      gate.queue.add(resolve, byPerson ? people : account);
      this.#letIn(name, gate);
    });
  }

  #gateOf(name: string, connection: Connection): Gate {
    const gate = this.#gates.get(name) ?? {
      connection,
      running: 0,
      failures: 0,
      restUntil: 0,
      trying: false,
      ramp: null,
      queue: new FairQueue(),
    };
    gate.connection = connection;
    this.#gates.set(name, gate);
    return gate;
  }

  #letIn(name: string, gate: Gate): void {
    while (this.#mayPass(gate)) {
      const next = gate.queue.take();
      if (!next) return;
      gate.running += 1;
      const isTrial = gate.failures >= gate.connection.breakAfter;
      if (isTrial) gate.trying = true;
      next.item((reached) => this.#leave(name, gate, { reached, isTrial }));
    }
  }

  #mayPass({ connection, running, failures, trying, restUntil, ramp }: Gate): boolean {
    if (running >= connection.concurrency) return false;
    if (failures < connection.breakAfter) return ramp === null || running < ramp;
    return !trying && this.#clock.monotonicMs() >= restUntil;
  }

  #leave(name: string, gate: Gate, { reached, isTrial }: { reached: boolean; isTrial: boolean }): void {
    const { connection } = gate;
    gate.running -= 1;
    if (isTrial) gate.trying = false;
    gate.failures = reached ? 0 : gate.failures + 1;
    if (reached && gate.ramp !== null) gate.ramp = gate.ramp >= connection.concurrency ? null : gate.ramp + 1;
    if (gate.failures >= connection.breakAfter) {
      gate.ramp = 1;
      gate.restUntil = this.#clock.monotonicMs() + connection.restMs;
      this.#clock.after(connection.restMs, () => this.#letIn(name, gate));
    }
    const isIdle = gate.running === 0 && gate.queue.size === 0;
    if (isIdle && gate.failures === 0 && gate.ramp === null) this.#gates.delete(name);
    else this.#letIn(name, gate);
  }

  /** Connections that rest, for the header of the console and `praxis doctor`. */
  resting(): string[] {
    const now = this.#clock.monotonicMs();
    return [...this.#gates].flatMap(([name, gate]) => (gate.restUntil > now ? [name] : []));
  }
}
