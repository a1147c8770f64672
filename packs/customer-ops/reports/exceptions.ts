/**
 * The weekly exception report as a document: what did not go by itself, what money moved, and how both compare with the week before.
 *
 * Boundary: pure; figures in, document out. Everything is counted by Praxis from its log; nothing is estimated.
 */
import { type Figures, reference } from "praxis";
import type { Week } from "./calendar.ts";
import { type Cell, formatValue, type ReportDocument, type Section, type Table } from "./document.ts";
import { capital, counted, daysText, kindText, noText, oftenness, reasonText, whoRefused } from "./report-words.ts";

export interface WeekFigures {
  readonly week: Week;
  readonly figures: Figures;
  /** A day each, in the week's order. */
  readonly days: readonly Figures[];
}

export interface TrendPoint {
  readonly week: string;
  /** Letters and tickets that were begun. */
  readonly handled: number;
  /** Of them, those that no person touched. */
  readonly alone: number;
}

export interface ExceptionFigures {
  readonly now: WeekFigures;
  readonly before: WeekFigures;
  /** Oldest first; the last is the week of the report. */
  readonly trend: readonly TrendPoint[];
  readonly currency: string;
  /** The time zone that days are counted in. */
  readonly zone: string;
  readonly shopName: string;
}

const refundContracts: ReadonlySet<string> = new Set(["payments.refund", "payments.undoCapture"]);
const chargeContract = "payments.capture";
const count = (value: number | null): Cell => ({ value, unit: { kind: "count" } });
const time = (value: number | null): Cell => ({ value, unit: { kind: "time" } });

export function exceptionReport(given: ExceptionFigures): ReportDocument {
  const { now, shopName, trend, zone } = given;
  const { runs, gates, effects } = now.figures;
  const handled = trend.at(-1)?.handled ?? 0;
  const share = handled === runs.started ? "all" : handled === 0 ? "none" : handled;
  const oneOnly = handled === 1 ? "a letter or ticket" : "no letter";
  const letters = runs.started === 1 ? oneOnly : `${share} of them letters and tickets`;
  const unknown =
    effects.unknownNow === 0
      ? "of everything that was sent we know what became of it"
      : `of ${actions(effects.unknownNow)} we do not know what became of it`;
  return {
    title: `${shopName}: ${weekText(now.week)}`,
    lead: `${capital(counted(runs.started, "matter was", "matters were"))} begun${runs.started === 0 ? "" : `, ${letters}`}. We were asked ${oftenness(gates.opened)}; ${unknown}.`,
    sections: [refunds(given), alone(given), moved(given), refusals(given), unknowns(given), asked(given), slow(given)],
    footer: `From Monday to Sunday, ${daysText(now.week.days)}, by the clocks of ${placeOf(zone)}. Everything is counted from the log, nothing is estimated; each matter can be looked at in the console.`,
  };
}

/** "week 47, 16 to 22 November 2026" */
function weekText({ id, days }: Week): string {
  return `week ${weekNumber(id)}, ${daysText(days)}`;
}

function weekNumber(id: string): number {
  return Number(id.slice(id.indexOf("W") + 1));
}

function actions(number: number): string {
  return number === 1 ? "one action" : `${number} actions`;
}

/** "America/New_York" -> "New York" */
function placeOf(zone: string): string {
  return zone.slice(zone.lastIndexOf("/") + 1).replaceAll("_", " ");
}

function centsOf(figures: Figures, isWanted: (contract: string) => boolean): number {
  return figures.money.reduce((sum, { contract, cents }) => (isWanted(contract) ? sum + cents : sum), 0);
}

function timesOf(figures: Figures, isWanted: (contract: string) => boolean): number {
  return figures.money.reduce((sum, each) => (isWanted(each.contract) ? sum + each.count : sum), 0);
}

