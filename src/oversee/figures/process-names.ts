/** Names of the processes that have figures: one step in the index for each, however many runs there are. */
import type { Sql } from "../../log/event-log.ts";
import { text } from "../../log/rows.ts";

export function processNames(sql: Sql): string[] {
  const names: string[] = [];
  for (let after = ""; ; ) {
    const row = sql.get("SELECT process FROM run_figures WHERE process > ? ORDER BY process LIMIT 1", after);
    if (!row) return names;
    after = text(row, "process");
    names.push(after);
  }
}
