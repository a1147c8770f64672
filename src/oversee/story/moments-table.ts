/**
 * Which events make up the story of a run, in order, as a table (K3): those of its own stream, of its effects and of its questions. So one page
 * of a story of 100,000 events is found without reading the others. It is made of outlines, so it is the same once
 * somebody is erased; texts are read from the sealed events themselves.
 *
 * `shown`: how many moments are told of the event; the others only say when the run moved or waited (`mark`), for the bars.
 */
import { effectStream } from "../../act/effects/effect-events.ts";
import { countOf, type OutcomeOutline, outcomeOutlineOf, waitKindsOf } from "../../engine/run-events.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import type { Projection, Sql } from "../../log/event-log.ts";
import { gateStream } from "../gates/gates-table.ts";

/** What a run does from this event on. */
export const marks = ["moving", "waiting", "person", "paused", "over"] as const;
export type Mark = (typeof marks)[number];

interface Place {
  readonly run: string;
  readonly mark: Mark | null;
  readonly isShown: boolean;
  /** How many moments the event tells; default: one. */
  readonly steps?: number;
}

/** Comes after the tables of effects and gates: it looks there whose they are. */
export const momentsProjection: Projection = {
  name: "moments",
  version: 2,
  tables: {
    moments: `CREATE TABLE moments (run TEXT NOT NULL, position INTEGER NOT NULL, at INTEGER NOT NULL, mark TEXT, shown INTEGER NOT NULL,
        PRIMARY KEY (run, position)) STRICT, WITHOUT ROWID`,
  },
  // Of steps that were recorded before their events had outlines, an erasure leaves nothing to build the table from.
  forgetful: ["moments"],
  apply(event, sql) {
    const place = placeOf(event, sql);
    if (!place || (place.mark === null && !place.isShown)) return;
    sql.run(
      "INSERT OR IGNORE INTO moments VALUES (?, ?, ?, ?, ?)",
      place.run,
      event.position,
      event.at,
      place.mark,
      place.isShown ? (place.steps ?? 1) : 0,
    );
  },
};

const runPrefix = "run/";
const effectPrefix = effectStream("");
const gatePrefix = gateStream("");

function placeOf(event: RecordedEvent, sql: Sql): Place | null {
  const { stream } = event;
  if (stream.startsWith(runPrefix)) return placeOfRunEvent(event, stream.slice(runPrefix.length));
  if (stream.startsWith(effectPrefix)) {
    const isShown = effectMoments.has(event.type);
    return isShown ? outside(sql, "SELECT run FROM effects WHERE id = ?", stream.slice(effectPrefix.length)) : null;
  }
  if (!stream.startsWith(gatePrefix) || !gateMoments.has(event.type)) return null;
  return outside(sql, "SELECT run FROM gates WHERE id = ?", stream.slice(gatePrefix.length));
}

/** `EffectEntered` stands for what was intended: it is in the clear, and only from it on the table knows the effect's run. */
const effectMoments = new Set([
  "EffectEntered",
  "EffectSucceeded",
  "EffectRefused",
  "EffectFailed",
  "EffectUnknown",
  "EffectRetrying",
  "EffectCompensated",
  "EffectStands",
]);
const gateMoments = new Set([
  "GateOpened",
  "GateAnswered",
  "GateTakenBack",
  "GatePassedOn",
  "GateExpired",
  "GateWithdrawn",
]);

function outside(sql: Sql, statement: string, id: string): Place | null {
  const run = sql.get(statement, id)?.run;
  return typeof run === "string" ? { run, mark: null, isShown: true } : null;
}

function placeOfRunEvent(event: RecordedEvent, run: string): Place {
  switch (event.type) {
    case "OutcomesDelivered":
      return { run, mark: null, isShown: true, steps: countOf(event) };
    case "RunStarted":
      return { run, mark: "moving", isShown: true };
    case "OutcomeDelivered": {
      const outline = outcomeOutlineOf(event);
      return { run, mark: outline?.waited ? "moving" : null, isShown: outline === null || isTold(outline, run) };
    }
    case "RunWaiting": {
      const kinds = waitKindsOf(event) ?? [];
      const isForPeople = kinds.length > 0 && kinds.every((kind) => kind === "gate");
      // A question tells itself, and so does an effect.
      const isShown = kinds.some((kind) => kind !== "gate" && kind !== "effect");
      return { run, mark: isForPeople ? "person" : "waiting", isShown };
    }
    case "RunSetAside":
      return { run, mark: "paused", isShown: true };
    case "RunResumed":
    case "CancelRequested":
      return { run, mark: "moving", isShown: true };
    case "RunCancelled":
    case "RunFinished":
      return { run, mark: "over", isShown: true };
    case "CancelDelivered":
      return { run, mark: null, isShown: false };
    default:
      return { run, mark: null, isShown: true };
  }
}

/** What an effect or an answer tells already is not told again when the run is given it. */
function isTold({ kind, copied, result }: OutcomeOutline, run: string): boolean {
  // What a fork kept is told by no effect and no answer of its own.
  if (result === undefined || copied) return true;
  const { status, run: doneBy, rung } = result;
  if (kind === "decide") return rung === "rule";
  return status === "denied" || status === "proposed" || (status === "succeeded" && doneBy !== run);
}
