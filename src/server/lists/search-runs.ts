/** What a person types into the search over runs, as lookups in indexes: each is a list of its own, and what fits any of them is found. */
import type { EventLog, Row } from "../../log/event-log.ts";
import { text } from "../../log/rows.ts";
import { findSubjects } from "../../remember/identity/find-customers.ts";
import { Conditions } from "./page.ts";

export interface Search {
  readonly index: string;
  readonly conditions: Conditions;
}

/** Shorter beginnings of ids would be those of too many. */
const shortestPrefix = 6;
const mostByPrefix = 500;
const mostNames = 10;
const primaryKey = "sqlite_autoindex_runs_1";

export function searchRuns(log: EventLog, q: string): Search[] {
  const by = (index: string, column: string, values: readonly string[]): Search[] =>
    values.map((value) => ({ index, conditions: new Conditions().equal(column, value) }));
  const ids = new Set([...idsLike(log, "runs", q), ...runsOfParts(log, q)]);
  return [
    ...by(primaryKey, "id", [...ids]),
    ...by("runs_by_process", "process", processesLike(log, q)),
    ...by("runs_by_correlation", "correlation", [q]),
    ...by("runs_by_subject", "subject", [...new Set([log.pseudonym(q), ...findSubjects(log, q)])]),
  ];
}

/** Ids that begin so; ids are lower case. */
export function idsLike(log: EventLog, table: "runs" | "effects" | "gates", q: string): string[] {
  const prefix = q.toLowerCase();
  if (prefix.length < shortestPrefix || !/^[0-9a-z]+$/.test(prefix)) return [];
  return log.sql
    .all(`SELECT id FROM ${table} WHERE id >= ? AND id < ? LIMIT ?`, prefix, `${prefix}~`, mostByPrefix)
    .map((row) => text(row, "id"));
}

/** Runs of an effect or a gate that was named. */
function runsOfParts(log: EventLog, q: string): string[] {
  const found = [
    log.sql.get("SELECT run FROM effects WHERE id = ?", q),
    log.sql.get("SELECT run FROM gates WHERE id = ?", q),
  ];
  return found.flatMap((row: Row | undefined) => (typeof row?.run === "string" ? [row.run] : []));
}

/** Names of processes that have runs and hold this: one step in the index for each name. */
export function processesLike(log: EventLog, q: string): string[] {
  const names = log.sql.all(
    `WITH RECURSIVE names(name) AS (
        SELECT min(process) FROM runs INDEXED BY runs_by_process
        UNION ALL SELECT (SELECT min(process) FROM runs INDEXED BY runs_by_process WHERE process > name) FROM names WHERE name IS NOT NULL)
      SELECT name FROM names WHERE name IS NOT NULL`,
  );
  const sought = q.toLowerCase();
  return names
    .map((row) => text(row, "name"))
    .filter((name) => name.toLowerCase().includes(sought))
    .slice(0, mostNames);
}
