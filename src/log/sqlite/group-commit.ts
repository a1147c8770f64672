/**
 * Group commit: all writes share one transaction until it is committed, and what is committed shares one fsync.
 *
 * A transaction is committed after a round of the event loop in which nothing more was written, and soon at any rate, unless a sync is under way: then it stays open, takes up what is written
 * meanwhile, and is committed when the disk is free again. So the slower the disk, and the more that is to be written, the larger the batches.
 *
 * Invariants: K1 - a batch's promise resolves only after the fsync that began after its COMMIT. A disk that is full loses the open batch, and its writers
 * are told; any other error at COMMIT or fsync is fatal, for after a failed fsync nobody knows what the disk holds.
 * K2 - each batch begins with the owner's epoch: a second owner fences the first before it can write a row.
 */
import { soon } from "../../kernel/clock.ts";
import { messageOf, PraxisError } from "../../kernel/errors.ts";
import type { Checkpointer } from "./checkpoint/checkpointer.ts";
import { Checkpoints } from "./checkpoint/checkpoints.ts";
import { type Database, sqliteBusy, sqliteCode, sqliteCorrupt, sqliteFull, sqliteNotADatabase } from "./database.ts";
import type { DiskSync } from "./disk-sync.ts";
import { SyncPace } from "./sync-pace.ts";

export interface Batch {
  readonly durable: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions {
  readonly database: Database;
  readonly epoch: number;
  readonly disk: DiskSync;
  readonly patience: Patience;
  /** Milliseconds that never go back. */
  readonly nowMs: () => number;
  readonly checkpointer: Checkpointer;
  /** The open batch is in the file, and will not be taken back. */
  readonly committed: () => void;
  /** What was committed by then is on disk. */
  readonly synced: () => void;
  readonly lost: (error: unknown) => void;
  /** Must end the process, or (in a simulation) the world. */
  readonly fatal: (error: PraxisError) => void;
}

/** For how many rounds of the event loop, and how long, a commit waits for others while they still write. */
export interface Patience {
  readonly rounds: number;
  readonly ms: number;
}

/** A commit to a file costs as much of the processor as some writes (0.1 ms). */
export const usualPatience: Patience = { rounds: 8, ms: 1 };
/** One in memory costs nothing. */
export const noPatience: Patience = { rounds: 0, ms: 0 };
/** Who writes so little in a transaction is alone: a run's last steps and its end. */
const fewWrites = 2;
/** Where the last sync is as long ago, rounds of the event loop are long, or there is little to do: to wait for the next round costs more than a quick sync does. */
const rareMs = 1.5;

export class GroupCommit {
  readonly #options: GroupCommitOptions;
  readonly checkpoints: Checkpoints;
  /** The transaction that is open. */
  #batch: Batch | null = null;
  /** Committed, and not known to be on disk; oldest first. */
  #committed: Batch[] = [];
  #isSyncing = false;
  #isInPlace = false;
  /** How many there were so far, and before the open batch. */
  #writes = 0;
  #writesBefore = 0;
  #openedAtMs = 0;
  /** Events or bytes beside them were put into the open batch, so that its sync has something to write. */
  #hasContent = false;
  readonly #pace = new SyncPace();
  #syncedAtMs = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
    const { database, checkpointer: thread } = options;
    this.checkpoints = new Checkpoints({ database, thread, failed: (thrown) => this.#fail(thrown) });
  }

  /** So many bytes were put into the open batch. */
  wrote(bytes: number): void {
    this.#hasContent = true;
    this.checkpoints.wrote(bytes);
  }

  /** The batch that is open; opens its transaction where there is none. @throws fenced, disk_full, log_closed */
  join(): Batch {
    this.#refuseCutSync();
    this.#writes += 1;
    if (this.#batch) return this.#batch;
    this.#writesBefore = this.#writes - 1;
    this.#openedAtMs = this.#options.nowMs();
    this.#hasContent = false;
    if (this.#closed) throw closedError();
    const { database } = this.#options;
    try {
      database.run("BEGIN IMMEDIATE");
      this.#checkFence();
    } catch (thrown) {
      if (database.inTransaction) database.run("ROLLBACK");
      throw this.#explain(thrown);
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => undefined);
    this.#batch = { durable: promise, resolve, reject };
    this.#flushWhenCalm();
    return this.#batch;
  }

  /** After a round of the event loop in which nothing was written, or when patience is at its end. */
  #flushWhenCalm(rounds: number = this.#options.patience.rounds): void {
    const before = this.#writes;
    soon(() => {
      if (this.#writes === before || rounds === 0 || this.#isOld) this.#flush();
      else this.#flushWhenCalm(rounds - 1);
    });
  }

  /** Others have had their time to join the open batch. */
  get #isOld(): boolean {
    return this.#options.nowMs() - this.#openedAtMs >= this.#options.patience.ms;
  }

  #checkFence(): void {
    const { database, epoch, fatal } = this.#options;
    const row = database.get("SELECT epoch FROM log_identity WHERE id = 1");
    if (row?.epoch === epoch) return;
    database.run("ROLLBACK");
    this.#closed = true;
    const error = new PraxisError("fenced", "another server has taken over this data folder", {
      next: "This server stops. Nothing it had acknowledged is lost; the other server goes on with it.",
      fields: { epoch, found: row?.epoch },
    });
    fatal(error);
    throw error;
  }

  /** The promise of everything written so far. */
  whenDurable(): Promise<void> {
    return (this.#batch ?? this.#committed.at(-1))?.durable ?? Promise.resolve();
  }

  /** Commits what is open, unless the disk is busy: then that is done when it is free. */
  #flush(): void {
    this.#refuseCutSync();
    if (this.#isSyncing || !this.#batch) return;
    const isAlone = this.#writes - this.#writesBefore <= fewWrites;
    const hasContent = this.#hasContent;
    this.#commit(this.#batch);
    if (this.#committed.length === 0) return;
    const begunMs = this.#options.nowMs();
    const isRare = begunMs - this.#syncedAtMs >= rareMs;
    if (this.#pace.isQuick && (isAlone || isRare)) {
      this.#syncNow();
      if (hasContent) this.#pace.took(this.#options.nowMs() - begunMs);
      return;
    }
    this.#isSyncing = true;
    this.#options.disk.sync((error) => {
      this.#isSyncing = false;
      if (hasContent) this.#pace.tookWithWaiting(this.#options.nowMs() - begunMs);
      this.#synced(error);
      // Those who waited for this one may write more for the next.
      if (this.#isOld) this.#flush();
      else this.#flushWhenCalm();
    });
  }

  /** Commits and syncs before it returns; covers a sync that is under way. */
  flushNow(): void {
    if (this.#batch) this.#commit(this.#batch);
    if (this.#committed.length > 0) this.#syncNow();
  }

  #syncNow(): void {
    this.#isInPlace = true;
    let error: unknown = null;
    try {
      this.#options.disk.syncNow();
    } catch (thrown) {
      error = thrown;
    }
    this.#isInPlace = false;
    this.#synced(error);
  }

  /** Whoever comes here while a sync in place is under way knows that it was ended by force, as the watchdog does where a disk hangs: what became of it nobody was told. */
  #refuseCutSync(): void {
    if (!this.#isInPlace) return;
    this.#isInPlace = false;
    this.#fail(new Error("a sync was ended before the disk had answered"));
  }

  #commit(batch: Batch): void {
    this.#batch = null;
    try {
      this.#options.database.run("COMMIT");
    } catch (thrown) {
      this.#takeBack(batch, thrown);
      return;
    }
    this.#committed.push(batch);
    this.#options.committed();
    this.checkpoints.afterCommit();
  }

  /** While one is under way nothing is committed but by `flushNow`, which syncs what it committed: so each answers for all that was. */
  #synced(error: unknown): void {
    if (error) return this.#fail(error);
    this.#syncedAtMs = this.#options.nowMs();
    const batches = this.#committed;
    this.#committed = [];
    if (batches.length === 0) return;
    this.#options.synced();
    for (const batch of batches) batch.resolve();
  }

  /** Nobody knows what the disk holds: nothing more is acknowledged. */
  #fail(thrown: unknown): void {
    const error = diskFailedError(thrown);
    for (const batch of this.#committed) batch.reject(error);
    this.#batch?.reject(error);
    this.#committed = [];
    this.drop();
    this.#options.fatal(error);
  }

  /** Gives the open batch up because a statement in it failed. */
  abandon(thrown: unknown): PraxisError {
    const batch = this.#batch;
    this.#batch = null;
    return batch ? this.#takeBack(batch, thrown) : this.#explain(thrown);
  }

  #takeBack(batch: Batch, thrown: unknown): PraxisError {
    const { database, lost } = this.#options;
    if (database.inTransaction) database.run("ROLLBACK");
    const error = this.#explain(thrown);
    batch.reject(error);
    lost(error);
    return error;
  }

