/** How many answers people gave for each run, as a table (K3); an answer that was taken back does not count. Most runs have no row. */
import type { Projection } from "../../log/event-log.ts";
import { gateStream } from "../gates/gates-table.ts";

const prefix = gateStream("");
const person = "person:";

/** Comes after the tables of gates and runs. */
export const touchesProjection: Projection = {
  name: "touches",
  version: 1,
  tables: {
    touches: `CREATE TABLE touches (run TEXT PRIMARY KEY, count INTEGER NOT NULL, run_started_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX touches_by_time ON touches (run_started_at, run) WHERE count > 0`,
  },
  apply(event, sql) {
    if (event.type !== "GateAnswered" && event.type !== "GateTakenBack") return;
    if (!event.stream.startsWith(prefix) || !event.principal.startsWith(person)) return;
    sql.run(
      `INSERT INTO touches SELECT r.id, 1, r.started_at FROM gates g JOIN runs r ON r.id = g.run WHERE g.id = ?
        ON CONFLICT (run) DO UPDATE SET count = count + ?`,
      event.stream.slice(prefix.length),
      event.type === "GateAnswered" ? 1 : -1,
    );
  },
};
