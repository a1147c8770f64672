/**
 * Time that passes only where nothing else can move, or while a process is at work (`spend`). What belongs to a process happens while it runs; while it is stopped it is kept for when it wakes up; when it has ended it never happens.
 */

/** One process, from its start to its end. */
export class Life {
  state: "running" | "stopped" | "ended" = "running";
  readonly #held: (() => void)[] = [];

  /** Does it now, or when the process goes on. */
  do(work: () => void): void {
    if (this.state === "running") work();
    else if (this.state === "stopped") this.#held.push(work);
  }

  goOn(): void {
    if (this.state !== "stopped") return;
    this.state = "running";
    for (const work of this.#held.splice(0)) this.do(work);
  }
}

interface Due {
  readonly at: number;
  readonly work: () => void;
}

export class Schedule {
  #now: number;
  /** In the order of setting, so that of two for the same moment the older one comes first. */
  readonly #due = new Set<Due>();
  /** Grows with everything that is set. */
  count = 0;

  constructor(startAt: number) {
    this.#now = startAt;
  }

  get now(): number {
    return this.#now;
  }

  /** @param life whose it is; without one it is the world's, and happens whatever becomes of any process. @returns takes it back */
  after(delayMs: number, work: () => void, life?: Life): () => void {
    this.count += 1;
    const due = { at: this.#now + Math.max(0, Math.ceil(delayMs)), work: life ? () => life.do(work) : work };
    this.#due.add(due);
    return () => void this.#due.delete(due);
  }

  /** Somebody is at work for so long; not beyond what is due next, so that all else comes in its order. */
  spend(ms: number): void {
    if (ms === 0) return;
    let until = this.#now + ms;
    for (const { at } of this.#due) until = Math.min(until, at);
    this.#now = Math.max(this.#now, until);
  }

  /** Goes on to what is due next, and does it. @returns false where there is nothing up to `limit`. */
  next(limit: number): boolean {
    let first: Due | undefined;
    for (const due of this.#due) if (!first || due.at < first.at) first = due;
    if (!first || first.at > limit) return false;
    this.#due.delete(first);
    this.#now = Math.max(this.#now, first.at);
    first.work();
    return true;
  }
}
