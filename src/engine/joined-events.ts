/**
 * Events that join a run instead of starting one: an answer that somebody waits for is not another wish.
 *
 * Invariants: whether an event joins is decided in the transaction that records it, and recorded with it (K3). It joins the runs that wait for it and
 * for what it is about, also one that is just at work on such an event and may wait again. If all of them come to rest without having taken it, it is
 * passed on in that transaction: to whoever waits for it then, or it starts what it would have started. So each is taken by somebody, and none both
 * starts a run and is given to another that waits for what it is about.
 */
import { z } from "zod";
import { type Cause, outlineOf, type RecordedEvent } from "../kernel/event.ts";
import { derivedId } from "../kernel/ids.ts";
import { isObject, type Json } from "../kernel/json.ts";
import { anyJson } from "../kernel/schema.ts";
import type { EventLog, Projection, Sql, Transaction } from "../log/event-log.ts";
import { integer, text } from "../log/rows.ts";
import type { WaitOn } from "./command.ts";
import type { ProcessRegistry } from "./process-registry.ts";
import type { RunStarted } from "./run-events.ts";

/** What is recorded of it in EventReceived, where a process starts only unless the event is awaited. */
export interface Joining {
  /** The runs that it joins. */
  readonly joined?: readonly string[];
  /** The processes that it did not start, for their sake. */
  readonly instead?: readonly string[];
  /** The runs that it started because nobody waited for it: they are at work on it. */
  readonly began?: readonly string[];
}

export const joinedProjection: Projection = {
  name: "joined",
  version: 2,
  tables: {
    joined: `CREATE TABLE joined (run TEXT NOT NULL, position INTEGER NOT NULL, stream TEXT NOT NULL, number INTEGER NOT NULL,
        PRIMARY KEY (run, position)) STRICT, WITHOUT ROWID;
      CREATE INDEX joined_by_position ON joined (position)`,
    talks: `CREATE TABLE talks (run TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (run, key)) STRICT, WITHOUT ROWID;
      CREATE INDEX talks_by_key ON talks (key)`,
  },
  apply(event, sql) {
    if (event.type === "EventReceived") return applyReceived(event, sql);
    if (event.type === "EventPassedOn") return applyPassedOn(event, sql);
    if (event.stream.startsWith("run/")) applyRunEvent(event, event.stream.slice(4), sql);
  },
};

const receivedSchema = z.object({
  keys: z.array(z.string()),
  joined: z.array(z.string()).default([]),
  began: z.array(z.string()).default([]),
});

function applyReceived(event: RecordedEvent, sql: Sql): void {
  const received = receivedSchema.safeParse(outlineOf(event)).data;
  if (!received) return;
  const { keys, joined, began } = received;
  for (const run of joined)
    sql.run("INSERT OR IGNORE INTO joined VALUES (?, ?, ?, ?)", run, event.position, event.stream, event.number);
  const key = keys[1];
  if (key !== undefined) for (const run of began) sql.run("INSERT OR IGNORE INTO talks VALUES (?, ?)", run, key);
}

export const passedOnSchema = z.object({
  position: z.int(),
  stream: z.string(),
  number: z.int(),
  key: z.string(),
  joined: z.array(z.string()),
  began: z.array(z.string()),
});

function applyPassedOn(event: RecordedEvent, sql: Sql): void {
  const { position, stream, number, key, joined, began } = passedOnSchema.parse(event.data);
  for (const run of joined) sql.run("INSERT OR IGNORE INTO joined VALUES (?, ?, ?, ?)", run, position, stream, number);
  for (const run of began) sql.run("INSERT OR IGNORE INTO talks VALUES (?, ?)", run, key);
}

function applyRunEvent(event: RecordedEvent, run: string, sql: Sql): void {
  switch (event.type) {
    case "OutcomeDelivered":
      return event.erased ? undefined : applyOutcome(event.data, run, sql);
    case "RunSetAside":
      // Whatever it holds it takes when it is retried, or gives back when it is cancelled.
      return void sql.run("DELETE FROM talks WHERE run = ?", run);
    case "RunFinished": {
      const next = isObject(event.data) ? event.data.continuedAs : null;
      if (typeof next === "string") {
        sql.run("UPDATE OR IGNORE joined SET run = ? WHERE run = ?", next, run);
        sql.run("UPDATE OR IGNORE talks SET run = ? WHERE run = ?", next, run);
      }
      return forget(run, sql);
    }
    case "RunWaiting":
    case "RunCancelled":
      forget(run, sql);
  }
}

