/**
 * Group commit: all writes of one turn of the event loop share one transaction and one fsync.
 *
 * Invariants: K1 - a batch's promise resolves only after COMMIT returned. A disk that is full loses the batch, and its writers
 * are told; any other error at COMMIT is fatal, for after a failed fsync nobody knows what the disk holds.
 * K2 - each batch begins with the owner's epoch: a second owner fences the first before it can write a row.
 */
import { soon } from "../../kernel/clock.ts";
import { messageOf, PraxisError } from "../../kernel/errors.ts";
import { type Database, sqliteBusy, sqliteCode, sqliteCorrupt, sqliteFull, sqliteNotADatabase } from "./database.ts";

export interface Batch {
  readonly durable: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions {
  readonly database: Database;
  readonly epoch: number;
  readonly committed: () => void;
  readonly lost: (error: unknown) => void;
  /** Must end the process, or (in a simulation) the world. */
  readonly fatal: (error: PraxisError) => void;
}

/** Pages are 4 KiB; a WAL of about 16 MiB is written back. */
const checkpointAfterCommits = 2_000;
/** What a commit writes on average; blobs count as so many commits. */
const bytesPerCommit = 8 * 1024;

export class GroupCommit {
  readonly #options: GroupCommitOptions;
  #batch: Batch | null = null;
  #sinceCheckpoint = 0;
  #closed = false;
  #truncateNext = false;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  /** The batch of this turn; opens its transaction where there is none. @throws fenced, disk_full, log_closed */
  join(): Batch {
    if (this.#batch) return this.#batch;
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
    soon(() => this.flush());
    return this.#batch;
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
    return this.#batch?.durable ?? Promise.resolve();
  }

  flush(): void {
    const batch = this.#batch;
    if (!batch) return;
    this.#batch = null;
    const { database, committed } = this.#options;
    try {
      database.run("COMMIT");
    } catch (thrown) {
      this.#abandon(batch, thrown);
      return;
    }
    committed();
    batch.resolve();
    if (this.#truncateNext) this.checkpoint("TRUNCATE");
    else if (++this.#sinceCheckpoint >= checkpointAfterCommits) this.checkpoint();
  }

  /** Writes the log back and empties it after the next commit, so that nothing that was overwritten is left in it. */
  truncateAfterCommit(): void {
    this.#truncateNext = true;
  }

  checkpoint(mode: "PASSIVE" | "TRUNCATE" = "PASSIVE"): void {
    this.#sinceCheckpoint = 0;
    try {
      const isDone = this.#options.database.checkpoint(mode);
      // A reader, such as a backup, may keep it from emptying the log: then the next commit tries again.
      if (mode === "TRUNCATE") this.#truncateNext = !isDone;
    } catch (thrown) {
      if (sqliteCode(thrown) !== sqliteFull && sqliteCode(thrown) !== sqliteBusy)
        this.#options.fatal(fatalError(thrown));
    }
  }

  /** Blobs make the WAL grow faster than commits tell. */
  wrote(bytes: number): void {
    this.#sinceCheckpoint += Math.floor(bytes / bytesPerCommit);
  }

  /** Gives the open batch up because a statement in it failed. */
  abandon(thrown: unknown): PraxisError {
    const batch = this.#batch;
    this.#batch = null;
    return batch ? this.#abandon(batch, thrown) : this.#explain(thrown);
  }

  #abandon(batch: Batch, thrown: unknown): PraxisError {
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
    const error = code === sqliteCorrupt || code === sqliteNotADatabase ? damagedError(thrown) : fatalError(thrown);
    this.#options.fatal(error);
    return error;
  }

  /** Forgets the open batch without a word to its writers, as a power cut does. For simulations. */
  drop(): void {
    this.#batch = null;
    this.#closed = true;
    if (this.#options.database.inTransaction) this.#options.database.run("ROLLBACK");
  }

  close(): void {
    this.flush();
    this.#closed = true;
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

function fatalError(cause: unknown): PraxisError {
  return new PraxisError("disk_failed", "the disk refused to keep what was written", {
    next: "Praxis stops at once so as not to acknowledge what may be lost. Check the disk, then start again: everything acknowledged before is kept, and `praxis verify` proves it.",
    disposition: "pause",
    cause,
  });
}
