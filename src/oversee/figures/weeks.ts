/** ISO weeks in a time zone: from local midnight of a Monday to the next, also where the clocks change in between. Pure. */
import { PraxisError } from "../../kernel/errors.ts";

export interface Week {
  /** "2026-W47". */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** The last weeks, oldest first; the last one is that of `now`. @throws bad_input where there is no such zone. */
export function weeksUntil(now: number, zone: string, count: number): Week[] {
  const clock = localClock(zone);
  const today = clock.dayOf(now);
  const monday = today - ((weekday(today) + 6) % 7);
  return Array.from({ length: count }, (_, index) => {
    const first = monday - 7 * (count - 1 - index);
    return { name: weekName(first), from: clock.midnight(first), to: clock.midnight(first + 7) };
  });
}

/** Days are counted from 1 January 1970, which was a Thursday. */
function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** A week belongs to the year that its Thursday lies in. */
function weekName(monday: number): string {
  const year = new Date((monday + 3) * dayMs).getUTCFullYear();
  const fourth = Date.UTC(year, 0, 4) / dayMs;
  const firstMonday = fourth - ((weekday(fourth) + 6) % 7);
  return `${year}-W${String((monday - firstMonday) / 7 + 1).padStart(2, "0")}`;
}

function localClock(zone: string): { dayOf(at: number): number; midnight(day: number): number } {
  const format = formatFor(zone);
  /** The wall clock's reading, as if it were UTC. */
  const reading = (at: number): number => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  };
  const dayOf = (at: number): number => Math.floor(reading(at) / dayMs);
  return {
    dayOf,
    midnight(day) {
      const wanted = day * dayMs;
      let at = wanted;
      for (let round = 0; round < 2; round++) at += wanted - reading(at);
      // Where the clocks skip midnight, the day begins an hour later.
      return dayOf(at) < day ? at + hourMs : at;
    },
  };
}

function formatFor(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  } catch {
    throw new PraxisError("bad_input", `there is no time zone "${zone}"`, {
      next: 'Use a name such as "Europe/Berlin" or "UTC".',
    });
  }
}
