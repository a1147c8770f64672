/**
 * What a start does with a database before it trusts it: looks for damage, makes what the process before left durable (K1: also where a sync of that process had failed), and raises the epoch, which
 * fences whoever had it before (K2).
 */
import { assert, PraxisError } from "../../kernel/errors.ts";
import { integer, text } from "../rows.ts";
import type { Database } from "./database.ts";
import type { DiskSync } from "./disk-sync.ts";
import { diskFailedError } from "./group-commit.ts";
import { firstSchema, logTables } from "./tables.ts";
import { brokenTail } from "./verify.ts";

const largestQuickCheckPages = 16_384;
const tailEvents = 1_000;

/**
 * Looks for damage before anything is trusted: the whole file where that takes no time (up to 64 MiB), otherwise the end of the chain. All of a large
 * log is what `praxis verify` is for.
 */
export function refuseDamage(database: Database): void {
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

/** Makes the tables, makes the recovered tail durable before anything is trusted (K1), and raises the epoch (K2). */
export function identify(
  database: Database,
  disk: DiskSync,
  newId: () => string,
  known?: string,
): { id: string; epoch: number } {
  renew(database, disk);
  database.checkpoint("TRUNCATE");
  if (known !== undefined) refuseOther(database, known);
  database.script(logTables);
  database.run("INSERT OR IGNORE INTO log_identity VALUES (1, ?, 0, ?)", newId(), firstSchema);
  const row = database.get("UPDATE log_identity SET epoch = epoch + 1 WHERE id = 1 RETURNING log, epoch, schema");
  assert(row, "the log has an identity");
  // Whoever comes next must find this identity and epoch, whatever becomes of the WAL.
  database.checkpoint("TRUNCATE");
  return { id: text(row, "log"), epoch: integer(row, "epoch") };
}

/** While nobody else can add to the write-ahead log: one who was only stopped, and wakes up. @throws disk_failed */
function renew(database: Database, disk: DiskSync): void {
  database.run("BEGIN IMMEDIATE");
  try {
    disk.renew();
  } catch (thrown) {
    throw diskFailedError(thrown);
  } finally {
    database.run("ROLLBACK");
  }
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
