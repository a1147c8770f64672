/** Names of the processes that have figures, those that are housekeeping apart. */
import type { Sql } from "../../log/event-log.ts";
import { integer, text } from "../../log/rows.ts";

export interface ProcessNames {
  readonly work: string[];
  readonly housekeeping: string[];
}

export function processNames(sql: Sql): ProcessNames {
  const rows = sql.all("SELECT process, housekeeping FROM process_figures ORDER BY process");
  const named = (housekeeping: number): string[] =>
    rows.filter((row) => integer(row, "housekeeping") === housekeeping).map((row) => text(row, "process"));
  return { work: named(0), housekeeping: named(1) };
}
