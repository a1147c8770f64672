/**
 * Turns: one outcome is delivered to one run, then that run moves until it is quiet, then the next turn begins (K4).
 *
 * Quiet means that the microtask queue is empty. Node empties it between two callbacks of `setImmediate`, so each turn is two of them:
 * one begins it, the next settles it. Nothing else runs in between, so all that runs then is the run's own. Between begin and settle, `current` names the only run whose code may be executing: that is how
 * a foreign await, clock or random number is told from our own. Measured: about 1 microsecond a turn.
 *
 * However many turns there are to take, only so many are taken before the event loop gets to what else there is; and accounts take turns. A run that is alone takes as many in a row.
 */
import { soon } from "../../kernel/clock.ts";
import { FairQueue } from "../dispatch/fair-queue.ts";
import type { Lane } from "../dispatch/lane.ts";

export interface Turn {
  readonly runId: string;
  readonly lane: Lane;
  readonly begin: () => void;
  /** @param ended true where the watchdog had to end the turn. */
  readonly settle: (ended: boolean) => void;
}

/** Watches that turns come to an end. */
export interface TurnWatch {
  enter(runId: string): void;
  /** @returns whether the turn was ended by force. */
  leave(): boolean;
}

const quiet = Promise.resolve();

export const noWatch: TurnWatch = { enter: () => undefined, leave: () => false };

/** Of one round of the event loop. With what follows on it a turn takes about 0.06 ms of the processor; 8, 16 or all in a round cost the same. */
const mostInRound = 8;

export class Turns {
  readonly #queue = new FairQueue<Turn>();
  readonly #watch: TurnWatch;
  /** Turns have their two callbacks, whether there are as many or not. */
  #isScheduled = false;
  #current: Turn | null = null;
  #taken = 0;
  #stopped = false;

  constructor(watch: TurnWatch) {
    this.#watch = watch;
  }

  /** The run whose code may be executing right now. */
  get current(): string | null {
    return this.#current?.runId ?? null;
  }

  /** How many have begun since the start. */
  get taken(): number {
    return this.#taken;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  add(turn: Turn): void {
    this.#queue.add(turn, turn.lane);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    for (let turn = 0; turn < mostInRound; turn++) {
      // Both now, so that the turn is settled even if it has to be ended by force.
      soon(this.#begin);
      soon(this.#settle);
    }
    soon(this.#endRound);
  }

  readonly #begin = (): void => {
    const turn = this.#stopped ? undefined : this.#queue.take()?.item;
    if (!turn) return;
    this.#current = turn;
    this.#taken += 1;
    this.#watch.enter(turn.runId);
    // As a promise's job, not in this callback: Node's own bookkeeping of a callback does not survive that it is ended by force (the whole
    // process aborts with "async hook stack has become corrupted"); that of a job does.
    void quiet.then(turn.begin);
  };

  readonly #settle = (): void => {
    const turn = this.#current;
    if (!turn) return;
    this.#current = null;
    const ended = this.#watch.leave();
    if (!this.#stopped) turn.settle(ended);
  };

  readonly #endRound = (): void => {
    this.#isScheduled = false;
    if (this.#queue.size > 0 && !this.#stopped) this.#schedule();
  };

  stop(): void {
    this.#stopped = true;
  }
}
