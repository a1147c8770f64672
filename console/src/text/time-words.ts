/** Moments in words: short and relative, exact in the zone that the viewer reads. Pure: `now` is passed in. */
export type Zone = "local" | "utc";

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** "now", "4 min ago", "in 2 h", "Tue 14:05", "3 Nov", "3 Nov 2025". */
export function relativeTime(at: number, now: number, zone: Zone): string {
  const distance = Math.abs(now - at);
  if (distance < 10 * secondMs) return "now";
  if (distance < 12 * hourMs) return at <= now ? `${roundDuration(distance)} ago` : `in ${roundDuration(distance)}`;
  if (distance < 6 * dayMs) return `${part(at, zone, { weekday: "short" })} ${clockTime(at, zone)}`;
  const sameYear = part(at, zone, { year: "numeric" }) === part(now, zone, { year: "numeric" });
  return part(at, zone, { day: "numeric", month: "short", ...(sameYear ? {} : { year: "numeric" }) });
}

/** "Sun, 22 Nov 2026, 17:05:34 UTC". */
export function exactTime(at: number, zone: Zone): string {
  return part(at, zone, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  });
}

/** "14:05". */
export function clockTime(at: number, zone: Zone): string {
  return part(at, zone, { hour: "2-digit", minute: "2-digit" });
}

/** "14:05:34". */
export function secondTime(at: number, zone: Zone): string {
  return part(at, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/** "Sunday 22 November". */
export function longDay(at: number, zone: Zone): string {
  return part(at, zone, { weekday: "long", day: "numeric", month: "long" });
}

/** "14:05:34.120": for what lies close together. */
export function preciseTime(at: number, zone: Zone): string {
  return part(at, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });
}

/** "3 Nov". */
export function dayOf(at: number, zone: Zone): string {
  return part(at, zone, { day: "numeric", month: "short" });
}

/** One unit, for "ago": "8 s", "4 min", "2 h", "3 days". */
export function roundDuration(ms: number): string {
  if (ms < minuteMs) return `${Math.round(ms / secondMs)} s`;
  if (ms < hourMs) return `${Math.round(ms / minuteMs)} min`;
  if (ms < dayMs) return `${Math.round(ms / hourMs)} h`;
  const days = Math.round(ms / dayMs);
  return days === 1 ? "1 day" : `${days} days`;
}

/** Two units, for how long something took: "34 ms", "1.2 s", "3 min 20 s", "2 h 5 min", "4 days 3 h". */
export function duration(ms: number): string {
  if (ms < secondMs) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < minuteMs) return `${trim(ms / secondMs)} s`;
  if (ms < hourMs) return twoUnits(ms, minuteMs, "min", secondMs, "s");
  if (ms < dayMs) return twoUnits(ms, hourMs, "h", minuteMs, "min");
  return twoUnits(ms, dayMs, ms < 2 * dayMs ? "day" : "days", hourMs, "h");
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const whole = Math.floor(ms / large);
  const rest = Math.floor((ms - whole * large) / small);
  return rest === 0 ? `${whole} ${largeName}` : `${whole} ${largeName} ${rest} ${smallName}`;
}

function trim(value: number): string {
  return value.toFixed(1).replace(/\.0$/, "");
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are kept, for making one takes longer than using it a hundred times. */
function part(at: number, zone: Zone, options: Intl.DateTimeFormatOptions): string {
  const key = zone + JSON.stringify(options);
  let format = formats.get(key);
  if (format === undefined) {
    const timeZone = zone === "utc" ? { timeZone: "UTC" } : {};
    format = new Intl.DateTimeFormat("en-GB", { ...options, ...timeZone, hourCycle: "h23" });
    formats.set(key, format);
  }
  return format.format(at);
}
