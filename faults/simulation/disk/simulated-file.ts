/**
 * One file as a kernel and a disk hold it: what programs read, what is on disk, and the changes in between, oldest first.
 *
 * Invariants: a sync brings what was changed before it began to disk, in whatever order. A power cut leaves of the other changes any part, down to sectors of 512 bytes. After a sync that
 * failed, what it lost is still read, and no later sync brings it to disk: the kernel takes those pages for clean (as Linux does).
 */
import type { Random } from "../../../src/kernel/random.ts";
import { Image } from "./image.ts";

type Change =
  | { readonly kind: "write"; readonly at: number; readonly bytes: Uint8Array; isLost: boolean }
  | { readonly kind: "truncate"; readonly size: number; isLost: boolean };

/** What a power cut does to what was not synced: all of it is lost; all of it is there; a beginning, torn at its end; some changes; some sectors of each. */
export const tears = ["loses", "keeps", "tears", "reorders", "scatters"] as const;
export type Tear = (typeof tears)[number];

const sectorBytes = 512;

export class SimulatedFile {
  #seen: Image;
  readonly #onDisk: Image;
  #changes: Change[] = [];

  constructor(bytes?: Uint8Array) {
    this.#seen = new Image(bytes);
    this.#onDisk = new Image(bytes);
  }

  get size(): number {
    return this.#seen.size;
  }

  /** What programs read. */
  bytes(): Uint8Array {
    return this.#seen.bytes();
  }

  write(at: number, bytes: Uint8Array): void {
    const copy = bytes.slice();
    this.#seen.write(at, copy);
    this.#changes.push({ kind: "write", at, bytes: copy, isLost: false });
  }

  truncate(size: number): void {
    this.#seen.truncate(size);
    this.#changes.push({ kind: "truncate", size, isLost: false });
  }

  /** @returns what ends it: with success, or with what a failure loses. */
  beginSync(): { succeed(): void; fail(random: Random): void } {
    const covered = new Set(this.#changes);
    const take = (): Change[] => {
      const taken = this.#changes.filter((change) => covered.has(change));
      this.#changes = this.#changes.filter((change) => !covered.has(change));
      return taken;
    };
    return {
      succeed: () => {
        for (const change of take()) if (!change.isLost) apply(this.#onDisk, change);
      },
      fail: (random) => {
        for (const change of covered) if (random.next() < 0.7) change.isLost = true;
      },
    };
  }

  powerCut(tear: Tear, random: Random): void {
    const changes = this.#changes.filter(({ isLost }) => !isLost);
    const last = tear === "tears" ? Math.floor(random.next() * (changes.length + 1)) : changes.length;
    for (const [index, change] of changes.entries()) {
      if (tear === "keeps" || (tear === "tears" && index < last)) apply(this.#onDisk, change);
      else if (tear === "tears" && index === last) applySectors(this.#onDisk, change, random);
      else if (tear === "reorders" && random.next() < 0.5) apply(this.#onDisk, change);
      else if (tear === "scatters") applySectors(this.#onDisk, change, random);
    }
    this.#changes = [];
    this.#seen = new Image(this.#onDisk.bytes());
  }
}

function apply(image: Image, change: Change): void {
  if (change.kind === "write") image.write(change.at, change.bytes);
  else image.truncate(change.size);
}

function applySectors(image: Image, change: Change, random: Random): void {
  if (change.kind === "truncate") {
    if (random.next() < 0.5) image.truncate(change.size);
    return;
  }
  for (let from = 0; from < change.bytes.length; ) {
    const to = Math.min(change.bytes.length, from + sectorBytes - ((change.at + from) % sectorBytes));
    if (random.next() < 0.5) image.write(change.at + from, change.bytes.subarray(from, to));
    from = to;
  }
}
