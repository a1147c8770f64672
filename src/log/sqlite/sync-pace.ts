const quickMs = 0.5;
const slowMs = 10;

/** Whether a disk has been quick of late, as far as its syncs tell: a slow one counts as much as eight quick ones, and what was longer ago than some dozen of them not at all. */
export class SyncPace {
  #score = 0;

  get isQuick(): boolean {
    return this.#score >= 8;
  }

  /** Of a sync in place. */
  took(ms: number): void {
    this.#score = ms <= quickMs ? Math.min(this.#score + 1, 24) : Math.max(this.#score - 8, 0);
  }

  /** With the time until the event loop came to it, which says nothing of the disk unless it is short, or very long. */
  tookWithWaiting(ms: number): void {
    if (ms <= quickMs || ms >= slowMs) this.took(ms);
  }
}