const isRefund = (contract: string): boolean => refundContracts.has(contract);
const isCharge = (contract: string): boolean => contract === chargeContract;
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function refunds({ now, before, currency }: ExceptionFigures): Section {
  const unit = { kind: "money", currency } as const;
  const [sum, sumBefore] = [now, before].map(({ figures }) => centsOf(figures, isRefund));
  const daily = ({ days }: WeekFigures): number[] => days.map((day) => centsOf(day, isRefund));
  return {
    question: "How much money went back to customers, and when?",
    answer: `${backText(sum ?? 0, timesOf(now.figures, isRefund), currency)}; ${changeOf(sum ?? 0, sumBefore ?? 0, "the week before it was")} ${formatValue(sumBefore ?? 0, unit)}.`,
    chart: {
      kind: "bars",
      labels: weekdays,
      series: [
        { name: `this week, in ${currency}`, values: daily(now) },
        { name: "the week before", values: daily(before) },
      ],
      unit,
    },
    table: {
      head: ["day", "this week", "the week before"],
      rows: weekdays.map((day, at) => [
        day,
        { value: daily(now)[at] ?? null, unit },
        { value: daily(before)[at] ?? null, unit },
      ]),
    },
  };
}

function backText(cents: number, times: number, currency: string): string {
  if (times === 0) return "None";
  return `${formatValue(cents, { kind: "money", currency })} in ${counted(times, "refund")}`;
}

function alone({ trend }: ExceptionFigures): Section {
  const shares = trend.map(({ handled, alone: by }) => (handled === 0 ? null : by / handled));
  const [last, previous] = [shares.at(-1) ?? null, shares.at(-2) ?? null];
  const unit = { kind: "share" } as const;
  const compared = previous === null ? "" : ` The week before it was ${formatValue(previous, unit)}.`;
  return {
    question: "How much was handled without a person?",
    answer:
      last === null
        ? "No letter and no ticket came in."
        : `${formatValue(last, unit)} of ${counted(trend.at(-1)?.handled ?? 0, "letter or ticket", "letters and tickets")}.${compared}`,
    chart: {
      kind: "line",
      labels: trend.map(({ week }) => week.slice(5)),
      series: [{ name: "share", values: shares }],
      unit,
    },
    table: {
      head: ["week", "letters and tickets", "without a person"],
      rows: trend.map(({ week, handled, alone: by }) => [`week ${weekNumber(week)}`, count(handled), count(by)]),
    },
  };
}

function moved({ now, before, currency }: ExceptionFigures): Section {
  const row = (name: string, isWanted: (contract: string) => boolean): (string | Cell)[] => {
    const money = (figures: Figures): Cell => ({
      value: centsOf(figures, isWanted),
      unit: { kind: "money", currency },
    });
    return [name, count(timesOf(now.figures, isWanted)), money(now.figures), money(before.figures)];
  };
  const net = centsOf(now.figures, isCharge) - centsOf(now.figures, isRefund);
  return {
    question: "What money did we move, all in all?",
    answer: `Charges less refunds: ${formatValue(net, { kind: "money", currency })}.`,
    chart: null,
    table: {
      head: ["", "times", "this week", "the week before"],
      rows: [row("refunded", isRefund), row("charged", isCharge)],
    },
  };
}

interface Refusal {
  readonly reason: string;
  readonly by: string;
  readonly count: number;
}

/** What the other side, our policies and we ourselves said no to; the same reason of the same side once. */
function refusalsOf({ effects, denied, gates }: Figures): Refusal[] {
  const all: Refusal[] = [
    ...effects.refusals.map(({ contract, code, count: times }) => ({
      reason: reasonText(code),
      by: whoRefused(contract, code),
      count: times,
    })),
    ...denied.map(({ word, count: times }) => ({ reason: reasonText(word), by: "our policy", count: times })),
    ...gates.saidNo.flatMap(({ kind, word, count: times }) => {
      const no = noText(kind, word);
      return no === null ? [] : [{ ...no, count: times }];
    }),
  ];
  const alike = Map.groupBy(all, ({ reason, by }) => `${by}: ${reason}`);
  return [...alike.values()]
    .flatMap(([first, ...more]) =>
      first === undefined ? [] : [{ ...first, count: more.reduce((sum, each) => sum + each.count, first.count) }],
    )
    .sort((one, other) => other.count - one.count);
}

