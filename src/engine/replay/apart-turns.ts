/** Turns of runs that are executed apart from the log, in line with the turns of all others: somebody asked for it, and waits for it. */
import { PraxisError } from "../../kernel/errors.ts";
import { people } from "../dispatch/lane.ts";
import type { LiveRun } from "../live-run.ts";
import type { Turns } from "../turns/turns.ts";

export class ApartTurns {
  readonly #turns: Turns;
  /** For the time of one turn each. */
  readonly #taking = new Map<string, { run: LiveRun; stop: () => void }>();

  constructor(turns: Turns) {
    this.#turns = turns;
  }

  runOf(id: string): LiveRun | undefined {
    return this.#taking.get(id)?.run;
  }

  /** @returns whether the watchdog had to end it. @throws stopping */
  take(run: LiveRun, begin: () => void): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    const stop = (): void => reject(stopping());
    this.#taking.set(run.id, { run, stop });
    this.#turns.add({
      runId: run.id,
      lane: people,
      begin,
      settle: (ended) => {
        this.#taking.delete(run.id);
        resolve(ended);
      },
    });
    if (this.#turns.stopped) stop();
    return promise;
  }

  stop(): void {
    for (const { stop } of this.#taking.values()) stop();
  }
}

function stopping(): PraxisError {
  return new PraxisError("stopping", "Praxis is being stopped", { next: "Try again later.", disposition: "retry" });
}
