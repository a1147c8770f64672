/**
 * What the processes of a world did of their runs' own steps, which nothing outside knows of (ADR 0031), and which of them no process may do again: what a run did before something else of it is
 * in the log with that, so it is done again only where that is lost.
 */
import type { Host } from "../storage.ts";

export interface OwnStep {
  readonly run: string;
  readonly part: string;
  readonly number: number;
}

export class OwnSteps {
  /** By process, what a run did since anything of it was committed, with the number of the last event in its stream then. */
  readonly #open = new Map<Host, Map<string, { readonly run: string; readonly head: number }>>();
  /** Gone with the power, or not. */
  readonly #committed = new Map<string, Host>();
  readonly #durable = new Set<string>();
  readonly #violated: (violation: string) => void;

  constructor(violated: (violation: string) => void) {
    this.#violated = violated;
  }

  /** Only of the newest process: an older one that woke up does not know what was done since. @param head number of the last event in the run's stream */
  did(host: Host, { run, part, number }: OwnStep, head: number): void {
    const step = `${run} ${part} ${number}`;
    if (this.#committed.has(step) || this.#durable.has(step))
      this.#violated(`K5: own step ${number} (${part}) was done again, after a commit that was not lost`);
    const open = this.#open.get(host) ?? new Map();
    this.#open.set(host, open.set(step, { run, head }));
  }

  /** What a run did and has not recorded may be forgotten where it is put out of memory. */
  interrupted(host: Host, run?: string): void {
    const open = this.#open.get(host);
    for (const [step, by] of open ?? []) if (run === undefined || by.run === run) open?.delete(step);
  }

  /** @param headOf number of the last event in a run's stream */
  committed(host: Host, headOf: (run: string) => number): void {
    const open = this.#open.get(host);
    for (const [step, { run, head }] of open ?? []) {
      if (headOf(run) <= head) continue;
      this.#committed.set(step, host);
      open?.delete(step);
    }
  }

  /** On disk is all that this process has committed. */
  durable(host: Host): void {
    for (const [step, by] of this.#committed) if (by === host) this.#durable.add(step);
    for (const step of this.#durable) this.#committed.delete(step);
  }

  powerCut(): void {
    this.#committed.clear();
    this.#open.clear();
  }
}
