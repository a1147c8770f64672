/** A clock that stands still until a test moves it. Wall time and steady time move apart where a test wants them to. */
import type { Clock } from "../clock.ts";

interface Timer {
  readonly dueAt: number;
  readonly work: () => void;
}

export class ManualClock implements Clock {
  #now: number;
  #steady = 0;
  /** In the order of setting. */
  readonly #timers = new Set<Timer>();

  constructor(startAt = Date.UTC(2026, 0, 1)) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  monotonicMs(): number {
    return this.#steady;
  }

  after(delayMs: number, work: () => void): () => void {
    const timer = { dueAt: this.#steady + Math.max(0, delayMs), work };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  get timers(): number {
    return this.#timers.size;
  }

  /** How long until the next timer; null where there is none. */
  get nextInMs(): number | null {
    const due = [...this.#timers].map((timer) => timer.dueAt);
    return due.length === 0 ? null : Math.max(0, Math.min(...due) - this.#steady);
  }

  /** Moves on without calling any timer, as for a process that was stopped and continued. */
  stop(ms: number): void {
    this.#now += ms;
    this.#steady += ms;
  }

  /** Wall time alone jumps, as when a whole machine was frozen or its clock was set. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Moves on, and calls what has come due, oldest first. What is set on the way for a time within it is called too. */
  pass(ms: number): void {
    const end = this.#steady + ms;
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.dueAt <= end).sort((one, other) => one.dueAt - other.dueAt);
      const [next] = due;
      if (!next) break;
      this.#timers.delete(next);
      const step = Math.max(0, next.dueAt - this.#steady);
      this.stop(step);
      next.work();
    }
    this.stop(end - this.#steady);
  }

  /** Forgets what was set, as the end of a process does. */
  forget(): void {
    this.#timers.clear();
  }
}
