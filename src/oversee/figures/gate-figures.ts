/** Of each gate: how long it stood open until a person's answer, or until its time was over without one, and what that meant for its run. */
import { outlineOf, type RecordedEvent } from "../../kernel/event.ts";
import type { Sql } from "../../log/event-log.ts";
import { answeredSchema, openedSchema, principalIsPerson } from "./figure-events.ts";

const words = { approve: "approved", answer: "answered", decline: "declined" } as const;

export function applyGateFigures(event: RecordedEvent, gate: string, sql: Sql): void {
  switch (event.type) {
    case "GateOpened":
      return open(event, gate, sql);
    case "GateAnswered": {
      const verdict = answeredSchema.safeParse(outlineOf(event)).data?.verdict;
      sql.run(
        "UPDATE gate_figures SET status = ?, stood_ms = ? - opened_at WHERE gate = ?",
        verdict ? words[verdict] : "answered",
        event.at,
        gate,
      );
      return touch(event, gate, sql, "touches", 1);
    }
    // What was taken back before it counted was not an answer.
    case "GateTakenBack":
      sql.run("UPDATE gate_figures SET status = 'open', stood_ms = NULL WHERE gate = ?", gate);
      return touch(event, gate, sql, "touches", -1);
    case "GatePassedOn":
      return touch(event, gate, sql, "handoffs", 1);
    case "GateExpired":
      return void sql.run(
        "UPDATE gate_figures SET status = 'expired', stood_ms = ? - opened_at WHERE gate = ?",
        event.at,
        gate,
      );
    case "GateWithdrawn":
      sql.run("UPDATE gate_figures SET status = 'withdrawn' WHERE gate = ?", gate);
  }
}

function open(event: RecordedEvent, gate: string, sql: Sql): void {
  const opened = openedSchema.safeParse(outlineOf(event)).data;
  if (!opened || opened.run === null) return;
  const { kind, run, process, account } = opened;
  const row = sql.get("SELECT process, started_at FROM run_figures WHERE run = ?", run);
  sql.run(
    "INSERT INTO gate_figures VALUES (?, ?, ?, ?, ?, ?, 'open', ?, NULL)",
    String(row?.process ?? process ?? ""),
    Number(row?.started_at ?? event.at),
    gate,
    run,
    account,
    kind,
    event.at,
  );
  sql.run("UPDATE run_figures SET needed = needed + 1 WHERE run = ?", run);
}

function touch(event: RecordedEvent, gate: string, sql: Sql, column: "touches" | "handoffs", by: number): void {
  if (!principalIsPerson(event)) return;
  sql.run(
    `UPDATE run_figures SET ${column} = ${column} + ? WHERE run = (SELECT run FROM gate_figures WHERE gate = ?)`,
    by,
    gate,
  );
}
