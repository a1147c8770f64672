/** Durations in words: "30 days", "90 minutes", or a number of milliseconds. */
import { PraxisError } from "./errors.ts";

const unitsMs: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["millisecond", 1],
  ["second", 1_000],
  ["minute", 60_000],
  ["hour", 3_600_000],
  ["day", 86_400_000],
  ["week", 604_800_000],
]);

export type Duration = number | `${number} ${string}`;

/** @returns whole milliseconds, for they become times in tables of integers. @throws bad_duration */
export function durationMs(duration: Duration): number {
  const ms = typeof duration === "number" ? duration : readWords(duration);
  if (Number.isFinite(ms) && ms >= 0) return Math.round(ms);
  throw new PraxisError("bad_duration", `"${duration}" is not a duration`, {
    next: 'Write a number and a unit, such as "30 days", "90 minutes" or "500 ms", or a number of milliseconds.',
  });
}

function readWords(duration: string): number {
  const match = /^(\d+(?:\.\d+)?) ([a-z]+?)s?$/.exec(duration);
  if (match?.[1] === undefined || match[2] === undefined) return Number.NaN;
  return Number(match[1]) * (unitsMs.get(match[2]) ?? unitsMs.get(`${match[2]}s`) ?? Number.NaN);
}

/** For people: "3 days", "5 minutes", "12 s". */
export function describeDuration(ms: number): string {
  const [amount, unit] =
    ms >= 172_800_000
      ? [ms / 86_400_000, "days"]
      : ms >= 7_200_000
        ? [ms / 3_600_000, "hours"]
        : ms >= 120_000
          ? [ms / 60_000, "minutes"]
          : [ms / 1_000, "s"];
  return `${Number(amount.toFixed(amount < 10 ? 1 : 0))} ${unit}`;
}
