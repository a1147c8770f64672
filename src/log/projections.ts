/**
 * Keeps the tables of projections: makes them, and builds them again from the log when their version changes, up or down.
 *
 * Invariants: K3 (a table that a version of Praxis does not keep up is not trusted by the next one that knows it, whichever of them comes after the other); what a version
 * leaves behind is in nobody's way. All of it in one transaction: a start that is killed leaves the tables as they were.
 */
import type { RecordedEvent } from "../kernel/event.ts";
import type { DerivesKeys, Projection, Sql } from "./event-log.ts";
import { text } from "./rows.ts";

const pageSize = 2_000;

export interface Rebuild {
  readonly projection: string;
  readonly done: number;
  readonly total: number;
}

/** Brings every projection to its version. Runs inside one transaction of the caller's. */
export function prepareProjections(
  projections: readonly Projection[],
  sql: Sql,
  readAll: (fromPosition: number, limit: number) => RecordedEvent[],
  lastPosition: number,
  progress: (rebuild: Rebuild) => void,
  keys: DerivesKeys,
): void {
  sql.run("CREATE TABLE IF NOT EXISTS projections (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT");
  // Who made which table: another version may have named and indexed them otherwise.
  sql.run("CREATE TABLE IF NOT EXISTS projection_tables (name TEXT PRIMARY KEY, projection TEXT NOT NULL) STRICT");
  const stale = projections.filter((projection) => {
    const row = sql.get("SELECT version FROM projections WHERE name = ?", projection.name);
    return row?.version !== projection.version;
  });
  const current = new Set(projections.filter((projection) => !stale.includes(projection)).map(({ name }) => name));
  forgetOthers(sql, current);
  for (const projection of stale) {
    for (const [table, definition] of Object.entries(projection.tables)) {
      sql.run(`DROP TABLE IF EXISTS ${table}`);
      for (const statement of definition.split(";")) if (statement.trim() !== "") sql.run(statement);
    }
  }
  for (const { name, tables } of projections)
    for (const table of Object.keys(tables))
      sql.run(
        "INSERT INTO projection_tables VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET projection = excluded.projection WHERE projection != excluded.projection",
        table,
        name,
      );
  if (stale.length === 0) return;
  for (let from = 1; from <= lastPosition; ) {
    const page = readAll(from, pageSize);
    const last = page.at(-1);
    if (!last) break;
    for (const event of page) for (const projection of stale) projection.apply(event, sql, keys);
    progress({ projection: stale.map((each) => each.name).join(", "), done: last.position, total: lastPosition });
    from = last.position + 1;
  }
  for (const projection of stale) {
    projection.rebuilt?.(sql);
    sql.run("INSERT INTO projections VALUES (?, ?)", projection.name, projection.version);
  }
}

/**
 * Takes away what is not kept up from here on: tables of projections that this version does not know, or in another version. A newer Praxis that comes back would
 * find them without what was recorded meanwhile, and take them for whole.
 */
function forgetOthers(sql: Sql, current: ReadonlySet<string>): void {
  for (const row of sql.all("SELECT name, projection FROM projection_tables")) {
    if (current.has(text(row, "projection"))) continue;
    sql.run(`DROP TABLE IF EXISTS "${text(row, "name").replaceAll('"', '""')}"`);
    sql.run("DELETE FROM projection_tables WHERE name = ?", text(row, "name"));
  }
  for (const row of sql.all("SELECT name FROM projections"))
    if (!current.has(text(row, "name"))) sql.run("DELETE FROM projections WHERE name = ?", text(row, "name"));
}
