/**
 * Process code that is executed apart from the log: of a fork, of a rehearsal, of a replay.
 *
 * Invariants: K4 (it moves in turns of the engine's own queue, so foreign calls and endless loops are caught as ever, and live runs go on in
 * between); nothing is appended, opened, sent or woken.
 */
import type { Engine } from "../engine.ts";
import { LiveRun } from "../live-run.ts";
import type { OutcomeDelivered, RunStarted } from "../run-events.ts";

let count = 0;

export interface ApartOptions {
  /** Its `line` names the run that it is of, whose id its code sees. */
  readonly started: RunStarted;
  readonly startedAt: number;
  readonly askedFrom: number;
  readonly startedPosition: number;
  readonly correlation: string;
}

export class Apart {
  readonly run: LiveRun;
  readonly #engine: Engine;

  constructor(engine: Engine, options: ApartOptions) {
    this.#engine = engine;
    this.run = new LiveRun({
      ...options,
      // Of no stream: whatever is noted of it is of no run.
      id: `rehearsal/${++count}`,
      mayIssue: (id) => engine.turning === id,
      log: () => undefined,
    });
  }

  /** @returns a diff where the code does not ask for it. */
  async tell(outcome: OutcomeDelivered, at: number): Promise<{ diff: string | null; broken: string | null }> {
    let diff: string | null = null;
    const broken = await this.turn(() => {
      diff = this.run.deliver(outcome, at);
    });
    return { diff, broken };
  }

  /** @returns what the code did that it must not; null where it did not. */
  async turn(begin: () => void): Promise<string | null> {
    const wasStopped = await this.#engine.turnApart(this.run, begin);
    return wasStopped ? "the process does not give control back, or allocates without bound" : this.run.foreign;
  }
}
