/**
 * Per connection and account: how many calls at once, and a circuit breaker (E5). After `breakAfter` failures of the connection in a row it
 * rests; then one call goes through to try, and only if it succeeds the others follow.
 */
import type { Clock } from "../../kernel/clock.ts";
import { accountName, type Connection } from "../connection.ts";

interface Gate {
  running: number;
  failures: number;
  restUntil: number;
  trying: boolean;
  readonly queue: (() => void)[];
}

export class Limiter {
  readonly #clock: Clock;
  readonly #gates = new Map<string, Gate>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits for a place. The returned function gives it back, and says how the call went. */
  async enter(connection: Connection, account: string): Promise<(reached: boolean) => void> {
    const name = accountName(connection.name, account);
    let gate = this.#gateOf(name);
    while (!this.#mayPass(connection, gate)) {
      const { queue, restUntil } = gate;
      await new Promise<void>((resolve) => {
        queue.push(resolve);
        const restMs = restUntil - this.#clock.monotonicMs();
        if (restMs > 0 && queue.length === 1) this.#clock.after(restMs, () => wakeAll(queue));
      });
      // Between being woken and going on, it may have been found idle and forgotten.
      gate = this.#gateOf(name);
    }
    const entered = gate;
    entered.running += 1;
    const isTrial = entered.failures >= connection.breakAfter;
    if (isTrial) entered.trying = true;
    return (reached) => this.#leave(connection, name, entered, { reached, isTrial });
  }

  #gateOf(name: string): Gate {
    const gate = this.#gates.get(name) ?? { running: 0, failures: 0, restUntil: 0, trying: false, queue: [] };
    this.#gates.set(name, gate);
    return gate;
  }

  #mayPass(connection: Connection, gate: Gate): boolean {
    if (gate.running >= connection.concurrency) return false;
    if (gate.failures < connection.breakAfter) return true;
    return !gate.trying && this.#clock.monotonicMs() >= gate.restUntil;
  }

  #leave(
    connection: Connection,
    name: string,
    gate: Gate,
    { reached, isTrial }: { reached: boolean; isTrial: boolean },
  ): void {
    gate.running -= 1;
    if (isTrial) gate.trying = false;
    gate.failures = reached ? 0 : gate.failures + 1;
    if (gate.failures >= connection.breakAfter) {
      gate.restUntil = this.#clock.monotonicMs() + connection.restMs;
      this.#clock.after(connection.restMs, () => wakeAll(gate.queue));
    }
    if (gate.running === 0 && gate.queue.length === 0 && gate.failures === 0) this.#gates.delete(name);
    else wakeAll(gate.queue);
  }

  /** Connections that rest, for the header of the console and `praxis doctor`. */
  resting(): string[] {
    const now = this.#clock.monotonicMs();
    return [...this.#gates].flatMap(([name, gate]) => (gate.restUntil > now ? [name] : []));
  }
}

/** Each looks again whether it may pass. */
function wakeAll(queue: (() => void)[]): void {
  for (const wake of queue.splice(0)) wake();
}
