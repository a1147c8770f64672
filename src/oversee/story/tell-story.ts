/**
 * The story of a run: a headline, why it waits, one page of moments, bars over time, steps. Made from the record alone.
 *
 * Invariant: what it costs grows with the page, not with the run. Only the events of the page, of the effects and questions on it, and of what is
 * still open are read; the rest is counted by the tables.
 */

import type { EffectRow } from "../../act/effects/ledger.ts";
import { outcomeSchema, runFinishedSchema, runStream, unpacked } from "../../engine/run-events.ts";
import { type Erasure, erasureOf } from "../../engine/subjects/erasures.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import { isObject } from "../../kernel/json.ts";
import type { Row } from "../../log/event-log.ts";
import { integer, text, textOrNull } from "../../log/rows.ts";
import { lastEvent } from "../why/last-event.ts";
import { headlineOf, type Outlook } from "./headline.ts";
import { effectBars, gateBars } from "./outside-bars.ts";
import { runBars } from "./run-bars.ts";
import { stepsBetween } from "./steps.ts";
import type { Attempt, Bar, Moment, Step } from "./story-shape.ts";
import { attemptsLogOf } from "./telling/attempts-log.ts";
import { type Facts, factsOf, type StoryDeps } from "./telling/facts.ts";
import { tellEffectEvent } from "./telling/tell-effect.ts";
import { tellGateEvent } from "./telling/tell-gate.ts";
import { tellRunEvent } from "./telling/tell-run-event.ts";
import type { Told } from "./telling/told.ts";
import { waitInWords } from "./telling/wait-in-words.ts";
import { whyWaiting } from "./why-waiting.ts";

export interface Page {
  /** Number of the first moment; the story's first is 1. */
  readonly from: number;
  readonly limit: number;
}

export interface Story {
  /** Where what it was about was erased: when, by whom and why, as far as that is on record. */
  readonly erasure: Erasure | null;
  readonly headline: string;
  readonly why: string | null;
  readonly moments: Moment[];
  readonly momentsTotal: number;
  readonly bars: Bar[];
  readonly steps: Step[];
  /** Rows of the effects on this page and of all that are not settled, with their logs. */
  readonly effects: { readonly row: EffectRow; readonly attemptsLog: Attempt[] }[];
  readonly effectsTotal: number;
  /** Rows of the gates on this page and of all that are open. */
  readonly gates: Row[];
  readonly gatesTotal: number;
}

/** More effects or questions than this are told on their own pages. */
const mostBeside = 200;
const mostRead = 100;

/** @param row of the table `runs` */
export function tellStory(deps: StoryDeps, row: Row, page: Page): Story {
  const { log, ports } = deps;
  const run = text(row, "id");
  const facts = factsOf(deps, run);
  const { moments, next } = momentsOf(deps, facts, page);
  const effects = effectsBeside(deps, facts, moments);
  const gates = gatesBeside(deps, run, moments);
  const counted = (statement: string): number => integer(log.sql.get(statement, run) ?? {}, "count");
  const effectsTotal = counted("SELECT count(*) AS count FROM effects INDEXED BY effects_by_run WHERE run = ?");
  const begun = moments[0]?.position ?? 0;
  return {
    ...standing(deps, facts, row, { effects, gates, effectsTotal }),
    erasure: whenErased(log, row),
    moments,
    momentsTotal: counted("SELECT coalesce(sum(shown), 0) AS count FROM moments WHERE run = ? AND shown > 0"),
    bars: [
      ...runBars(log, run, ports.clock.now()),
      ...gateBars(gates.map((gate) => spanOf(deps, facts, gate))),
      ...effects.flatMap((effect) => effectBars(effect, barName(facts, effect), facts.effectEvents(effect.id))),
    ],
    steps: moments.length === 0 ? [] : stepsBetween(log, run, page.from === 1 ? 0 : begun, next),
    effects: effects.map((effect) => ({
      row: effect,
      attemptsLog: attemptsLogOf(facts.effectEvents(effect.id), effect.connection),
    })),
    effectsTotal,
    gates,
    gatesTotal: counted("SELECT count(*) AS count FROM gates INDEXED BY gates_by_run WHERE run = ?"),
  };
}

/** A preparation has the description of what it prepares, and would look like the same thing twice. */
function barName(facts: Facts, { id, status }: EffectRow): string {
  const isPrepared = status === "succeeded" && facts.intended(id)?.interim != null;
  return isPrepared ? `Prepared: ${facts.named(id)}` : facts.named(id);
}

