/**
 * A schedule: an event at set times, each once.
 *
 *     export const weekly = schedule("weekly report", { cron: "0 8 * * MON", timezone: "Europe/Berlin", event: "WeekEnded" });
 *
 * The event's id is the instant it was due, so it happens once however often the clock comes by: after restarts, and where the clock was set. A clock that
 * leaps ahead brings nothing until it has kept going from there for two minutes. Where it was wrong by more than a day for longer, what it brought comes
 * again when it is truly due, with `again: 2` in its payload.
 *
 * When the clocks change: where minute and hour are fixed numbers or lists (`30 2 * * *`), a local time that does not exist comes right after the gap, and one
 * that exists twice comes once, the first time. Where they have a `*` or a step (`*\/15 * * * *`), the gap is skipped and the repeated hour counts twice:
 * the distance between two events stays the same.
 */
import { Cron } from "croner";
import { messageOf, PraxisError } from "../../kernel/errors.ts";
import { isObject, type Json, type JsonObject, toJson } from "../../kernel/json.ts";

export interface ScheduleOptions {
  /** Minute, hour, day of the month, month, day of the week; with six fields, the second comes first. */
  readonly cron: string;
  /** Such as "Europe/Berlin". Default "UTC". */
  readonly timezone?: string;
  /** Type of the event. */
  readonly event: string;
  /** What else the event carries; `schedule`, `due` and `timezone` are added. */
  readonly payload?: JsonObject;
  /**
   * What becomes of times that passed while the server was down: "once" makes up for all of them with one event, for the last of them; "skip" leaves them
   * out. Default "once".
   */
  readonly missed?: "once" | "skip";
  readonly title?: string;
  /** Which shop its events belong to. Default "main". */
  readonly account?: string;
}

export interface Schedule {
  readonly kind: "schedule";
  readonly name: string;
  readonly title: string;
  readonly cron: string;
  readonly timezone: string;
  readonly event: string;
  readonly account: string;
  readonly missed: "once" | "skip";
  /** @param again the how-manieth time it is brought: more than once only where a wrong clock had brought it too early. */
  payloadFor(dueAt: number, again: number): Json;
  /** The first time after this one; null where there is none. */
  nextAfter(at: number): number | null;
  /** The last time up to this one, or at it. */
  lastUpTo(at: number): number | null;
}

/** @throws bad_schedule */
export function schedule(name: string, options: ScheduleOptions): Schedule {
  const { cron: pattern, timezone = "UTC", event, missed = "once", account = "main" } = options;
  const cron = readCron(name, pattern, timezone);
  const extra = toJson(options.payload ?? {});
  return {
    kind: "schedule",
    name,
    title: options.title ?? name,
    cron: pattern,
    timezone,
    event,
    account,
    missed,
    payloadFor: (dueAt, again) => ({
      ...(isObject(extra) ? toFields(extra) : {}),
      schedule: name,
      due: new Date(dueAt).toISOString(),
      timezone,
      ...(again === 1 ? {} : { again }),
    }),
    nextAfter: (at) => cron.nextRun(new Date(at))?.getTime() ?? null,
    // Croner looks before its reference, and knows whole seconds only.
    lastUpTo: (at) => cron.previousRuns(1, new Date(at + 1))[0]?.getTime() ?? null,
  };
}

function toFields(extra: Record<string, unknown>): JsonObject {
  return Object.fromEntries(Object.entries(extra).map(([key, value]) => [key, toJson(value)]));
}

function readCron(name: string, pattern: string, timezone: string): Cron {
  try {
    const cron = new Cron(pattern, { timezone, paused: true, mode: "5-or-6-parts", fixedTimeRule: "no-wildcard" });
    // A time zone that does not exist shows only here.
    cron.nextRun(new Date(0));
    return cron;
  } catch (thrown) {
    throw new PraxisError("bad_schedule", `the schedule "${name}" cannot be read: ${messageOf(thrown)}`, {
      next: 'Write five fields, as in `cron: "0 8 * * MON"`, and a time zone such as "Europe/Berlin".',
      cause: thrown,
    });
  }
}
