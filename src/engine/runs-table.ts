/**
 * Where each run stands, as tables that agree with the log (K3, K7): `runs`, one row a run; `waits`, what each waiting run waits for;
 * `arrivals`, events that a run can wait for. No personal data in the clear: names of subjects and keys are pseudonyms.
 */
import { z } from "zod";
import type { RecordedEvent } from "../kernel/event.ts";
import type { Projection, Sql } from "../log/event-log.ts";
import { runFinishedSchema, runStartedSchema, runWaitingSchema, setAsideSchema } from "./run-events.ts";

export type RunStatus = "moving" | "waiting" | "done" | "cancelled" | "set aside";

export const runsProjection: Projection = {
  name: "runs",
  version: 3,
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
    deliveries: `CREATE TABLE deliveries (source TEXT NOT NULL, id TEXT NOT NULL, digest TEXT NOT NULL, position INTEGER NOT NULL,
        PRIMARY KEY (source, id)) STRICT, WITHOUT ROWID`,
  },
  // Which waits were ready is a hint that no event carries: after a rebuild all are looked at once.
  rebuilt: (sql) => void sql.run("UPDATE waits SET ready = 1"),
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
      if (!event.erased) insertRun(event, id, sql);
      return;
    case "RunWaiting":
      replaceWaits(event, id, sql);
      return;
    case "RunMoved":
      if (!event.erased && typeof event.data === "object" && event.data && "to" in event.data)
        sql.run("UPDATE runs SET version = ? WHERE id = ?", String(event.data.to), id);
      return;
    case "RunSetAside":
      sql.run("DELETE FROM waits WHERE run = ?", id);
      setStatus(sql, id, "set aside", event.at, event.erased ? null : setAsideSchema.parse(event.data).code);
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
      setStatus(sql, id, "done", event.at, event.erased ? null : runFinishedSchema.parse(event.data).continuedAs);
  }
}

function insertRun(event: RecordedEvent, id: string, sql: Sql): void {
  const { process, version, account, parent } = runStartedSchema.parse(event.data);
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

const receivedSchema = z.object({
  source: z.string(),
  id: z.string(),
  digest: z.string(),
  keys: z.array(z.string()),
  began: z.array(z.string()).default([]),
});

/** An erased event stays known by nothing but its position; its sender's id was part of what was erased. */
function applyArrival(event: RecordedEvent, sql: Sql): void {
  if (event.erased) return;
  const { source, id, digest, keys, began } = receivedSchema.parse(event.data);
  sql.run("INSERT OR IGNORE INTO deliveries VALUES (?, ?, ?, ?)", source, id, digest, event.position);
  // One that began a run because nobody waited for it is not an answer to whoever waits later.
  for (const key of began.length > 0 ? keys.slice(0, 1) : keys) {
    sql.run("INSERT OR IGNORE INTO arrivals VALUES (?, ?, ?, ?)", key, event.position, event.stream, event.number);
  }
}

const passedOnSchema = z.object({ position: z.int(), key: z.string(), began: z.array(z.string()) });

function applyPassedOn(event: RecordedEvent, sql: Sql): void {
  const { position, key, began } = passedOnSchema.parse(event.data);
  if (began.length > 0) sql.run("DELETE FROM arrivals WHERE key = ? AND position = ?", key, position);
}
