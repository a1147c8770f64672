/** What a person types into the search over runs, as lookups in indexes: each is a list of its own, and what fits any of them is found. */
import type { EventLog, Row } from "../../log/event-log.ts";
import { text } from "../../log/rows.ts";
import { holdsAll, readWords, runsOfPeopleWith, runsWith, type Term } from "../../oversee/search/find-by-words.ts";
import { findSubjects } from "../../remember/identity/find-customers.ts";
import { Conditions, readMerged } from "./page.ts";

export interface Search {
  readonly index: string;
  readonly conditions: Conditions;
}

/** Shorter beginnings of ids would be those of too many. */
const shortestPrefix = 6;
const mostByPrefix = 500;
const mostNames = 10;
const primaryKey = "sqlite_autoindex_runs_1";

/** @param byTime the index by which the list goes where nothing is typed: a search for words that many runs have goes by it, too */
export function searchRuns(log: EventLog, q: string, byTime: string): Search[] {
  const by = (index: string, column: string, values: readonly string[]): Search[] =>
    values.map((value) => ({ index, conditions: new Conditions().equal(column, value) }));
  const ids = new Set([...idsLike(log, "runs", q), ...runsOfParts(log, q)]);
  return [
    ...by(primaryKey, "id", [...ids]),
    ...by("runs_by_process", "process", processesLike(log, q)),
    ...by("runs_by_correlation", "correlation", [q]),
    ...by("runs_by_subject", "subject", [...new Set([log.pseudonym(q), ...findSubjects(log, q)])]),
    ...searchWords(log, q, byTime),
  ];
}

function searchWords(log: EventLog, q: string, byTime: string): Search[] {
  const search = readWords(log, q);
  if (search === null) return [];
  const all = () => conditionsOf(holdsAll(search));
  const { rarest } = search;
  if (rarest === null) return [{ index: byTime, conditions: all() }];
  return [
    { index: primaryKey, conditions: conditionsOf([runsWith(rarest)]).and(all()) },
    { index: "runs_by_subject", conditions: conditionsOf([runsOfPeopleWith(rarest)]).and(all()) },
  ];
}

/** Of runs that are known to be a few: those that hold the words. What is too short to be looked for leaves none. */
export function holdsWords(log: EventLog, q: string): Conditions {
  const search = readWords(log, q);
  return search === null ? new Conditions().add("0") : conditionsOf(holdsAll(search));
}

/** Ids of the newest runs that hold the words. */
export function runsByWords(log: EventLog, q: string, most: number): string[] {
  const list = { table: "runs", time: "started_at", limit: most, before: undefined };
  return readMerged(log.sql, list, searchWords(log, q, "runs_by_time")).rows.map((row) => text(row, "id"));
}

function conditionsOf(terms: readonly Term[]): Conditions {
  const conditions = new Conditions();
  for (const { term, values } of terms) conditions.add(term, ...values);
  return conditions;
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
