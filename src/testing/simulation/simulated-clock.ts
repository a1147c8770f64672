/**
 * Time that passes only when the simulation says so. A timer may fire late, as on a machine that slept, but never early.
 * Timers belong to the machine that set them: a power cut forgets them all.
 */
import type { Clock } from "../../kernel/clock.ts";

interface Timer {
  readonly dueAt: number;
  readonly work: () => void;
}

export class SimulatedClock {
  #now: number;
  #scheduled = 0;
  /** In the order of setting, so that of two timers for the same moment the older one fires first. */
  readonly #timers = new Set<Timer>();

  constructor(startAt: number) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  /** How many timers were ever set: shows whether anything moves. */
  get scheduled(): number {
    return this.#scheduled;
  }

  /** The clock as one machine sees it; what a dead machine sets never fires. */
  forMachine(isDead: () => boolean): Clock {
    return {
      now: () => this.#now,
      monotonicMs: () => this.#now,
      after: (delayMs, work) => {
        if (isDead()) return () => undefined;
        this.#scheduled += 1;
        const timer = { dueAt: this.#now + Math.max(0, delayMs), work };
        this.#timers.add(timer);
        return () => void this.#timers.delete(timer);
      },
    };
  }

  forgetTimers(): void {
    this.#timers.clear();
  }

  nextAt(): number | null {
    return this.#earliest()?.dueAt ?? null;
  }

  /** Goes on to the next timer and fires it. @returns false where there is none up to `limit`. */
  fireNext(limit: number): boolean {
    const timer = this.#earliest();
    if (!timer || timer.dueAt > limit) return false;
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, timer.dueAt);
    timer.work();
    return true;
  }

  /** Goes on to `at` in one step, and fires once what came due meanwhile: 30 days of polling cost no more than one poll. */
  jumpTo(at: number): void {
    this.#now = Math.max(this.#now, at);
    const due = [...this.#timers].filter((timer) => timer.dueAt <= this.#now);
    for (const timer of due.sort((one, other) => one.dueAt - other.dueAt)) {
      if (this.#timers.delete(timer)) timer.work();
    }
  }

  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) if (!earliest || timer.dueAt < earliest.dueAt) earliest = timer;
    return earliest;
  }
}
