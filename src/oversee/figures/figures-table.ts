/**
 * What figures are computed from, as tables (K3), from events alone: `run_figures`, `gate_figures` and `effect_figures`, one row each, laid out by process and
 * by when the run started, so that a week of a process is one stretch on disk; `step_figures`, decisions and what was not allowed; `process_figures`, which
 * process is housekeeping, by what its newest run says.
 *
 * A run needed a person where one was asked, where it was set aside, or where somebody steered it: `needed` counts these.
 *
 * Pseudonyms and words of the code only, and no personal data; made of outlines. So erasing a person leaves their runs, steps, questions and money in the
 * figures, also where the tables are built again.
 */

import { outcomeOutlineOf } from "../../engine/run-events.ts";
import { outlineOf, type RecordedEvent } from "../../kernel/event.ts";
import type { Projection, Sql } from "../../log/event-log.ts";
import { applyEffectFigures } from "./effect-figures.ts";
import { finishedSchema, principalIsPerson, setAsideSchema, startedSchema } from "./figure-events.ts";
import { applyGateFigures } from "./gate-figures.ts";

export const figuresProjection: Projection = {
  name: "figures",
  version: 3,
  tables: {
    run_figures: `CREATE TABLE run_figures (
        process TEXT NOT NULL, started_at INTEGER NOT NULL, run TEXT NOT NULL, account TEXT NOT NULL, ended TEXT, took_ms INTEGER,
        touches INTEGER NOT NULL DEFAULT 0, handoffs INTEGER NOT NULL DEFAULT 0, needed INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (process, started_at, run)) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX run_figures_by_run ON run_figures (run)`,
    gate_figures: `CREATE TABLE gate_figures (
        process TEXT NOT NULL, run_started_at INTEGER NOT NULL, gate TEXT NOT NULL, run TEXT NOT NULL, account TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL,
        opened_at INTEGER NOT NULL, stood_ms INTEGER, PRIMARY KEY (process, run_started_at, gate)) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX gate_figures_by_gate ON gate_figures (gate);
      CREATE INDEX gate_figures_by_time ON gate_figures (opened_at);
      CREATE INDEX gate_figures_open ON gate_figures (opened_at) WHERE status = 'open'`,
    effect_figures: `CREATE TABLE effect_figures (
        process TEXT NOT NULL, run_started_at INTEGER NOT NULL, effect TEXT NOT NULL, run TEXT NOT NULL, account TEXT NOT NULL, contract TEXT NOT NULL, status TEXT NOT NULL,
        code TEXT, cents INTEGER, currency TEXT, unknown INTEGER NOT NULL DEFAULT 0, conflicts INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL, settled_at INTEGER, PRIMARY KEY (process, run_started_at, effect)) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX effect_figures_by_effect ON effect_figures (effect);
      CREATE INDEX effect_figures_by_time ON effect_figures (created_at)`,
    step_figures: `CREATE TABLE step_figures (
        at INTEGER NOT NULL, run TEXT NOT NULL, seq INTEGER NOT NULL, process TEXT NOT NULL, account TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, word TEXT NOT NULL,
        PRIMARY KEY (at, run, seq)) STRICT, WITHOUT ROWID`,
    process_figures:
      "CREATE TABLE process_figures (process TEXT PRIMARY KEY, housekeeping INTEGER NOT NULL) STRICT, WITHOUT ROWID",
  },
  // Of steps that were recorded before their events had outlines, an erasure leaves nothing to build the table from.
  forgetful: ["step_figures"],
  apply(event, sql) {
    if (event.stream.startsWith("run/")) applyRunFigures(event, event.stream.slice(4), sql);
    else if (event.stream.startsWith("gate/")) applyGateFigures(event, event.stream.slice(5), sql);
    else if (event.stream.startsWith("effect/")) applyEffectFigures(event, event.stream.slice(7), sql);
  },
};

function applyRunFigures(event: RecordedEvent, run: string, sql: Sql): void {
  switch (event.type) {
    case "RunStarted": {
      const started = startedSchema.safeParse(outlineOf(event)).data;
      if (!started) return;
      const { process, account, isHousekeeping } = started;
      sql.run(
        `INSERT INTO process_figures VALUES (?, ?) ON CONFLICT (process) DO UPDATE SET housekeeping = excluded.housekeeping
           WHERE housekeeping <> excluded.housekeeping`,
        process,
        isHousekeeping ? 1 : 0,
      );
      sql.run(
        "INSERT INTO run_figures (process, started_at, run, account) VALUES (?, ?, ?, ?)",
        process,
        event.at,
        run,
        account,
      );
      return;
    }
    case "OutcomeDelivered":
      return applyStep(event, run, sql);
    // One that goes on as another run is not over.
    case "RunFinished":
      return finishedSchema.safeParse(outlineOf(event)).data?.continuedAs == null
        ? end(sql, run, "done", event.at)
        : end(sql, run, "went on", null);
    case "RunCancelled":
      return end(sql, run, "cancelled", null);
    case "RunSetAside":
      // What an erasure left is nobody's to take up, and waits for nothing.
      if (setAsideSchema.parse(outlineOf(event)).code === "erased") return end(sql, run, "erased", null);
      return need(sql, run);
    case "CancelRequested":
    case "RunResumed":
      if (principalIsPerson(event)) need(sql, run);
  }
}

function need(sql: Sql, run: string): void {
  sql.run("UPDATE run_figures SET needed = needed + 1 WHERE run = ?", run);
}

function end(sql: Sql, run: string, how: string, at: number | null): void {
  sql.run("UPDATE run_figures SET ended = ?, took_ms = ? - started_at WHERE run = ?", how, at, run);
}

/** This looks at every step of every run, so it reads no more than it needs. */
function applyStep(event: RecordedEvent, run: string, sql: Sql): void {
  const outline = outcomeOutlineOf(event);
  // What a fork kept of its origin is counted there.
  if (outline?.result === undefined || outline.copied) return;
  const { seq, kind, name, result } = outline;
  const step = { seq, kind, name };
  if (kind === "decide") return note(event, run, sql, { ...step, word: result.rung ?? result.status });
  if (result.status === "conflict")
    for (const effect of result.with ?? [])
      sql.run("UPDATE effect_figures SET conflicts = conflicts + 1 WHERE effect = ?", effect);
  if (result.status === "denied") return note(event, run, sql, { ...step, kind: "denied", word: result.policy ?? "" });
  if (result.status !== "succeeded" && result.status !== "refused" && result.status !== "failed")
    note(event, run, sql, { ...step, word: result.status });
}

function note(
  event: RecordedEvent,
  run: string,
  sql: Sql,
  step: { seq: number; kind: string; name: string; word: string },
): void {
  const row = sql.get("SELECT process, account FROM run_figures WHERE run = ?", run);
  sql.run(
    "INSERT OR REPLACE INTO step_figures VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    event.at,
    run,
    step.seq,
    String(row?.process ?? ""),
    String(row?.account ?? ""),
    step.kind,
    step.name,
    step.word,
  );
}