  #explain(thrown: unknown): PraxisError {
    if (thrown instanceof PraxisError) return thrown;
    const code = sqliteCode(thrown);
    if (code === sqliteFull) return diskFullError(thrown);
    if (code === sqliteBusy) return lockedError(thrown);
    const error =
      code === sqliteCorrupt || code === sqliteNotADatabase ? damagedError(thrown) : diskFailedError(thrown);
    this.#options.fatal(error);
    return error;
  }

  /** Takes back what is open, without a word to its writers, and writes nothing more: where the disk has failed, and at a simulated power cut. */
  drop(): void {
    this.forsake();
    if (this.#options.database.inTransaction) this.#options.database.run("ROLLBACK");
  }

  /** Nothing more is written, whatever is open; who closes the database takes that back. */
  forsake(): void {
    this.#batch = null;
    this.#closed = true;
  }

  close(): void {
    if (!this.#closed) this.flushNow();
    this.#closed = true;
    this.#options.disk.close();
    this.checkpoints.close();
  }
}

function diskFullError(cause: unknown): PraxisError {
  return new PraxisError("disk_full", "the disk is full: this was not recorded, and nothing was done", {
    next: "Free some space; Praxis goes on by itself. All that was acknowledged before is kept.",
    disposition: "retry",
    cause,
  });
}

function lockedError(cause: unknown): PraxisError {
  return new PraxisError("database_locked", "another process holds the database", {
    next: "Stop the other process (`praxis doctor` names it), then try again. Nothing was written.",
    disposition: "retry",
    cause,
  });
}

function closedError(): PraxisError {
  return new PraxisError("log_closed", "the log is closed", { next: "Start the server again.", disposition: "retry" });
}

function damagedError(cause: unknown): PraxisError {
  return new PraxisError("database_damaged", `the database is damaged: ${messageOf(cause)}`, {
    next: "Praxis stops at once; nothing more was written. `praxis verify` says what is damaged; `praxis restore <backup>` goes back to a backup and reconciles effects.",
    disposition: "pause",
    cause,
  });
}

export function diskFailedError(cause: unknown): PraxisError {
  return new PraxisError("disk_failed", "the disk refused to keep what was written", {
    next: "Praxis stops at once so as not to acknowledge what may be lost. Check the disk, then start again: everything acknowledged before is kept, and `praxis verify` proves it.",
    disposition: "pause",
    cause,
  });
}
