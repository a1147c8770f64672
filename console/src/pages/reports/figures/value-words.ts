/** Figures in words. Pure. */
import type { KpiSeries } from "../../../api/types.ts";
import { duration } from "../../../text/time-words.ts";

const dayMs = 86_400_000;

export function valueText(value: number | null, unit: KpiSeries["unit"]): string {
  if (value === null) return "nothing to measure";
  switch (unit) {
    case "ms":
      return duration(value);
    case "share":
      return `${percent(value)} %`;
    case "count":
      return value.toLocaleString("en-GB");
    case "per run":
      return value.toFixed(2).replace(/\.?0+$/, "");
  }
}

/** Short, for an axis: one unit, so that it has room, with a decimal, so that no two lines read the same. */
export function axisText(value: number, unit: KpiSeries["unit"]): string {
  if (unit !== "ms") return valueText(value, unit);
  const large = axisUnits.find(([, of]) => value >= of);
  if (large === undefined) return duration(value);
  const [name, of] = large;
  const count = (value / of).toFixed(1).replace(/\.0$/, "");
  return `${count} ${name === "day" && count !== "1" ? "days" : name}`;
}

function percent(share: number): string {
  return (share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0);
}

/** "2026-W47" -> "W47". */
export const weekLabel = (week: string): string => week.slice(5);

/** "2026-W47" -> "16 Nov": the Monday on which it begins. */
export function weekBegins(week: string): string {
  const match = /^(\d{4})-W(\d{2})$/.exec(week);
  if (!match) return week;
  const fourth = Date.UTC(Number(match[1]), 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * dayMs + (Number(match[2]) - 1) * 7 * dayMs;
  return new Date(monday).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
}

export const countedOver = (n: number): string => `counted over ${n.toLocaleString("en-GB")}`;

const minuteMs = 60_000;
const hourMs = 3_600_000;
const axisUnits = [
  ["day", dayMs],
  ["h", hourMs],
  ["min", minuteMs],
] as const;
const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1_000, 2_000, 5_000, 15_000, 30_000],
  ...[1, 2, 5, 15, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 4, 6, 12].map((hours) => hours * hourMs),
  ...[1, 2, 7, 14, 30].map((days) => days * dayMs),
];
const mostSteps = 4;

/** Where an axis ends and how it is divided, so that each line is a round figure; null where any round number will do. */
export function axisOf(most: number, unit: KpiSeries["unit"]): { max: number; interval: number } | null {
  if (unit === "share") {
    const max = most > 0.5 ? 1 : Math.max(0.04, Math.ceil(most * 25) / 25);
    return { max, interval: max / mostSteps };
  }
  if (unit !== "ms") return null;
  const interval = steps.find((step) => step * mostSteps >= most) ?? Math.ceil(most / mostSteps / dayMs) * dayMs;
  return { max: Math.max(1, Math.ceil(most / interval)) * interval, interval };
}
