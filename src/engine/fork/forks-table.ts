/** Which run is a fork of which, as a table (K3): so that lists and stories link them both ways. */
import { outlineOf } from "../../kernel/event.ts";
import type { Projection, Sql } from "../../log/event-log.ts";
import { integer, text } from "../../log/rows.ts";
import { runOutlineSchema } from "../run-events.ts";

export const forksProjection: Projection = {
  name: "forks",
  version: 2,
  tables: {
    forks: `CREATE TABLE forks (run TEXT PRIMARY KEY, of TEXT NOT NULL, root TEXT NOT NULL, step INTEGER NOT NULL, at INTEGER NOT NULL)
        STRICT, WITHOUT ROWID;
      CREATE INDEX forks_by_origin ON forks (of, at)`,
  },
  apply(event, sql) {
    if (event.type !== "RunStarted") return;
    const fork = runOutlineSchema.safeParse(outlineOf(event)).data?.fork;
    if (fork) {
      const run = event.stream.slice("run/".length);
      sql.run("INSERT INTO forks VALUES (?, ?, ?, ?, ?)", run, fork.of, fork.root, fork.step, event.at);
    }
  },
};

export interface ForkLink {
  /** The other run: the origin, or a fork. */
  readonly run: string;
  readonly step: number;
}

const mostShown = 50;

export function forkOf(sql: Sql, run: string): ForkLink | null {
  const row = sql.get("SELECT of, step FROM forks WHERE run = ?", run);
  return row ? { run: text(row, "of"), step: integer(row, "step") } : null;
}

/** Newest first. */
export function forksOf(sql: Sql, run: string): ForkLink[] {
  return sql
    .all("SELECT run, step FROM forks WHERE of = ? ORDER BY at DESC LIMIT ?", run, mostShown)
    .map((row) => ({ run: text(row, "run"), step: integer(row, "step") }));
}
