/**
 * KPIs by process and week: each series answers a question, each point leads to the runs that it rests on. A run belongs to the week that it started in,
 * and so does all that it did and asked.
 *
 * What is not over counts with its time so far, and what a person was asked is not handled alone, whether or not they have answered: so a backlog does not
 * look like a good week. Housekeeping is left out unless it is asked for by name.
 *
 * With 100,000 runs in twelve weeks the tables are read once, in stretches of a process and a week; medians are exact.
 */
import type { Row, Sql } from "../../log/event-log.ts";
import { processNames } from "./process-names.ts";
import { type Week, weeksUntil } from "./weeks.ts";

export interface KpiQuestion {
  /** Null for all processes together, but for housekeeping. */
  readonly process: string | null;
  /** Null for all accounts together. */
  readonly account: string | null;
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
  readonly isFinished?: true;
  readonly of: (figures: WeekFigures) => { readonly value: number | null; readonly n: number };
}

interface WeekFigures {
  readonly runs: Row;
  readonly gates: Row;
  readonly effects: Row;
}

const count = (row: Row, column: string): number => Number(row[column] ?? 0);
const measured = (row: Row, column: string, n: number): { value: number | null; n: number } => ({
  value: n === 0 ? null : Math.round(Number(row[column])),
  n,
});
const share = (part: number, n: number): { value: number | null; n: number } => ({
  value: n === 0 ? null : part / n,
  n,
});

const measures = {
  "time to resolution": {
    title: (of) => `How long did half of the runs${of} take at most, open ones with their time so far, by week`,
    unit: "ms",
    better: "down",
    of: ({ runs }) => measured(runs, "median_ms", count(runs, "timed")),
  },
  "time to resolution, slowest tenth": {
    title: (of) =>
      `How long did the slowest tenth of the runs${of} take at least, open ones with their time so far, by week`,
    unit: "ms",
    better: "down",
    of: ({ runs }) => measured(runs, "p90_ms", count(runs, "timed")),
  },
  "touches by people": {
    title: (of) => `How often did people have to answer for a run${of}, by week`,
    unit: "per run",
    better: "down",
    touched: "yes",
    of: ({ runs }) => share(count(runs, "touches"), count(runs, "started")),
  },
  "runs that needed a person": {
    title: (of) => `How many runs${of} needed a person, answered or not, by week`,
    unit: "count",
    better: "down",
    touched: "yes",
    of: ({ runs }) => ({ value: count(runs, "touched"), n: count(runs, "started") }),
  },
  "decision latency": {
    title: (of) =>
      `How long did half of the questions${of} wait for a person at most, open ones with their wait so far, by week`,
    unit: "ms",
    better: "down",
    touched: "yes",
    of: ({ gates }) => measured(gates, "median_ms", count(gates, "asked")),
  },
  handoffs: {
    title: (of) => `How many questions${of} were passed on to somebody else, by week`,
    unit: "count",
    better: "down",
    touched: "yes",
    of: ({ runs }) => ({ value: count(runs, "handoffs"), n: count(runs, "started") }),
  },
  "refund error rate": {
    title: (of) => `What share of the payments and refunds${of} went wrong on the way, refused ones left out, by week`,
    unit: "share",
    better: "down",
    of: ({ effects }) => share(count(effects, "amiss"), count(effects, "tried")),
  },
  "handled alone": {
    title: (of) => `What share of the runs${of} needed nobody, of those that finished or asked a person, by week`,
    unit: "share",
    better: "up",
    touched: "no",
    isFinished: true,
    of: ({ runs }) => share(count(runs, "alone"), count(runs, "alone") + count(runs, "not_alone")),
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
export function readKpis(
  sql: Sql,
  asked: KpiQuestion,
): { processes: string[]; housekeeping: string[]; series: KpiSeries[] } {
  const { work: processes, housekeeping } = processNames(sql);
  const weeks = weeksUntil(asked.now, asked.zone, asked.weeks);
  const among = asked.process === null ? processes : [asked.process];
  const figures = weeks.map((week) => ({ week, ...readWeek(sql, asked, among, week) }));
  const of = [asked.process, asked.account]
    .map((name, index) => (name === null ? "" : index === 0 ? ` of "${name}"` : ` in ${name}`))
    .join("");
  const names = Object.keys(measures) as readonly KpiName[];
  return {
    processes,
    housekeeping,
    series: names.map((name) => {
      const measure: Measure = measures[name];
      const points = figures.map(({ week, ...each }) => ({
        week: week.name,
        ...measure.of(each),
        link: linkTo(asked, week, measure),
      }));
      return { name, title: measure.title(of), unit: measure.unit, better: measure.better, points };
    }),
  };
}

function readWeek(sql: Sql, { account, now }: KpiQuestion, processes: readonly string[], week: Week): WeekFigures {
  const within = (time: string): string =>
    `process IN (${processes.map(() => "?").join(", ")}) AND ${time} >= ? AND ${time} < ?${account === null ? "" : " AND account = ?"}`;
  const values = [...processes, week.from, week.to, ...(account === null ? [] : [account])];
  const get = (statement: string, ...first: readonly number[]): Row => sql.get(statement, ...first, ...values) ?? {};
  return {
    runs: get(
      `SELECT count(*) AS started, count(lasted) AS timed, median(lasted) AS median_ms, percentile(lasted, 90) AS p90_ms, sum(touches) AS touches,
         sum(needed > 0) AS touched, sum(handoffs) AS handoffs, sum(needed = 0 AND ended = 'done') AS alone,
         sum(needed > 0 AND ended IS NOT 'cancelled' AND ended IS NOT 'erased') AS not_alone
       FROM (SELECT *, CASE WHEN ended IS NULL THEN ? - started_at ELSE took_ms END AS lasted FROM run_figures WHERE ${within("started_at")})`,
      now,
    ),
    gates: get(
      `SELECT count(stood) AS asked, median(stood) AS median_ms
       FROM (SELECT CASE WHEN status = 'open' THEN ? - opened_at ELSE stood_ms END AS stood FROM gate_figures WHERE ${within("run_started_at")})`,
      now,
    ),
    effects: get(
      `SELECT sum(${tried}) AS tried, sum(${amiss}) AS amiss FROM effect_figures WHERE ${within("run_started_at")} AND cents IS NOT NULL`,
    ),
  };
}

/** Of money that was moved or meant to be: what was refused moved nothing, and what has not gone out yet went neither well nor wrong. */
const amiss = "(status IN ('failed', 'compensating', 'compensated') OR unknown > 0 OR conflicts > 0)";
const tried = `(status = 'succeeded' OR ${amiss})`;

/** Lists go by UTC weeks unless they are told from when to when. */
function linkTo({ process, account, zone }: KpiQuestion, week: Week, { touched, isFinished }: Measure): string {
  const query = new URLSearchParams({
    ...(process === null ? { work: "customer" } : { process }),
    ...(account === null ? {} : { account }),
    ...(zone === "UTC" ? { week: week.name } : { from: String(week.from), to: String(week.to) }),
    ...(isFinished ? { status: "done" } : {}),
    ...(touched === undefined ? {} : { touched }),
  });
  return `/runs?${query.toString()}`;
}
