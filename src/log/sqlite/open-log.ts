/** Opens (or makes) the log of a data folder: takes ownership, makes its tail durable, compares it with its anchors. */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { assert, PraxisError } from "../../kernel/errors.ts";
import type { Upcaster } from "../../kernel/event.ts";
import type { Ports } from "../../kernel/ports.ts";
import { type Anchor, Anchors } from "../anchors.ts";
import { toHex } from "../envelope.ts";
import type { Projection } from "../event-log.ts";
import { loadMasterKey } from "../master-key.ts";
import type { Rebuild } from "../projections.ts";
import { integer, text } from "../rows.ts";
import { StoredEvents } from "./archive/stored-events.ts";
import { isMarkedRestored } from "./backup.ts";
import { threadCheckpointer } from "./checkpointer.ts";
import { Database, noSpace, sqliteBusy, sqliteCode, sqliteFull } from "./database.ts";
import { walSync } from "./disk-sync.ts";
import { type Ownership, takeOwnership } from "./ownership.ts";
import { SqliteLog } from "./sqlite-log.ts";
import { endStoppedOwner } from "./stopped-owner.ts";
import { firstSchema, logSchema, logTables } from "./tables.ts";
import { brokenTail } from "./verify.ts";

export interface OpenLogOptions {
  readonly folder: string;
  readonly anchorFolder: string;
  readonly ports: Ports;
  readonly projections: readonly Projection[];
  readonly upcasters?: readonly Upcaster[];
  readonly takeOverAfterMs?: number;
  /** Positions in a window of the archive. */
  readonly archiveWindow?: number;
  readonly fatal: (error: PraxisError) => void;
  readonly progress?: (rebuild: Rebuild) => void;
}

export interface OpenedLog {
  readonly log: SqliteLog;
  readonly ownership: Ownership;
  readonly anchors: Anchors;
  /**
   * Set where this folder is not the newest state of its log: an older copy was put back, or the folder was copied (E7). It is found again at
   * each start until somebody has put it on record: reconcile first, then write an anchor of kind `restored`, then `forgetRestoreMark`.
   */
  readonly restored: Restored | null;
}

export interface Restored {
  readonly why: "put back from a backup" | "behind its anchor" | "another history" | "a copy of another folder";
  /** The newest one of this log on this machine; null on another machine. */
  readonly anchor: Anchor | null;
  readonly position: number;
}

