/**
 * When the WAL is written back into the database file, and by whom (K1: checkpoints are ours, and each is checked).
 *
 * A thread does it beside the event loop, after each 16 MiB or so. A busy owner is always ahead of it, and a WAL begins anew only when it is written back whole: so where it has
 * grown to 32 MiB all the same, the owner writes back the little that the thread has left, right after a commit. An erasure empties the WAL at once.
 */

import { type Database, sqliteBusy, sqliteCode, sqliteFull, sqliteLocked } from "../database.ts";
import type { Checkpointer } from "./checkpointer.ts";

/** Pages that a commit changes beside what its events take: inner pages, heads, indexes. */
const bytesPerCommit = 32 * 1024;

export interface CheckpointsOptions {
  readonly database: Database;
  readonly thread: Checkpointer;
  /** The disk failed: nothing may be acknowledged any more. */
  readonly failed: (thrown: unknown) => void;
}

/** What passes by itself: a full disk, or somebody who reads. */
const passing = new Set([sqliteFull, sqliteBusy, sqliteLocked]);

export class Checkpoints {
  readonly #options: CheckpointsOptions;
  #written = 0;
  #isThreadBusy = false;
  #finishHere = false;
  #truncateNext = false;

  constructor(options: CheckpointsOptions) {
    this.#options = options;
  }

  wrote(bytes: number): void {
    this.#written += bytes;
  }

  /** Writes the WAL back and empties it after the next commit, so that nothing that was overwritten is left in it. */
  truncateAfterCommit(): void {
    this.#truncateNext = true;
  }

  /** Call while no transaction is open. */
  afterCommit(): void {
    this.#written += bytesPerCommit;
    if (this.#truncateNext) this.here("TRUNCATE");
    else if (this.#finishHere) this.here("PASSIVE");
    else if (this.#written >= this.#options.thread.dueAfterBytes && !this.#isThreadBusy) this.#beside();
  }

  #beside(): void {
    this.#written = 0;
    this.#isThreadBusy = true;
    this.#options.thread.begin((result) => {
      this.#isThreadBusy = false;
      if (result.ok) this.#finishHere = result.frames >= this.#options.thread.mostFrames;
      else if (!passing.has(result.code)) this.#options.failed(new Error(result.message));
    });
  }

  /** In this thread; it takes as long as it takes. */
  here(mode: "PASSIVE" | "TRUNCATE"): void {
    this.#finishHere = false;
    try {
      const isDone = this.#options.database.checkpoint(mode);
      // A reader, such as a backup, may keep it from emptying the log: then the next commit tries again.
      if (mode === "TRUNCATE") this.#truncateNext = !isDone;
    } catch (thrown) {
      if (!passing.has(sqliteCode(thrown) ?? 0)) this.#options.failed(thrown);
    }
  }

  close(): void {
    this.#options.thread.close();
    this.here("PASSIVE");
  }
}
