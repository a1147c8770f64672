/**
 * What the processes of a world did of their runs' own steps, which nothing outside knows of (ADR 0031), and which of them no process may do again: what was done before a commit is in the log
 * with it, so it is done again only where that commit is lost.
 */
import type { Host } from "../storage.ts";

export interface OwnStep {
  readonly run: string;
  readonly part: string;
  readonly number: number;
}

export class OwnSteps {
  /** By process, what it did since its last commit. */
  readonly #open = new Map<Host, Set<string>>();
  /** Gone with the power, or not. */
  readonly #committed = new Map<string, Host>();
  readonly #durable = new Set<string>();
  readonly #violated: (violation: string) => void;

  constructor(violated: (violation: string) => void) {
    this.#violated = violated;
  }

  /** Only of the newest process: an older one that woke up does not know what was done since. */
  did(host: Host, { run, part, number }: OwnStep): void {
    const step = `${run} ${part} ${number}`;
    if (this.#committed.has(step) || this.#durable.has(step))
      this.#violated(`K5: own step ${number} (${part}) was done again, after a commit that was not lost`);
    const open = this.#open.get(host) ?? new Set();
    this.#open.set(host, open.add(step));
  }

  /** What a run did and has not recorded may be forgotten where it is put out of memory. */
  interrupted(host: Host, run?: string): void {
    const open = this.#open.get(host);
    for (const step of open ?? []) if (run === undefined || step.startsWith(`${run} `)) open?.delete(step);
  }

  committed(host: Host): void {
    for (const step of this.#open.get(host) ?? []) this.#committed.set(step, host);
    this.#open.delete(host);
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
