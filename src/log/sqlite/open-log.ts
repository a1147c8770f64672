/**
 * Opens (or makes) the log of a data folder.
 *
 * Invariants: K2 - it takes ownership before anything else, and gives it back where the start fails. K1 - it makes the log's tail durable before anything is
 * trusted (identify.ts). E7 - it compares the log with its anchors, and says where this folder is not its newest state.
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { PraxisError } from "../../kernel/errors.ts";
import type { Upcaster } from "../../kernel/event.ts";
import type { Ports } from "../../kernel/ports.ts";
import { type Anchor, Anchors } from "../anchors.ts";
import { toHex } from "../envelope.ts";
import type { Projection } from "../event-log.ts";
import { loadMasterKey } from "../master-key.ts";
import type { Rebuild } from "../projections.ts";
import { StoredEvents } from "./archive/stored-events.ts";
import { isMarkedRestored } from "./backup.ts";
import { threadCheckpointer } from "./checkpoint/checkpointer.ts";
import { Database, isOfTheDisk, noSpace, sqliteBusy, sqliteCode, sqliteFull, sqliteIoError } from "./database.ts";
import { walSync } from "./disk-sync.ts";
import { type KnowsKind, refuseNewer } from "./event-kinds.ts";
import { diskFailedError } from "./group-commit.ts";
import { identify, refuseDamage } from "./identify.ts";
import { type Ownership, takeOwnership } from "./ownership.ts";
import { SqliteLog } from "./sqlite-log.ts";
import { endStoppedOwner } from "./stopped-owner.ts";

export interface OpenLogOptions {
  readonly folder: string;
  readonly anchorFolder: string;
  readonly ports: Ports;
  readonly projections: readonly Projection[];
  /** Kinds of events that this version can read; without it, any. A log with others is refused. */
  readonly knows?: KnowsKind;
  readonly upcasters?: readonly Upcaster[];
  readonly takeOverAfterMs?: number;
  /** Positions in a window of the archive. */
  readonly archiveWindow?: number;
  readonly fatal: (error: PraxisError) => void;
  readonly progress?: (rebuild: Rebuild) => void;
  /** Opens the database; for tests that end a start at one of its statements. */
  readonly connect?: (path: string) => Database;
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
  return explainDamage(folder, () => takeAndOpen(folder, options));
}

function takeAndOpen(folder: string, options: OpenLogOptions): OpenedLog {
  const { ports, takeOverAfterMs } = options;
  const ownership = takeOwnership(folder, {
    now: () => ports.clock.now(),
    ...(takeOverAfterMs === undefined ? {} : { takeOverAfterMs }),
  });
  let database: Database | undefined;
  try {
    const path = join(folder, "log.db");
    database = options.connect?.(path) ?? new Database(path);
    return openOwned(database, ownership, folder, options);
  } catch (thrown) {
    if (isOfTheDisk(thrown)) database?.forsake();
    else database?.close();
    ownership.release();
    throw thrown;
  }
}

function openOwned(database: Database, ownership: Ownership, folder: string, options: OpenLogOptions): OpenedLog {
  const { ports, knows = () => true } = options;
  freeFromStopped(ownership, folder, database);
  refuseDamage(database);
  refuseNewer(database, knows);
  const disk = walSync(database.walPath);
  const { id, epoch } = identify(database, disk, ports.newId, ownership.predecessor?.log);
  ownership.holds(id);
  const anchors = new Anchors(options.anchorFolder, id, epoch);
  const restored = compare(database, anchors.latest(), folder, epoch);
  const log = new SqliteLog({
    database,
    disk,
    checkpointer: threadCheckpointer(database.path),
    id,
    epoch,
    masterKey: loadMasterKey(folder, isNeeded(database), ports.random),
    ports,
    projections: options.projections,
    knows,
    upcasters: options.upcasters ?? [],
    ...(options.archiveWindow === undefined ? {} : { archiveWindow: options.archiveWindow }),
    fatal: options.fatal,
    progress: options.progress ?? (() => undefined),
  });
  return { log, ownership, anchors, restored };
}

/** Who took over from a process that is stopped in the middle of a transaction gets the database by ending it. */
function freeFromStopped({ predecessorIsDead, predecessor }: Ownership, folder: string, database: Database): void {
  if (!predecessorIsDead && database.isHeld()) endStoppedOwner(predecessor, folder);
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
    if (code === sqliteIoError) throw diskFailedError(thrown);
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
