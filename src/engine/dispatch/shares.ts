/**
 * Divides a number of places among whoever comes, without knowing beforehand who that is.
 *
 * Invariants: while places are free, anybody may take one; when none is, only who holds less than an equal share. So one alone may hold all of them, and still keeps nobody out: the
 * places are exceeded by at most a half, a third, a fourth ... for each holder that comes after.
 */
export class Shares<Holder> {
  readonly #most: number;
  readonly #held = new Map<Holder, number>();
  #total = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get total(): number {
    return this.#total;
  }

  held(holder: Holder): number {
    return this.#held.get(holder) ?? 0;
  }

  /** How many this holder may have when all places are taken. */
  share(holder: Holder): number {
    const holders = this.#held.size + (this.#held.has(holder) ? 0 : 1);
    return Math.max(1, Math.floor(this.#most / holders));
  }

  hasRoom(holder: Holder): boolean {
    return this.#total < this.#most || this.held(holder) < this.share(holder);
  }

  take(holder: Holder): void {
    this.#total += 1;
    this.#held.set(holder, this.held(holder) + 1);
  }

  giveBack(holder: Holder): void {
    const held = this.held(holder);
    if (held === 0) return;
    this.#total -= 1;
    if (held === 1) this.#held.delete(holder);
    else this.#held.set(holder, held - 1);
  }

  clear(): void {
    this.#total = 0;
    this.#held.clear();
  }
}
