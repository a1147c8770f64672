/** A disk as one process has it: each of its calls may be its last one. */
import type { Random } from "../../../src/kernel/random.ts";
import type { SimulatedDisk } from "./simulated-disk.ts";

export type DiskCall = "write" | "truncate" | "sync" | "sync of the folder" | "delete";

export interface Mount {
  readonly disk: SimulatedDisk;
  /** What a sync that fails loses is drawn from it. */
  readonly random: Random;
  /** Memory and locks that the processes on one disk share; a power cut takes it away. */
  readonly shared: SharedMemory;
  /** Asked before and after each call that changes something. @returns "gone" where the process has ended, "failed" where the disk refuses */
  readonly call: (call: DiskCall, side: "before" | "after") => "done" | "failed" | "gone";
  isGone(): boolean;
}

const slots = 8;

/** SQLite's wal-index: regions of memory, and eight locks over them. */
export class SharedMemory {
  readonly regions: number[] = [];
  readonly #shared = Array.from({ length: slots }, () => new Set<number>());
  readonly #exclusive: (number | null)[] = Array.from({ length: slots }, () => null);
  readonly users = new Set<number>();

  /** @returns false where another one holds it. */
  lock(user: number, slot: number, isExclusive: boolean): boolean {
    const holder = this.#exclusive[slot] ?? null;
    const sharers = this.#shared[slot];
    if (!sharers || (holder !== null && holder !== user)) return false;
    if (isExclusive) {
      if ([...sharers].some((each) => each !== user)) return false;
      this.#exclusive[slot] = user;
    } else sharers.add(user);
    return true;
  }

  unlock(user: number, slot: number): void {
    if (this.#exclusive[slot] === user) this.#exclusive[slot] = null;
    this.#shared[slot]?.delete(user);
  }

  leave(user: number): void {
    for (let slot = 0; slot < slots; slot++) this.unlock(user, slot);
    this.users.delete(user);
  }
}