function forget(run: string, sql: Sql): void {
  sql.run("DELETE FROM joined WHERE run = ?", run);
  sql.run("DELETE FROM talks WHERE run = ?", run);
}

/** An event is taken by whoever is given it; what a fork keeps was given to its origin. */
function applyOutcome(data: Json, run: string, sql: Sql): void {
  if (!isObject(data) || data.kind !== "wait" || data.copy !== undefined || !isObject(data.value)) return;
  const { key, position } = data.value;
  if (typeof key !== "string" || typeof position !== "number") return;
  sql.run("DELETE FROM joined WHERE position = ?", position);
  sql.run("INSERT OR IGNORE INTO talks VALUES (?, ?)", run, key);
}

/** The runs that an event under this key joins. @param key of the type and what it is about; by type alone nothing is joined. */
export function runsToJoin(engine: EngineOfEvents, sql: Sql, key: string | undefined): string[] {
  if (key === undefined) return [];
  const rows = sql.all(
    "SELECT run FROM waits WHERE kind = 'event' AND key = ? UNION SELECT run FROM talks WHERE key = ?",
    key,
    key,
  );
  // One that waits for it while something else of it is under way has no row in the table of waits.
  return [...new Set([...rows.map((row) => text(row, "run")), ...engine.listening({ kind: "event", key })])];
}

/** What is needed of the engine. */
export interface EngineOfEvents {
  readonly log: EventLog;
  readonly registry: ProcessRegistry;
  listening(on: WaitOn): string[];
  wake(runId: string): void;
  startOn(transaction: Transaction, id: string, started: RunStarted, cause: Cause): void;
}

export interface HeldEvent {
  readonly position: number;
  readonly stream: string;
  readonly number: number;
}

/** Events that joined this run and were not taken so far. Read it before the run's rest or end is recorded. */
export function eventsHeldBy(sql: Sql, run: string): HeldEvent[] {
  return sql.all("SELECT position, stream, number FROM joined WHERE run = ? ORDER BY position", run).map((row) => ({
    position: integer(row, "position"),
    stream: text(row, "stream"),
    number: integer(row, "number"),
  }));
}

const heldSchema = z.object({
  source: z.string(),
  id: z.string(),
  account: z.string(),
  subject: z.string().nullable(),
  keys: z.tuple([z.string(), z.string()]),
  payload: anyJson,
  instead: z.array(z.string()),
});
type Held = z.infer<typeof heldSchema>;

/**
 * Passes these events on, one after the other as if they came now, but for those that another run still holds.
 * @param from the run that came to rest without them
 */
export function passEventsOn(
  engine: EngineOfEvents,
  transaction: Transaction,
  from: string,
  held: readonly HeldEvent[],
): void {
  for (const { position, stream, number } of held) {
    if (transaction.sql.get("SELECT 1 FROM joined WHERE position = ?", position)) continue;
    const event = engine.log.readEvent(stream, number);
    if (!event || event.erased) continue;
    const data = heldSchema.parse(event.data);
    const [, key] = data.keys;
    const joined = runsToJoin(engine, transaction.sql, key).filter((run) => run !== from);
    const began = joined.length > 0 ? [] : startRuns(engine, transaction, event, data);
    const passed = { position, stream, number, key, joined, began };
    const log = `passed-on/${data.source}`;
    const cause = { principal: "system", causation: position, correlation: event.correlation ?? "" };
    transaction.append(log, transaction.head(log), [{ type: "EventPassedOn", data: passed }], cause);
    for (const run of joined) engine.wake(run);
  }
}

function startRuns(engine: EngineOfEvents, transaction: Transaction, event: RecordedEvent, data: Held): string[] {
  const { source, id, account, subject, payload, instead } = data;
  const cause = { principal: event.principal, correlation: event.correlation ?? "", causation: event.position };
  return instead.map((process) => {
    const run = derivedId("run", source, id, process);
    const code = engine.registry.newest(process);
    const version = code?.version ?? "";
    const started = { process, version, input: payload, account, subject, trigger: event.position, parent: null };
    engine.startOn(transaction, run, { ...started, ...(code?.isHousekeeping ? { isHousekeeping: true } : {}) }, cause);
    return run;
  });
}