function whenErased(log: StoryDeps["log"], row: Row): Erasure | null {
  const subject = textOrNull(row, "subject");
  if (subject === null || log.readEvent(runStream(text(row, "id")), 1)?.erased !== true) return null;
  return erasureOf(log, subject);
}

/** The run in one sentence, as its story begins; for lists. @param row of the table `runs` */
export function tellHeadline(deps: StoryDeps, row: Row): string {
  const run = text(row, "id");
  const counted = deps.log.sql.get(
    "SELECT count(*) AS count FROM effects INDEXED BY effects_by_run WHERE run = ?",
    run,
  );
  const beside = { effects: [], gates: [], effectsTotal: integer(counted ?? {}, "count") };
  return standing(deps, factsOf(deps, run), row, beside).headline;
}

/** `next`: position of the first moment after the page; null on the last one. */
function momentsOf(deps: StoryDeps, facts: Facts, page: Page): { moments: Moment[]; next: number | null } {
  const end = page.from + page.limit;
  const rows = deps.log.sql.all(
    `SELECT position, first FROM (SELECT position, shown, sum(shown) OVER (ORDER BY position) - shown + 1 AS first
       FROM moments WHERE run = ? AND shown > 0) WHERE first + shown > ? LIMIT ?`,
    facts.run,
    page.from,
    page.limit + 1,
  );
  const moments = rows.flatMap((row): Moment[] => {
    const first = integer(row, "first");
    const event = first < end ? facts.eventAt(integer(row, "position")) : undefined;
    if (!event) return [];
    return unpacked(event).flatMap((each, index): Moment[] => {
      const number = first + index;
      if (number < page.from || number >= end) return [];
      return [{ position: each.position, number, at: each.at, ...tell(deps, facts, each) }];
    });
  });
  const after = rows.find((row) => integer(row, "first") >= end);
  return { moments, next: after ? integer(after, "position") : null };
}

function tell(deps: StoryDeps, facts: Facts, event: RecordedEvent): Told {
  if (event.stream.startsWith("effect/")) return tellEffectEvent(deps.log, facts, event);
  if (event.stream.startsWith("gate/")) return tellGateEvent(facts, event);
  return tellRunEvent(facts, event);
}

function effectsBeside({ log }: StoryDeps, facts: Facts, moments: readonly Moment[]): EffectRow[] {
  const open = log.sql.all(
    "SELECT id FROM effects INDEXED BY effects_open WHERE status IN ('intended', 'attempting', 'unknown') AND run = ? LIMIT ?",
    facts.run,
    mostBeside,
  );
  const ids = new Set([...open.map((row) => text(row, "id")), ...idsOf(moments, "effect")]);
  return [...ids]
    .slice(0, mostBeside)
    .flatMap((id) => facts.effect(id) ?? [])
    .filter((effect) => effect.run === facts.run)
    .toSorted((one, other) => one.seq - other.seq || one.generation - other.generation);
}

function gatesBeside({ log }: StoryDeps, run: string, moments: readonly Moment[]): Row[] {
  const open = log.sql.all("SELECT * FROM gates WHERE run = ? AND status = 'open' LIMIT ?", run, mostBeside);
  const known = new Set(open.map((row) => text(row, "id")));
  const others = [...idsOf(moments, "gate")]
    .filter((id) => !known.has(id))
    .slice(0, Math.max(0, mostBeside - open.length))
    .map((id) => log.sql.get("SELECT * FROM gates WHERE id = ?", id))
    .filter((row) => row !== undefined);
  return [...open, ...others].toSorted((one, other) => integer(one, "position") - integer(other, "position"));
}

function idsOf(moments: readonly Moment[], kind: "effect" | "gate"): Set<string> {
  return new Set(moments.flatMap(({ of }) => (of?.kind === kind ? [of.id] : [])));
}

function spanOf({ log }: StoryDeps, facts: Facts, row: Row) {
  const id = text(row, "id");
  const status = text(row, "status");
  const answeredAt = row.answered_at;
  const ended = status === "open" ? null : (lastEvent(log, `gate/${id}`)?.at ?? null);
  return {
    id,
    title: facts.gate(id)?.title ?? "(erased)",
    status,
    openedAt: integer(row, "opened_at"),
    closedAt: typeof answeredAt === "number" ? answeredAt : ended,
  };
}

