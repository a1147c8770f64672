/**
 * Days and weeks as the shop's people count them: in their time zone, weeks from Monday, named as ISO 8601 does.
 *
 * Boundary: pure; no clock. Where the clocks change, a day has 23 or 25 hours, and its bounds are still its midnights.
 */
export interface Day {
  /** "2026-11-16" */
  readonly id: string;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface Week {
  /** "2026-W47" */
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly days: readonly Day[];
}

const dayMs = 86_400_000;

/** The week before the one that this moment is in. */
export function lastWeekBefore(at: number, zone: string): Week {
  return weekOf(localDay(at, zone) - 7 * dayMs, zone);
}

export function weekBefore(week: Week, zone: string): Week {
  return weekOf(localDay(week.from, zone) - 7 * dayMs, zone);
}

/** The day before the one that this moment is in. */
export function dayBefore(at: number, zone: string): Day {
  return dayOf(localDay(at, zone) - dayMs, zone);
}

/** @param local midnight of a day, written as if it were UTC */
function weekOf(local: number, zone: string): Week {
  const weekday = (new Date(local).getUTCDay() + 6) % 7;
  const monday = local - weekday * dayMs;
  const days = Array.from({ length: 7 }, (_, index) => dayOf(monday + index * dayMs, zone));
  return { id: weekName(monday), from: midnight(monday, zone), to: midnight(monday + 7 * dayMs, zone), days };
}

function dayOf(local: number, zone: string): Day {
  return {
    id: new Date(local).toISOString().slice(0, 10),
    from: midnight(local, zone),
    to: midnight(local + dayMs, zone),
  };
}

/** A week belongs to the year that its Thursday is in. */
function weekName(monday: number): string {
  const thursday = new Date(monday + 3 * dayMs);
  const year = thursday.getUTCFullYear();
  const number = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / dayMs / 7) + 1;
  return `${year}-W${String(number).padStart(2, "0")}`;
}

/** The day on the zone's calendar, as its midnight in UTC. */
function localDay(at: number, zone: string): number {
  const local = at + offset(at, zone);
  return local - (((local % dayMs) + dayMs) % dayMs);
}

/** When this day begins in the zone. Where midnight is skipped, the first moment after the gap. */
function midnight(local: number, zone: string): number {
  const guess = local - offset(local, zone);
  return local - offset(guess, zone);
}

/** How far the zone's clocks are ahead of UTC, in milliseconds. */
function offset(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value ?? 0);
  const shown = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return shown - Math.floor(at / 1_000) * 1_000;
}
