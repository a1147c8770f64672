/**
 * The log in memory: the same code on a SQLite database that lives in this process. A `MemoryDisk` outlives the log that writes to
 * it, so a test can crash the one and open the next on what was durable.
 */
import { DatabaseSync } from "node:sqlite";
import type { PraxisError } from "../../kernel/errors.ts";
import type { Upcaster } from "../../kernel/event.ts";
import type { Ports } from "../../kernel/ports.ts";
import type { Projection } from "../event-log.ts";
import { integer, text } from "../rows.ts";
import { noCheckpointer } from "../sqlite/checkpoint/checkpointer.ts";
import { Database } from "../sqlite/database.ts";
import { type DiskSync, noDisk } from "../sqlite/disk-sync.ts";
import { type KnowsKind, refuseNewer } from "../sqlite/event-kinds.ts";
import { noPatience } from "../sqlite/group-commit.ts";
import { SqliteLog } from "../sqlite/sqlite-log.ts";
import { firstSchema, logTables } from "../sqlite/tables.ts";

export class MemoryDisk {
  readonly handle = new DatabaseSync(":memory:");
}

export interface OpenMemoryOptions {
  readonly disk?: MemoryDisk;
  /** When what was committed is durable; default: at once. */
  readonly sync?: DiskSync;
  readonly ports: Ports;
  readonly projections: readonly Projection[];
  /** Kinds of events that this version can read; without it, any. A log with others is refused. */
  readonly knows?: KnowsKind;
  readonly upcasters?: readonly Upcaster[];
  /** Positions in a window of the archive. */
  readonly archiveWindow?: number;
  readonly fatal?: (error: PraxisError) => void;
}

export function openMemoryLog(options: OpenMemoryOptions): SqliteLog {
  const disk = options.disk ?? new MemoryDisk();
  const database = new Database(":memory:", { handle: disk.handle });
  const { knows = () => true } = options;
  refuseNewer(database, knows);
  database.script(logTables);
  database.run("INSERT OR IGNORE INTO log_identity VALUES (1, ?, 0, ?)", "memory", firstSchema);
  const row = database.get("UPDATE log_identity SET epoch = epoch + 1 WHERE id = 1 RETURNING log, epoch");
  return new SqliteLog({
    database,
    disk: options.sync ?? noDisk,
    patience: noPatience,
    checkpointer: noCheckpointer,
    id: row ? text(row, "log") : "memory",
    epoch: row ? integer(row, "epoch") : 1,
    masterKey: new Uint8Array(32).fill(7),
    ports: options.ports,
    projections: options.projections,
    knows,
    upcasters: options.upcasters ?? [],
    ...(options.archiveWindow === undefined ? {} : { archiveWindow: options.archiveWindow }),
    fatal:
      options.fatal ??
      ((error) => {
        throw error;
      }),
    progress: () => undefined,
  });
}