function standing(
  { log, ledger, settings }: StoryDeps,
  facts: Facts,
  row: Row,
  beside: { effects: readonly EffectRow[]; gates: readonly Row[]; effectsTotal: number },
): Pick<Story, "headline" | "why"> {
  const { run } = facts;
  const status = text(row, "status");
  const waits = readWaits(log, run);
  const last = lastEvent(log, runStream(run));
  const first = log.sql
    .all("SELECT id FROM effects WHERE run = ? ORDER BY seq, generation LIMIT ?", run, mostRead)
    .flatMap((effect) => facts.effect(text(effect, "id")) ?? ledger.find(text(effect, "id")) ?? []);
  const declined = log.sql
    .all("SELECT id, answered_by FROM gates WHERE run = ? AND status IN ('declined', 'expired') LIMIT ?", run, mostRead)
    .map((gate) => ({
      title: facts.gate(text(gate, "id"))?.title ?? "(erased)",
      by: textOrNull(gate, "answered_by"),
    }));
  const held = beside.gates.find((gate) => textOrNull(gate, "held_status") !== null);
  return {
    headline: headlineOf(facts, {
      status,
      effects: first,
      effectsTotal: beside.effectsTotal,
      waitsFor: waits.map((wait) =>
        waitInWords(facts, onOf(wait), { what: text(wait, "what"), owner: text(wait, "owner") }),
      ),
      declined,
      ...(first.length > 0 || declined.length > 0 ? { denied: [], met: [], metBegun: [] } : readRefusals(log, facts)),
      said: saidIn(last),
    }),
    why: whyWaiting(facts, {
      status,
      waits,
      open: beside.effects.filter((effect) => openStatuses.has(effect.status)),
      heldBy: held ? textOrNull(held, "answered_by") : null,
      stopped: (effect) => settings.stopped(effect.connection, effect.account),
      last,
    }),
  };
}

/** No table says what was denied or met; a run that did nothing else is looked through from its end. */
function readRefusals(
  log: StoryDeps["log"],
  { run, describe, effect, intended }: Facts,
): Pick<Outlook, "denied" | "met" | "metBegun"> {
  const stream = runStream(run);
  const head = log.lastNumber(stream);
  const denied = new Set<string>();
  const met = new Set<string>();
  const begun = new Map<string, string>();
  for (let number = head; number > Math.max(0, head - mostRead); number--) {
    const event = log.readEvent(stream, number);
    const outcome = event?.type === "OutcomeDelivered" ? outcomeSchema.safeParse(event.data).data : undefined;
    if (outcome?.kind !== "do" || !isObject(outcome.value)) continue;
    const { status, run: by, effect: id } = outcome.value;
    const wish = isObject(outcome.args) ? (outcome.args.wish ?? null) : null;
    const what = describe(outcome.name, wish);
    if (status === "denied") denied.add(what);
    if (status !== "succeeded" || by === run) continue;
    const interim = typeof id === "string" ? (intended(id)?.interim ?? null) : null;
    if (interim === null || typeof id !== "string") met.add(what);
    else begun.set(what, effect(id)?.status === "succeeded" ? interim : `${what}: it was let go again`);
  }
  const metBegun = [...begun].flatMap(([what, words]) => (met.has(what) ? [] : [words]));
  return { denied: [...denied], met: [...met], metBegun };
}

const openStatuses = new Set<string>(["intended", "attempting", "unknown"]);

/** What each open wait is for; a question that was handed on is owned by whom it was handed to. */
export function readWaits(log: StoryDeps["log"], run: string): Row[] {
  return log.sql.all(
    `SELECT w.kind, w.key, w.what, coalesce(g.owner, w.owner) AS owner, w.since, w.due_at FROM waits w
      LEFT JOIN gates g ON w.kind = 'gate' AND g.id = w.key WHERE w.run = ? ORDER BY w.seq LIMIT ?`,
    run,
    mostRead,
  );
}

function onOf(wait: Row): { kind: string; key: string } {
  return { kind: text(wait, "kind"), key: text(wait, "key") };
}

function saidIn(last: RecordedEvent | undefined): unknown {
  if (!last || last.erased) return null;
  return last.type === "RunFinished" ? runFinishedSchema.parse(last.data).value : last.data;
}
