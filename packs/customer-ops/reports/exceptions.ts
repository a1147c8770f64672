/**
 * The weekly exception report as a document: what did not go by itself, what money moved, and how both compare with the week before.
 *
 * Boundary: pure; figures in, document out. Everything is counted by Praxis from its log; nothing is estimated.
 */
import { type Figures, reference } from "praxis";
import type { Week } from "./calendar.ts";
import { type Cell, formatValue, type ReportDocument, type Section, type Table } from "./document.ts";

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
  readonly shopName: string;
}

const refundContracts: ReadonlySet<string> = new Set(["payments.refund", "payments.undoCapture"]);
const chargeContract = "payments.capture";
const count = (value: number | null): Cell => ({ value, unit: { kind: "count" } });
const time = (value: number | null): Cell => ({ value, unit: { kind: "time" } });
const plural = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

export function exceptionReport(given: ExceptionFigures): ReportDocument {
  const { now, shopName, trend } = given;
  const { runs, gates, effects } = now.figures;
  const last = trend.at(-1);
  return {
    title: `${shopName}: week ${now.week.id}`,
    lead: `${plural(runs.started, "matter was", "matters were")} begun, ${last === undefined ? 0 : last.handled} of them letters and tickets. People were asked ${plural(gates.opened, "time")}; ${plural(effects.unknownNow, "outcome is", "outcomes are")} unknown.`,
    sections: [refunds(given), alone(given), moved(given), refusals(given), unknowns(given), asked(given), slow(given)],
    footer: `From ${new Date(now.week.from).toISOString()} up to ${new Date(now.week.to).toISOString()}, counted from the log. Each matter can be looked at by its id in the console.`,
  };
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
    answer: `${formatValue(sum ?? 0, unit)} in ${plural(timesOf(now.figures, isRefund), "refund")}; ${changeOf(sum ?? 0, sumBefore ?? 0, "the week before it was")} ${formatValue(sumBefore ?? 0, unit)}.`,
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
        : `${formatValue(last, unit)} of ${plural(trend.at(-1)?.handled ?? 0, "letter and ticket", "letters and tickets")}.${compared}`,
    chart: {
      kind: "line",
      labels: trend.map(({ week }) => week.slice(5)),
      series: [{ name: "share", values: shares }],
      unit,
    },
    table: {
      head: ["week", "letters and tickets", "without a person"],
      rows: trend.map(({ week, handled, alone: by }) => [week, count(handled), count(by)]),
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

/** In words; a code that is not known here is shown as it is. */
const reasons: Readonly<Record<string, string>> = {
  order_not_pending: "the order had left us already",
  order_not_delivered: "not delivered, or a return is under way",
  order_not_found: "no such order",
  gift_card_balance_too_low: "the gift card holds too little",
  payment_method_not_found: "no such payment method",
  payment_method_unchanged: "paid in this way already",
  payment_method_not_allowed: "refund to another method",
  variant_not_available: "the version is sold out",
  variant_not_found: "no version of the same product",
  item_not_in_order: "not in the order",
  history_not_one_payment: "the payment was changed before",
  order_held: "another request for the order was under way",
  "own orders": "another customer's order",
  "one open return per unit": "a return was under way",
};

interface Refusal {
  readonly reason: string;
  readonly by: string;
  readonly count: number;
}

function refusalsOf({ effects, denied }: Figures): Refusal[] {
  return [
    ...effects.refusals.map(({ code, count: times }) => ({
      reason: reasons[code] ?? code,
      by: "the shop",
      count: times,
    })),
    ...denied.map(({ word, count: times }) => ({ reason: reasons[word] ?? word, by: "our policy", count: times })),
  ].sort((one, other) => other.count - one.count);
}

function refusals({ now, before }: ExceptionFigures): Section {
  const list = refusalsOf(now.figures);
  const earlier = refusalsOf(before.figures);
  const sum = (all: readonly Refusal[]): number => all.reduce((total, each) => total + each.count, 0);
  const timesBefore = (reason: string): number => sum(earlier.filter((each) => each.reason === reason));
  return {
    question: "What did we say no to, and why?",
    answer: `${plural(sum(list), "time")}; ${sum(earlier)} the week before.`,
    chart:
      list.length === 0
        ? null
        : {
            kind: "rows",
            labels: list.map(({ reason }) => reason),
            series: [
              { name: "this week", values: list.map((each) => each.count) },
              { name: "the week before", values: list.map(({ reason }) => timesBefore(reason)) },
            ],
            unit: { kind: "count" },
          },
    table:
      list.length === 0
        ? null
        : {
            head: ["reason", "who said no", "this week", "the week before"],
            rows: list.map(({ reason, by, count: times }) => [reason, by, count(times), count(timesBefore(reason))]),
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
        : `${plural(unknownNow, "outcome is", "outcomes are")} still unknown: look at the effects in the console, unknowns first.`,
    chart: null,
    table: {
      head: ["", "this week", "the week before"],
      rows: [
        ["unknown for a while, then cleared up or not", count(unknownOnce), count(before.figures.effects.unknownOnce)],
        ["unknown now", count(unknownNow), count(before.figures.effects.unknownNow)],
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
    head: ["kind of question", "answered", "half of them within", "longest", "half within, the week before"],
    rows: answered.map(({ kind, count: times, medianMs, longestMs }) => [
      kind,
      count(times),
      time(medianMs),
      time(longestMs),
      time(medianBefore(kind)),
    ]),
  };
  return {
    question: "How long did questions wait for one of us?",
    answer: `${plural(gates.opened, "question was", "questions were")} asked (${before.figures.gates.opened} the week before), ${gates.openNow} ${gates.openNow === 1 ? "is" : "are"} open now${longest === 0 ? "" : `; the longest wait was ${formatValue(longest, { kind: "time" })}`}.`,
    chart:
      answered.length === 0
        ? null
        : {
            kind: "rows",
            labels: answered.map(({ kind }) => kind),
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
            head: ["process", "run", "took"],
            rows: list.map(({ process, run, tookMs }) => [process, reference("run", run), time(tookMs)]),
          },
  };
}

function changeOf(now: number, before: number, otherwise: string): string {
  if (before === 0 || now === before) return otherwise;
  const percent = Math.round((Math.abs(now - before) / before) * 100);
  return `${percent} % ${now > before ? "more" : "less"} than the week before, when it was`;
}