export function openLog(options: OpenLogOptions): OpenedLog {
  const folder = resolve(options.folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { ports } = options;
  const { takeOverAfterMs } = options;
  const ownership = explainDamage(folder, () =>
    takeOwnership(folder, {
      now: () => ports.clock.now(),
      ...(takeOverAfterMs === undefined ? {} : { takeOverAfterMs }),
    }),
  );
  let database: Database | undefined;
  try {
    const opened = new Database(join(folder, "log.db"));
    database = opened;
    freeFromStopped(ownership, folder, opened);
    explainDamage(folder, () => refuseDamage(opened));
    const { id, epoch } = explainDamage(folder, () => identify(opened, ports.newId, ownership.predecessor?.log));
    ownership.holds(id);
    const anchors = new Anchors(options.anchorFolder, id, epoch);
    const restored = compare(opened, anchors.latest(), folder, epoch);
    const log = explainDamage(
      folder,
      () =>
        new SqliteLog({
          database: opened,
          disk: walSync(opened.walPath),
          checkpointer: threadCheckpointer(opened.path),
          id,
          epoch,
          masterKey: loadMasterKey(folder, isNeeded(opened), ports.random),
          ports,
          projections: options.projections,
          upcasters: options.upcasters ?? [],
          ...(options.archiveWindow === undefined ? {} : { archiveWindow: options.archiveWindow }),
          fatal: options.fatal,
          progress: options.progress ?? (() => undefined),
        }),
    );
    return { log, ownership, anchors, restored };
  } catch (thrown) {
    database?.close();
    ownership.release();
    throw thrown;
  }
}

const largestQuickCheckPages = 16_384;
const tailEvents = 1_000;

/**
 * Looks for damage before anything is trusted: the whole file where that takes no time (up to 64 MiB), otherwise the end of the chain. All of a large
 * log is what `praxis verify` is for.
 */
function refuseDamage(database: Database): void {
  const pages = Number(database.get("PRAGMA page_count")?.page_count ?? 0);
  const found =
    pages <= largestQuickCheckPages ? database.all("PRAGMA quick_check(3)").map((row) => String(row.quick_check)) : [];
  const problems = found.filter((line) => line !== "ok");
  if (database.get("SELECT 1 FROM sqlite_schema WHERE name = 'events'"))
    problems.push(...brokenTail(database, tailEvents));
  if (problems.length === 0) return;
  throw new PraxisError("folder_damaged", `the log is damaged: ${problems.slice(0, 3).join("; ")}`, {
    next: "Nothing was changed. `praxis verify` says what is damaged; `praxis restore <backup>` goes back to a backup and reconciles effects.",
    disposition: "pause",
  });
}

/** Who took over from a process that is stopped in the middle of a transaction gets the database by ending it. */
function freeFromStopped({ predecessorIsDead, predecessor }: Ownership, folder: string, database: Database): void {
  if (!predecessorIsDead && database.isHeld()) endStoppedOwner(predecessor, folder);
}

/** Makes the tables, makes the recovered tail durable before anything is trusted (K1), and raises the epoch (K2). */
function identify(database: Database, newId: () => string, known: string | undefined): { id: string; epoch: number } {
  database.checkpoint("TRUNCATE");
  refuseNewer(database);
  if (known !== undefined) refuseOther(database, known);
  database.script(logTables);
  database.run("INSERT OR IGNORE INTO log_identity VALUES (1, ?, 0, ?)", newId(), firstSchema);
  const row = database.get("UPDATE log_identity SET epoch = epoch + 1 WHERE id = 1 RETURNING log, epoch, schema");
  assert(row, "the log has an identity");
  // Whoever comes next must find this identity and epoch, whatever becomes of the WAL.
  database.checkpoint("TRUNCATE");
  return { id: text(row, "log"), epoch: integer(row, "epoch") };
}

/** A database that lost its log, such as one whose WAL is damaged at its beginning, looks like a new one. */
function refuseOther(database: Database, known: string): void {
  const hasTable = database.get("SELECT 1 FROM sqlite_schema WHERE name = 'log_identity'") !== undefined;
  const found = hasTable ? database.get("SELECT log FROM log_identity WHERE id = 1")?.log : undefined;
  if (found === known) return;
  const what = typeof found === "string" ? `calls itself ${found}` : "is empty or gone";
  throw new PraxisError("folder_damaged", `the log in this folder ${what}, but the folder held the log ${known}`, {
    next: "Nothing was changed. `praxis restore <backup>` goes back to a backup and reconciles effects. To begin anew, name another folder, or move this one away.",
    disposition: "pause",
  });
}

function refuseNewer(database: Database): void {
  if (!database.get("SELECT 1 FROM sqlite_schema WHERE name = 'log_identity'")) return;
  const row = database.get("SELECT schema FROM log_identity WHERE id = 1");
  if (!row || integer(row, "schema") <= logSchema) return;
  throw new PraxisError("newer_log", "this data folder was written by a newer version of Praxis", {
    next: "Nothing was changed. Install that version again, or a newer one.",
    disposition: "pause",
  });
}

/** Whether anything is recorded that only the right key can read. */
function isNeeded(database: Database): boolean {
  return database.get("SELECT 1 FROM events LIMIT 1") !== undefined;
}

function compare(database: Database, anchor: Anchor | undefined, folder: string, epoch: number): Restored | null {
  const head = database.get("SELECT max(position) AS position FROM events");
  const position = typeof head?.position === "number" ? head.position : 0;
  const found = (why: Restored["why"]): Restored => ({ why, anchor: anchor ?? null, position });
  if (isMarkedRestored(folder)) return found("put back from a backup");
  if (!anchor) return null;
  // Whoever opened the newest state raised its epoch and anchored it: this one has not been opened as often.
  if (position < anchor.position || epoch <= anchor.epoch) return found("behind its anchor");
  const hash = new StoredEvents(database).hashAt(anchor.position);
  if (hash && toHex(hash) !== anchor.hash) return found("another history");
  return anchor.folder === folder ? null : found("a copy of another folder");
}

function explainDamage<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    const code = sqliteCode(thrown);
    if (code === undefined) throw thrown;
    if (code === sqliteBusy) {
      throw new PraxisError("database_locked", `another process holds the log in ${folder}`, {
        next: "Nothing was changed. `praxis doctor` names the process: end it, then try again.",
        disposition: "pause",
        cause: thrown,
      });
    }
    if (code === sqliteFull) {
      throw noSpace(join(folder, "log.db"), thrown);
    }
    throw new PraxisError(
      "folder_damaged",
      `the log in ${folder} cannot be read: ${thrown instanceof Error ? thrown.message : code}`,
      {
        next: "Nothing was changed. `praxis verify` says what is damaged; `praxis restore <backup>` goes back to a backup and reconciles effects.",
        disposition: "pause",
        cause: thrown,
      },
    );
  }
}
