/**
 * Keeps the tables of projections: makes them, and builds them again from the log when the set of them, or the version of one, is another than the database was left with - higher or lower.
 *
 * Invariants: K3 (tables that one version of Praxis does not keep up are not trusted by the next one that knows them, whichever of the two is the newer; some are made of what others hold by then, so all of
 * them are built again together, event by event, as they were live); what a version leaves behind is in nobody's way. All of it in one transaction: a start that is killed leaves the tables as they were.
 */
import type { RecordedEvent } from "../kernel/event.ts";
import type { DerivesKeys, Projection, Sql } from "./event-log.ts";
import { text } from "./rows.ts";

const pageSize = 2_000;

/** How far it is, in events. */
export interface Rebuild {
  readonly done: number;
  readonly total: number;
}

/** Brings the tables to these versions. Runs inside one transaction of the caller's. */
export function prepareProjections(
  projections: readonly Projection[],
  sql: Sql,
  readAll: (fromPosition: number, limit: number) => RecordedEvent[],
  lastPosition: number,
  progress: (rebuild: Rebuild) => void,
  keys: DerivesKeys,
): void {
  sql.run("CREATE TABLE IF NOT EXISTS projections (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT");
  // Another version may have named and indexed its tables otherwise: it says here which they are.
  sql.run("CREATE TABLE IF NOT EXISTS projection_tables (name TEXT PRIMARY KEY) STRICT");
  const isStale = !areCurrent(projections, sql);
  const tables = projections.flatMap((projection) => Object.entries(projection.tables));
  if (isStale) {
    for (const name of new Set([...tables.map(([table]) => table), ...notedTables(sql)]))
      sql.run(`DROP TABLE IF EXISTS "${name.replaceAll('"', '""')}"`);
    sql.run("DELETE FROM projection_tables");
    sql.run("DELETE FROM projections");
    for (const [, definition] of tables)
      for (const statement of definition.split(";")) if (statement.trim() !== "") sql.run(statement);
  }
  if (notedTables(sql).length !== tables.length)
    for (const [table] of tables) sql.run("INSERT OR IGNORE INTO projection_tables VALUES (?)", table);
  if (!isStale) return;
  for (let from = 1; from <= lastPosition; ) {
    const page = readAll(from, pageSize);
    const last = page.at(-1);
    if (!last) break;
    for (const event of page) for (const projection of projections) projection.apply(event, sql, keys);
    progress({ done: last.position, total: lastPosition });
    from = last.position + 1;
  }
  for (const { name, version, rebuilt } of projections) {
    rebuilt?.(sql);
    sql.run("INSERT INTO projections VALUES (?, ?)", name, version);
  }
}

/** Whether the tables are those of these projections, all of them in these versions. Where they are not, the next start builds them again. */
export function areCurrent(projections: readonly Projection[], sql: Sql): boolean {
  const found = new Map(
    sql.all("SELECT name, version FROM projections").map((row) => [text(row, "name"), row.version]),
  );
  return found.size === projections.length && projections.every(({ name, version }) => found.get(name) === version);
}

function notedTables(sql: Sql): string[] {
  return sql.all("SELECT name FROM projection_tables").map((row) => text(row, "name"));
}