function refusals({ now, before }: ExceptionFigures): Section {
  const list = refusalsOf(now.figures);
  const earlier = refusalsOf(before.figures);
  const sum = (all: readonly Refusal[]): number => all.reduce((total, each) => total + each.count, 0);
  const timesBefore = ({ reason, by }: Refusal): number =>
    sum(earlier.filter((each) => each.reason === reason && each.by === by));
  return {
    question: "What did we say no to, and why?",
    answer: `${capital(oftenness(sum(list)))}; the week before ${oftenness(sum(earlier))}.`,
    chart:
      list.length === 0
        ? null
        : {
            kind: "rows",
            labels: list.map(({ reason }) => reason),
            series: [
              { name: "this week", values: list.map((each) => each.count) },
              { name: "the week before", values: list.map(timesBefore) },
            ],
            unit: { kind: "count" },
          },
    table:
      list.length === 0
        ? null
        : {
            head: ["reason", "who said no", "this week", "the week before"],
            rows: list.map((each) => [each.reason, each.by, count(each.count), count(timesBefore(each))]),
          },
  };
}

function unknowns({ now, before }: ExceptionFigures): Section {
  const { unknownNow, unknownOnce, conflicts } = now.figures.effects;
  return {
    question: "What are we not sure about?",
    answer:
      unknownNow === 0
        ? "Nothing: of everything that we sent, we know what became of it."
        : `Of ${actions(unknownNow)} we do not know what became of it: look at the effects in the console, unknowns first.`,
    chart: null,
    table: {
      head: ["", "this week", "the week before"],
      rows: [
        ["not known for a while", count(unknownOnce), count(before.figures.effects.unknownOnce)],
        ["not known now", count(unknownNow), count(before.figures.effects.unknownNow)],
        ["the same asked for in two ways", count(conflicts), count(before.figures.effects.conflicts)],
      ],
    },
  };
}

function asked({ now, before }: ExceptionFigures): Section {
  const { gates } = now.figures;
  const medianBefore = (kind: string): number | null =>
    before.figures.gates.byKind.find((each) => each.kind === kind)?.medianMs ?? null;
  const answered = gates.byKind.filter(({ count: times }) => times > 0);
  const longest = Math.max(0, ...answered.map(({ longestMs }) => longestMs ?? 0));
  const table: Table = {
    head: ["what was asked", "answers", "half of them within", "longest wait", "half within, the week before"],
    rows: answered.map(({ kind, count: times, medianMs, longestMs }) => [
      kindText(kind),
      count(times),
      time(medianMs),
      time(longestMs),
      time(medianBefore(kind)),
    ]),
  };
  return {
    question: "How long did questions wait for one of us?",
    answer: `${capital(counted(gates.opened, "question was", "questions were"))} asked, the week before ${before.figures.gates.opened === 0 ? "none" : before.figures.gates.opened}; ${gates.openNow === 0 ? "none is" : gates.openNow === 1 ? "one is" : `${gates.openNow} are`} open now${longest === 0 ? "" : `; the longest wait was ${formatValue(longest, { kind: "time" })}`}.`,
    chart:
      answered.length === 0
        ? null
        : {
            kind: "rows",
            labels: answered.map(({ kind }) => kindText(kind)),
            series: [
              { name: "half answered within", values: answered.map(({ medianMs }) => medianMs) },
              { name: "the week before", values: answered.map(({ kind }) => medianBefore(kind)) },
            ],
            unit: { kind: "time" },
          },
    table: answered.length === 0 ? null : table,
  };
}

const mostSlow = 5;

function slow({ now }: ExceptionFigures): Section {
  const list = now.figures.slowest.slice(0, mostSlow);
  const { took } = now.figures.runs;
  return {
    question: "What took longest?",
    answer:
      took.medianMs === null
        ? "Nothing was settled."
        : `Half of all matters were settled within ${formatValue(took.medianMs, { kind: "time" })}.`,
    chart: null,
    table:
      list.length === 0
        ? null
        : {
            head: ["what for", "run", "took"],
            rows: list.map(({ process, run, tookMs }) => [process, reference("run", run), time(tookMs)]),
          },
  };
}

function changeOf(now: number, before: number, otherwise: string): string {
  if (before === 0 || now === before) return otherwise;
  if (now >= 3 * before) return `${Math.round(now / before)} times as much as the week before, when it was`;
  const percent = Math.round((Math.abs(now - before) / before) * 100);
  return `${percent} % ${now > before ? "more" : "less"} than the week before, when it was`;
}
