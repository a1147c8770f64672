/**
 * One SQLite connection: pragmas, a cache of prepared statements, and errors told apart.
 *
 * WAL with synchronous=NORMAL: a commit is in the file, and `disk-sync.ts` brings it to disk (K1). Checkpoints are ours: SQLite's own would run inside a
 * commit and hide their errors. A SQLite older than 3.51.3 is refused, for its WAL-reset bug can corrupt a database.
 */
import { DatabaseSync } from "node:sqlite";
import { messageOf, PraxisError } from "../../kernel/errors.ts";
import type { Row, Sql, SqlValue } from "../event-log.ts";

/** How long a statement waits for another process. */
const patienceMs = 5_000;
const oldestSqlite = "3.51.3";

export interface SqliteStatement {
  run(...parameters: readonly SqlValue[]): { readonly changes: number | bigint };
  get(...parameters: readonly SqlValue[]): Row | undefined;
  all(...parameters: readonly SqlValue[]): Row[];
}

/** What is needed of a connection: Node's own, or one over a disk that a simulation makes up. What it throws has SQLite's code in `errcode`. */
export interface SqliteHandle {
  prepare(statement: string): SqliteStatement;
  exec(statements: string): void;
  readonly isTransaction: boolean;
  close(): void;
}

export const walMode = "PRAGMA journal_mode = WAL";
export const settings =
  "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = FAST";

export class Database implements Sql {
  readonly #handle: SqliteHandle;
  readonly #statements = new Map<string, SqliteStatement>();
  readonly path: string;

  constructor(path: string, options: { readOnly?: boolean; handle?: SqliteHandle } = {}) {
    this.path = path;
    refuseOldSqlite(process.versions.sqlite ?? "0");
    this.#handle = options.handle ?? open(path, options.readOnly ?? false);
  }

  get walPath(): string {
    return `${this.path}-wal`;
  }

  run(statement: string, ...parameters: readonly SqlValue[]): number {
    return Number(this.#prepare(statement).run(...parameters).changes);
  }

  get(statement: string, ...parameters: readonly SqlValue[]): Row | undefined {
    return this.#prepare(statement).get(...parameters);
  }

  all(statement: string, ...parameters: readonly SqlValue[]): Row[] {
    return this.#prepare(statement).all(...parameters);
  }

  #prepare(statement: string): SqliteStatement {
    const known = this.#statements.get(statement);
    if (known) return known;
    const prepared = this.#handle.prepare(statement);
    this.#statements.set(statement, prepared);
    return prepared;
  }

  /** Runs statements that are not worth keeping prepared, such as DDL. */
  script(statements: string): void {
    this.#handle.exec(statements);
  }

  get inTransaction(): boolean {
    return this.#handle.isTransaction;
  }

  /** Whether another process is in the middle of a write, and stays there. */
  isHeld(): boolean {
    try {
      this.#handle.exec("PRAGMA busy_timeout = 250; BEGIN IMMEDIATE; ROLLBACK");
      return false;
    } catch (thrown) {
      return sqliteCode(thrown) === sqliteBusy;
    } finally {
      this.#handle.exec(`PRAGMA busy_timeout = ${patienceMs}`);
    }
  }

  /** Writes the WAL back into the database file and syncs both. @returns false where a reader kept it from finishing. */
  checkpoint(mode: "PASSIVE" | "TRUNCATE"): boolean {
    const row = this.#handle.prepare(`PRAGMA wal_checkpoint(${mode})`).get();
    return row?.busy === 0;
  }

  close(): void {
    this.#handle.close();
  }

  /**
   * Not closed, and kept from the garbage collector, until the process ends: the last one who closes a database writes its log back, and SQLite does not know that a sync of it has failed. What that
   * sync lost is on disk nowhere then but in pages that a power cut may tear.
   */
  forsake(): void {
    forsaken.add(this);
  }
}

const forsaken = new Set<Database>();

function open(path: string, readOnly: boolean): DatabaseSync {
  try {
    const handle = new DatabaseSync(path, { readOnly, timeout: patienceMs, enableForeignKeyConstraints: false });
    // Before the first table, or it has no effect: what `praxis compact` frees can then be cut off the file (docs/adr/0026).
    if (!readOnly && handle.prepare("PRAGMA page_count").get()?.page_count === 0)
      handle.exec("PRAGMA auto_vacuum = INCREMENTAL");
    if (!readOnly && path !== ":memory:") handle.exec(walMode);
    handle.exec(settings);
    return handle;
  } catch (thrown) {
    if (sqliteCode(thrown) === sqliteFull) throw noSpace(path, thrown);
    throw new PraxisError("database_unreadable", `the database ${path} cannot be opened: ${messageOf(thrown)}`, {
      next: "Nothing was changed. Run `praxis verify` to see what is damaged, and `praxis restore` to go back to a backup.",
      disposition: "pause",
      cause: thrown,
    });
  }
}

export function noSpace(path: string, cause: unknown): PraxisError {
  return new PraxisError("disk_full", `there is no space left for ${path}`, {
    next: "Free some space, then start again. All that was acknowledged is kept.",
    disposition: "pause",
    cause,
  });
}

export function refuseOldSqlite(version: string): void {
  const [have, need] = [version, oldestSqlite].map((each) => each.split(".").map(Number));
  if (!have || !need) return;
  for (let index = 0; index < 3; index++) {
    const difference = (have[index] ?? 0) - (need[index] ?? 0);
    if (difference > 0) return;
    if (difference < 0) {
      throw new PraxisError("sqlite_too_old", `SQLite ${version} is older than ${oldestSqlite}, which can lose data`, {
        next: "Start Praxis with the Node that its package brings (`npx praxis`), or with Node 26.",
        disposition: "pause",
      });
    }
  }
}

/** SQLite's primary result code of a thrown error; undefined where SQLite did not throw it. */
export function sqliteCode(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !("errcode" in thrown)) return undefined;
  return typeof thrown.errcode === "number" ? thrown.errcode & 0xff : undefined;
}

/** Whether this was thrown because the disk refused, at whatever depth. */
export function isOfTheDisk(thrown: unknown): boolean {
  if (sqliteCode(thrown) === sqliteIoError || (thrown instanceof PraxisError && thrown.code === "disk_failed"))
    return true;
  return thrown instanceof Error && thrown.cause !== undefined && isOfTheDisk(thrown.cause);
}

export const sqliteBusy = 5;
export const sqliteLocked = 6;
export const sqliteFull = 13;
export const sqliteIoError = 10;
export const sqliteCorrupt = 11;
export const sqliteConstraint = 19;
export const sqliteNotADatabase = 26;
