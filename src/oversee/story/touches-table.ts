/**
 * Which runs needed a person, as a table (K3), and how many answers people gave for each; an answer that was taken back does not count. A run needed one where
 * one was asked, whether or not an answer came, where it was set aside, or where somebody steered it. Most runs have no row.
 */
import { z } from "zod";
import { outlineOf, type RecordedEvent } from "../../kernel/event.ts";
import type { Projection, Sql } from "../../log/event-log.ts";
import { gateStream } from "../gates/gates-table.ts";

const gates = gateStream("");
const runs = "run/";
const person = "person:";

/** Comes after the tables of gates and runs. */
export const touchesProjection: Projection = {
  name: "touches",
  version: 2,
  tables: {
    touches: `CREATE TABLE touches (run TEXT PRIMARY KEY, count INTEGER NOT NULL, run_started_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX touches_by_time ON touches (run_started_at, run)`,
  },
  apply(event, sql) {
    if (event.stream.startsWith(gates)) applyGate(event, event.stream.slice(gates.length), sql);
    else if (event.stream.startsWith(runs) && isSteered(event)) touch(sql, event.stream.slice(runs.length), 0);
  },
};

const openedSchema = z.object({ run: z.string().nullable() });
/** Where it is not there, the one who it was about was erased. */
const setAsideSchema = z.object({ code: z.string() }).catch({ code: "erased" });

function applyGate(event: RecordedEvent, gate: string, sql: Sql): void {
  if (event.type === "GateOpened") {
    const run = openedSchema.safeParse(outlineOf(event)).data?.run;
    if (run) touch(sql, run, 0);
  } else if (event.principal.startsWith(person)) {
    const by = event.type === "GateAnswered" ? 1 : event.type === "GateTakenBack" ? -1 : 0;
    const row = by === 0 ? undefined : sql.get("SELECT run FROM gates WHERE id = ?", gate);
    if (typeof row?.run === "string") touch(sql, row.run, by);
  }
}

/** What an erasure left aside is nobody's to take up. */
function isSteered(event: RecordedEvent): boolean {
  if (event.type === "RunSetAside") return setAsideSchema.parse(outlineOf(event)).code !== "erased";
  return (event.type === "RunResumed" || event.type === "CancelRequested") && event.principal.startsWith(person);
}

function touch(sql: Sql, run: string, answers: number): void {
  sql.run(
    `INSERT INTO touches SELECT id, ?, started_at FROM runs WHERE id = ? ON CONFLICT (run) DO UPDATE SET count = count + ?`,
    Math.max(0, answers),
    run,
    answers,
  );
}
