/**
 * KPIs by process and week: each series answers a question, each point leads to the runs that it rests on. A run belongs to the week that it started in,
 * and so does all that it did and asked.
 *
 * With 100,000 runs in twelve weeks the tables are read once, in stretches of a process and a week; medians are exact.
 */
import type { Row, Sql } from "../../log/event-log.ts";
import { processNames } from "./process-names.ts";
import { type Week, weeksUntil } from "./weeks.ts";

export interface KpiQuestion {
  /** Null for all processes together. */
  readonly process: string | null;
  readonly weeks: number;
  readonly zone: string;
  readonly now: number;
}

export interface KpiPoint {
  readonly week: string;
  readonly value: number | null;
  readonly n: number;
  readonly link: string;
}

interface Measure {
  readonly title: (of: string) => string;
  readonly unit: "ms" | "per run" | "share" | "count";
  readonly better: "up" | "down" | "neither";
  readonly touched?: "yes" | "no";
  readonly of: (figures: WeekFigures) => { readonly value: number | null; readonly n: number };
}

interface WeekFigures {
  readonly runs: Row;
  readonly gates: Row;
  readonly effects: Row;
}

const count = (row: Row, column: string): number => Number(row[column] ?? 0);
const measured = (row: Row, column: string, n: number): { value: number | null; n: number } => ({
  value: n === 0 ? null : Number(row[column]),
  n,
});
const share = (part: number, n: number): { value: number | null; n: number } => ({
  value: n === 0 ? null : part / n,
  n,
});

const measures = {
  "time to resolution": {
    title: (of) => `How long did half of the runs${of} take at most, by week`,
    unit: "ms",
    better: "down",
    of: ({ runs }) => measured(runs, "median_ms", count(runs, "done")),
  },
  "time to resolution, slowest tenth": {
    title: (of) => `How long did the slowest tenth of the runs${of} take at least, by week`,
    unit: "ms",
    better: "down",
    of: ({ runs }) => measured(runs, "p90_ms", count(runs, "done")),
  },
  "touches by people": {
    title: (of) => `How often did people have to answer for a run${of}, by week`,
    unit: "per run",
    better: "down",
    touched: "yes",
    of: ({ runs }) => share(count(runs, "touches"), count(runs, "started")),
  },
  "runs that needed a person": {
    title: (of) => `How many runs${of} needed a person, by week`,
    unit: "count",
    better: "down",
    touched: "yes",
    of: ({ runs }) => ({ value: count(runs, "touched"), n: count(runs, "started") }),
  },
  "decision latency": {
    title: (of) => `How long did half of the questions${of} wait for a person at most, by week`,
    unit: "ms",
    better: "down",
    touched: "yes",
    of: ({ gates }) => measured(gates, "median_ms", count(gates, "answered")),
  },
  handoffs: {
    title: (of) => `How many questions${of} were passed on to somebody else, by week`,
    unit: "count",
    better: "down",
    of: ({ runs }) => ({ value: count(runs, "handoffs"), n: count(runs, "started") }),
  },
  "refund error rate": {
    title: (of) => `What share of the payments and refunds${of} went wrong on the way, by week`,
    unit: "share",
    better: "down",
    of: ({ effects }) => share(count(effects, "amiss"), count(effects, "moved")),
  },
  "handled alone": {
    title: (of) => `What share of the finished runs${of} needed nobody, by week`,
    unit: "share",
    better: "up",
    touched: "no",
    of: ({ runs }) => share(count(runs, "alone"), count(runs, "done")),
  },
  "runs started": {
    title: (of) => `How many runs${of} were started, by week`,
    unit: "count",
    better: "neither",
    of: ({ runs }) => ({ value: count(runs, "started"), n: count(runs, "started") }),
  },
} satisfies Readonly<Record<string, Measure>>;

export type KpiName = keyof typeof measures;

export interface KpiSeries {
  readonly name: KpiName;
  readonly title: string;
  readonly unit: Measure["unit"];
  readonly better: Measure["better"];
  readonly points: readonly KpiPoint[];
}

/** @throws bad_input where there is no such time zone. */
export function readKpis(sql: Sql, asked: KpiQuestion): { processes: string[]; series: KpiSeries[] } {
  const processes = processNames(sql);
  const weeks = weeksUntil(asked.now, asked.zone, asked.weeks);
  const among = asked.process === null ? processes : [asked.process];
  const figures = weeks.map((week) => ({ week, ...readWeek(sql, among, week) }));
  const of = asked.process === null ? "" : ` of "${asked.process}"`;
  const names = Object.keys(measures) as readonly KpiName[];
  return {
    processes,
    series: names.map((name) => {
      const measure: Measure = measures[name];
      const points = figures.map(({ week, ...each }) => ({
        week: week.name,
        ...measure.of(each),
        link: linkTo(asked, week, measure.touched),
      }));
      return { name, title: measure.title(of), unit: measure.unit, better: measure.better, points };
    }),
  };
}

function readWeek(sql: Sql, processes: readonly string[], week: Week): WeekFigures {
  const within = `process IN (${processes.map(() => "?").join(", ")})`;
  const get = (statement: string): Row => sql.get(statement, ...processes, week.from, week.to) ?? {};
  return {
    runs: get(
      `SELECT count(*) AS started, count(took_ms) AS done, median(took_ms) AS median_ms, percentile(took_ms, 90) AS p90_ms, sum(touches) AS touches,
         sum(touches > 0) AS touched, sum(handoffs) AS handoffs, sum(took_ms IS NOT NULL AND touches + handoffs + steered = 0) AS alone
       FROM run_figures WHERE ${within} AND started_at >= ? AND started_at < ?`,
    ),
    gates: get(
      `SELECT count(stood_ms) AS answered, median(stood_ms) AS median_ms
       FROM gate_figures WHERE ${within} AND run_started_at >= ? AND run_started_at < ?`,
    ),
    effects: get(
      `SELECT count(*) AS moved, sum(status IN ('failed', 'compensating', 'compensated') OR unknown > 0 OR conflicts > 0) AS amiss
       FROM effect_figures WHERE ${within} AND run_started_at >= ? AND run_started_at < ? AND cents IS NOT NULL`,
    ),
  };
}

/** Lists go by UTC weeks unless they are told from when to when. */
function linkTo({ process, zone }: KpiQuestion, week: Week, touched: "yes" | "no" | undefined): string {
  const query = new URLSearchParams({
    ...(process === null ? {} : { process }),
    ...(zone === "UTC" ? { week: week.name } : { from: String(week.from), to: String(week.to) }),
    ...(touched === undefined ? {} : { touched }),
  });
  return `/runs?${query.toString()}`;
}
