/** Randomness as a port (K8): one seed replays a world. */
import { randomFillSync } from "node:crypto";

export interface Random {
  /** A number in [0, 1). */
  next(): number;
  bytes(count: number): Uint8Array;
}

/** The machine's randomness, drawn in pages of 4 KiB: one system call for about 300 nonces. */
export class SystemRandom implements Random {
  #page = new Uint8Array(4096);
  #used = 4096;

  next(): number {
    const view = this.bytes(6);
    let value = 0;
    for (const byte of view) value = value * 256 + byte;
    return value / 2 ** 48;
  }

  bytes(count: number): Uint8Array {
    if (this.#used + count > this.#page.length) {
      this.#page = new Uint8Array(Math.max(4096, count));
      randomFillSync(this.#page);
      this.#used = 0;
    }
    const result = this.#page.slice(this.#used, this.#used + count);
    this.#used += count;
    return result;
  }
}

/** A small seeded generator (mulberry32): for simulations and for the randomness that a run may use. Not for secrets. */
export class SeededRandom implements Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => Math.floor(this.next() * 256));
  }
}
