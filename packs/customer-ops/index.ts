/** The customer-ops pack: answers customers' tickets about orders, and moves their money, once. */
import { type DayHost, playDay, tableOfDay } from "./sample/play-day.ts";

export { customerOps } from "./definitions.ts";
export { type OpenedPack, openCustomerOps } from "./open-customer-ops.ts";
export type { DaySummary } from "./sample/day-summary.ts";
export { type DayHost, playDay, tableOfDay } from "./sample/play-day.ts";
export { type PaymentTier, type Settings, settingsFromEnvironment } from "./settings.ts";

/** A day at the sample shop as a story in the terminal. @returns whether nothing was paid twice */
export async function demo(host: DayHost): Promise<boolean> {
  host.print("A day at Harrow & Finch, house and garden.");
  const summary = await playDay(host);
  host.print(`\n${tableOfDay(summary)}`);
  return summary.duplicates === 0;
}
