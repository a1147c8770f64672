/**
 * The run's own lane: when it moved, waited, waited for people, or stood aside. A run that did so often is drawn in slices of equal length,
 * each as what it mostly did in it: the lane never has more bars than can be seen.
 */
import type { EventLog } from "../../log/event-log.ts";
import { integer, oneOf } from "../../log/rows.ts";
import { type Mark, marks } from "./moments-table.ts";
import type { Bar } from "./story-shape.ts";

/** More than this cannot be told apart on a screen. */
const mostBars = 400;

export interface Segment {
  readonly mark: Mark;
  readonly from: number;
  /** Null where it goes on. */
  readonly to: number | null;
}

interface Drawn {
  readonly bars: Bar[];
  readonly head: number;
  readonly at: number;
}

export function runBars(log: EventLog, run: string, now: number): Bar[] {
  const rows = log.sql.all(
    "SELECT at, mark FROM moments WHERE run = ? AND mark IS NOT NULL ORDER BY position LIMIT ?",
    run,
    mostBars * 2 + 1,
  );
  const changes = rows.map((row) => ({ at: integer(row, "at"), mark: oneOf(row, "mark", marks) }));
  if (changes.length <= mostBars * 2) return segmentsOf(changes).map((segment, index) => barOf(segment, index));
  return slicedBars(log, run, now);
}

/** Drawn anew only where the run has changed, or time has gone on: whoever reads a long story turns many pages of it. */
const drawn = new WeakMap<
  EventLog,
  Map<string, { readonly bars: Bar[]; readonly head: number; readonly at: number }>
>();
const mostDrawn = 50;
const freshForMs = 60_000;

function slicedBars(log: EventLog, run: string, now: number): Bar[] {
  const known = drawn.get(log) ?? new Map<string, Drawn>();
  drawn.set(log, known);
  const row = log.sql.get("SELECT max(position) AS head FROM moments WHERE run = ?", run);
  const head = integer(row ?? {}, "head");
  const before = known.get(run);
  if (before?.head === head && Math.abs(now - before.at) < freshForMs) return before.bars;
  const bars = sliced(log, run, now).map((segment, index) => {
    const bar = barOf(segment, index);
    return { ...bar, label: `Mostly ${bar.label.toLowerCase()}` };
  });
  if (known.size >= mostDrawn) known.clear();
  known.set(run, { bars, head, at: now });
  return bars;
}

/** Neighbours that do the same are one; what took no time is left out. */
export function segmentsOf(changes: readonly { readonly at: number; readonly mark: Mark }[]): Segment[] {
  const segments: { mark: Mark; from: number; to: number | null }[] = [];
  for (const { at, mark } of changes) {
    const last = segments.at(-1);
    if (last?.mark === mark) continue;
    if (last) last.to = at;
    if (last && last.to === last.from) segments.pop();
    const before = segments.at(-1);
    if (before?.mark === mark && before.to === at) before.to = null;
    else segments.push({ mark, from: at, to: null });
  }
  return segments.filter(({ mark }) => mark !== "over");
}

/** For each slice of time what it did for the longest, counted by the database: a run may have changed 100,000 times. */
function sliced(log: EventLog, run: string, now: number): Segment[] {
  const bounds = log.sql.get(
    "SELECT min(at) AS first, max(at) AS last, max(CASE WHEN mark = 'over' THEN 1 ELSE 0 END) AS over FROM moments WHERE run = ?",
    run,
  );
  if (!bounds) return [];
  const first = integer(bounds, "first");
  const isOver = integer(bounds, "over") === 1;
  const last = isOver ? integer(bounds, "last") : Math.max(now, integer(bounds, "last"));
  const sliceMs = Math.max(1, Math.ceil((last - first + 1) / mostBars));
  const rows = log.sql.all(
    `SELECT CAST((at - ?) / ? AS INTEGER) AS slice, mark, sum(until - at) AS ms, max(until) AS until FROM (
        SELECT at, mark, lead(at, 1, ?) OVER (ORDER BY position) AS until FROM moments WHERE run = ? AND mark IS NOT NULL)
      WHERE mark <> 'over' GROUP BY slice, mark ORDER BY slice, ms`,
    first,
    sliceMs,
    last,
    run,
  );
  // The last row of a slice is what it did for the longest; a stretch that reaches over many slices began in one of them.
  const bySlice = new Map(rows.map((row) => [integer(row, "slice"), row]));
  const changes: { at: number; mark: Mark }[] = [];
  for (const [slice, row] of bySlice) changes.push({ at: first + slice * sliceMs, mark: oneOf(row, "mark", marks) });
  if (isOver) changes.push({ at: last, mark: "over" });
  return segmentsOf(changes);
}

const looks: Readonly<Record<Mark, Pick<Bar, "kind" | "label"> & { open: Bar["status"]; past: Bar["status"] }>> = {
  moving: { kind: "moving", label: "Moving", open: "moving", past: "done" },
  waiting: { kind: "waiting", label: "Waiting", open: "waiting", past: "past" },
  person: { kind: "person", label: "Waiting for a person", open: "waiting", past: "past" },
  paused: { kind: "waiting", label: "Set aside", open: "failed", past: "failed" },
  over: { kind: "moving", label: "Over", open: "past", past: "past" },
};

function barOf({ mark, from, to }: Segment, index: number): Bar {
  const { kind, label, open, past } = looks[mark];
  const status = to === null ? open : past;
  return { id: `run/${index}`, lane: "run", label, kind, from, to, status, of: null, step: null };
}
