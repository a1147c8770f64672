/** Keeps the tables of projections: makes them, and builds them again from the log when their version changes. */
import type { RecordedEvent } from "../kernel/event.ts";
import type { DerivesKeys, Projection, Sql } from "./event-log.ts";

const pageSize = 2_000;

export interface Rebuild {
  readonly projection: string;
  readonly done: number;
  readonly total: number;
}

/** Brings every projection up to its version. Runs inside one transaction of the caller's. */
export function prepareProjections(
  projections: readonly Projection[],
  sql: Sql,
  readAll: (fromPosition: number, limit: number) => RecordedEvent[],
  lastPosition: number,
  progress: (rebuild: Rebuild) => void,
  keys: DerivesKeys,
): void {
  sql.run("CREATE TABLE IF NOT EXISTS projections (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT");
  const stale = projections.filter((projection) => {
    const row = sql.get("SELECT version FROM projections WHERE name = ?", projection.name);
    return row?.version !== projection.version;
  });
  for (const projection of stale) {
    for (const [table, definition] of Object.entries(projection.tables)) {
      sql.run(`DROP TABLE IF EXISTS ${table}`);
      for (const statement of definition.split(";")) if (statement.trim() !== "") sql.run(statement);
    }
  }
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
    sql.run(
      "INSERT INTO projections VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET version = excluded.version",
      projection.name,
      projection.version,
    );
  }
}
