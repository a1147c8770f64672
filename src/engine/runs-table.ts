/**
 * Where each run stands, as tables that agree with the log (K3, K7): `runs`, one row a run; `waits`, what each waiting run waits for;
 * `arrivals`, events that a run can wait for; `deliveries`, what was taken in. No personal data in the clear: names of subjects and keys are pseudonyms.
 *
 * Invariant: erasing a person takes no row away, live or after a rebuild (K10). An erased run keeps its place and its state, and what was taken in once is
 * not taken again.
 */
import { z } from "zod";
import { outlineOf, type RecordedEvent } from "../kernel/event.ts";
import { isObject } from "../kernel/json.ts";
import type { Projection, Sql } from "../log/event-log.ts";
import { passedOnSchema } from "./joined-events.ts";
import { runOutlineSchema, runWaitingSchema } from "./run-events.ts";

export type RunStatus = "moving" | "waiting" | "done" | "cancelled" | "set aside";

export const runsProjection: Projection = {
  name: "runs",
  version: 4,
  tables: {
    runs: `CREATE TABLE runs (
        id TEXT PRIMARY KEY, process TEXT NOT NULL, version TEXT NOT NULL, status TEXT NOT NULL, account TEXT NOT NULL,
        subject TEXT, parent TEXT, correlation TEXT, started_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
        detail TEXT, started_position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX runs_by_status ON runs (status, started_at);
      CREATE INDEX runs_by_time ON runs (started_at, id);
      CREATE INDEX runs_by_process ON runs (process, started_at);
      CREATE INDEX runs_by_account ON runs (account, started_at);
      CREATE INDEX runs_by_subject ON runs (subject, started_at);
      CREATE INDEX runs_by_correlation ON runs (correlation)`,
    waits: `CREATE TABLE waits (
        run TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, what TEXT NOT NULL, owner TEXT NOT NULL,
        since INTEGER NOT NULL, due_at INTEGER, ready INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (run, seq)) STRICT, WITHOUT ROWID;
      CREATE INDEX waits_by_key ON waits (kind, key);
      CREATE INDEX waits_due ON waits (due_at) WHERE due_at IS NOT NULL AND ready = 0;
      CREATE INDEX waits_ready ON waits (ready) WHERE ready = 1`,
    arrivals: `CREATE TABLE arrivals (key TEXT NOT NULL, position INTEGER NOT NULL, stream TEXT NOT NULL, number INTEGER NOT NULL,
        PRIMARY KEY (key, position)) STRICT, WITHOUT ROWID`,
    deliveries:
      "CREATE TABLE deliveries (key TEXT PRIMARY KEY, digest TEXT NOT NULL, position INTEGER NOT NULL) STRICT, WITHOUT ROWID",
  },
  // Which waits were ready is a hint that no event carries: after a rebuild all are looked at once.
  rebuilt: (sql) => void sql.run("UPDATE waits SET ready = 1"),
  // A run counts as moving once what it waits for is ready.
  hints: { waits: ["ready"], runs: ["status"] },
  apply(event, sql) {
    if (event.stream.startsWith("run/")) applyRunEvent(event, event.stream.slice(4), sql);
    else if (event.type === "EventReceived") applyArrival(event, sql);
    else if (event.type === "EventPassedOn") applyPassedOn(event, sql);
  },
};

function applyRunEvent(event: RecordedEvent, id: string, sql: Sql): void {
  switch (event.type) {
    case "OutcomeDelivered":
      if (typeof event.data === "object" && event.data && "waited" in event.data && event.data.waited === true) {
        sql.run("DELETE FROM waits WHERE run = ? AND seq = ?", id, "seq" in event.data ? Number(event.data.seq) : 0);
        setStatus(sql, id, "moving", event.at, null);
      }
      return;
    case "RunStarted":
      return insertRun(event, id, sql);
    case "RunWaiting":
      replaceWaits(event, id, sql);
      return;
    case "RunMoved":
      return moveRun(event, id, sql);
    case "RunSetAside":
      sql.run("DELETE FROM waits WHERE run = ?", id);
      setStatus(sql, id, "set aside", event.at, fieldOf(event, "code"));
      return;
    case "RunResumed":
    case "CancelRequested":
      setStatus(sql, id, "moving", event.at, null);
      return;
    case "RunCancelled":
      sql.run("DELETE FROM waits WHERE run = ?", id);
      setStatus(sql, id, "cancelled", event.at, null);
      return;
    case "RunFinished":
      sql.run("DELETE FROM waits WHERE run = ?", id);
      setStatus(sql, id, "done", event.at, fieldOf(event, "continuedAs"));
  }
}

/** A word that the outline keeps; null where it says none. */
function fieldOf(event: RecordedEvent, name: string): string | null {
  const outline = outlineOf(event);
  const value = isObject(outline) ? outline[name] : null;
  return typeof value === "string" ? value : null;
}

function moveRun(event: RecordedEvent, id: string, sql: Sql): void {
  const to = fieldOf(event, "to");
  if (to !== null) sql.run("UPDATE runs SET version = ? WHERE id = ?", to, id);
}

function insertRun(event: RecordedEvent, id: string, sql: Sql): void {
  const started = runOutlineSchema.safeParse(outlineOf(event)).data;
  if (!started) return;
  const { process, version, account, parent } = started;
  sql.run(
    "INSERT INTO runs VALUES (?, ?, ?, 'moving', ?, ?, ?, ?, ?, ?, NULL, ?)",
    id,
    process,
    version,
    account,
    event.subjects[0] ?? null,
    parent,
    event.correlation ?? null,
    event.at,
    event.at,
    event.position,
  );
}

function replaceWaits(event: RecordedEvent, id: string, sql: Sql): void {
  sql.run("DELETE FROM waits WHERE run = ?", id);
  setStatus(sql, id, "waiting", event.at, null);
  if (event.erased) return;
  for (const wait of runWaitingSchema.parse(event.data).waits) {
    sql.run(
      "INSERT INTO waits VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
      id,
      wait.seq,
      wait.on.kind,
      wait.on.key,
      wait.what,
      wait.owner,
      event.at,
      wait.dueAt,
    );
  }
}

function setStatus(sql: Sql, id: string, status: RunStatus, at: number, detail: string | null): void {
  sql.run("UPDATE runs SET status = ?, changed_at = ?, detail = ? WHERE id = ?", status, at, detail, id);
}

const arrivedSchema = z.object({
  /** Keyed hash of the source and its sender's id. */
  delivery: z.string(),
  /** Keyed hash of what it said. */
  said: z.string(),
  keys: z.array(z.string()),
  began: z.array(z.string()).default([]),
});

/** What was erased is not taken a second time when it is sent again, and still counts as come for whoever waits. */
function applyArrival(event: RecordedEvent, sql: Sql): void {
  const arrived = arrivedSchema.safeParse(outlineOf(event)).data;
  if (!arrived) return;
  const { delivery, said, keys, began } = arrived;
  sql.run("INSERT OR IGNORE INTO deliveries VALUES (?, ?, ?)", delivery, said, event.position);
  // One that began a run because nobody waited for it is not an answer to whoever waits later.
  for (const key of began.length > 0 ? keys.slice(0, 1) : keys) {
    sql.run("INSERT OR IGNORE INTO arrivals VALUES (?, ?, ?, ?)", key, event.position, event.stream, event.number);
  }
}

function applyPassedOn(event: RecordedEvent, sql: Sql): void {
  const { position, key, began } = passedOnSchema.parse(event.data);
  if (began.length > 0) sql.run("DELETE FROM arrivals WHERE key = ? AND position = ?", key, position);
}
