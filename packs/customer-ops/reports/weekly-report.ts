/**
 * The weekly exception report: on Monday morning, what did not go by itself in the week that ended.
 *
 * Invariant: one report a week. The week follows from when the event was due, so an event that comes late, or twice, is about the same week, and
 * meets the report that is there. Only where the schedule says that a wrong clock had brought the event too early is it written anew.
 */
import { type Figures, type Process, process, type Run, readFigures } from "praxis";
import { z } from "zod";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { Settings } from "../settings.ts";
import { lastWeekBefore, type Week, weekBefore } from "./calendar.ts";
import { exceptionReport, type TrendPoint, type WeekFigures } from "./exceptions.ts";
import { publish, type ReportEnd } from "./publish.ts";

export const dueSchema = z.object({
  due: z.iso.datetime(),
  /** More than 1 where a wrong clock had brought it too early. */
  again: z.int().min(1).default(1),
});

/** What counts as handled: letters and tickets. Reports and notices of goods need nobody, and would flatter the share. */
const handling = ["answer mail", "answer tickets"] as const;
const weeksOfTrend = 6;

export function weeklyReport(contracts: CustomerContracts, settings: Settings): Process {
  return process(
    "weekly report",
    { on: "WeekEnded", input: dueSchema, isHousekeeping: true },
    async (run, { due, again }): Promise<ReportEnd> => {
      const { zone, currency, shopName } = settings;
      const week = lastWeekBefore(Date.parse(due), zone);
      const now = await figuresOf(run, week);
      const before = await figuresOf(run, weekBefore(week, zone));
      const trend = await trendUpTo(run, week, zone);
      const document = exceptionReport({ now, before, trend, currency, zone, shopName });
      return publish(run, contracts, settings, { name: "weekly exceptions", period: week.id, again, document });
    },
  );
}

async function figuresOf(run: Run, week: Week): Promise<WeekFigures> {
  const figures = await run.do(readFigures, { from: week.from, to: week.to });
  const days: Figures[] = [];
  for (const { from, to } of week.days) days.push(await run.do(readFigures, { from, to }));
  return { week, figures, days };
}

async function trendUpTo(run: Run, last: Week, zone: string): Promise<TrendPoint[]> {
  const trend: TrendPoint[] = [];
  let week = last;
  for (let number = 0; number < weeksOfTrend; number += 1) {
    const { from, to } = week;
    let handled = 0;
    let touched = 0;
    for (const process of handling) {
      const { runs } = await run.do(readFigures, { from, to, process });
      handled += runs.started;
      touched += runs.touched;
    }
    trend.unshift({ week: week.id, handled, alone: handled - touched });
    week = weekBefore(week, zone);
  }
  return trend;
}
