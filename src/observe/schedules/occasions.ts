/**
 * What the log says of a schedule: since when it is as it is, which occasions were brought, and which of them too early.
 *
 * Too early are those that a clock brought which had leapt ahead, was believed, and was later seen in the time that it had leapt over: the log shows that
 * the leap was a mistake. They come again when they are truly due, under a number of their own (`again`), once. A leap of less than a day counts as none
 * here: an occasion that came some hours early has come.
 */
import { z } from "zod";
import type { EventLog } from "../../log/event-log.ts";
import { type Leap, leapMs } from "./clock-watch.ts";
import type { Schedule } from "./schedule.ts";

const dayMs = 86_400_000;
const broughtSchema = z.object({ id: z.string() });
const startedSchema = z.object({ cron: z.string(), timezone: z.string() });
const leaptSchema = z.object({ from: z.number(), to: z.number() });
const setBackSchema = z.object({ to: z.number() });

export class Occasions {
  readonly #log: EventLog;
  readonly #schedule: Schedule;
  readonly #stream: string;
  #startedAt: number | null = null;
  /** The last leap, while nothing shows that it was a mistake. */
  #leap: Leap | null = null;
  /** Ids of what came too early. */
  #tooEarly = new Set<string>();

  constructor(log: EventLog, schedule: Schedule) {
    this.#log = log;
    this.#schedule = schedule;
    this.#stream = `schedule/${schedule.name}`;
  }

  /** Reads what is on record; that the schedule is as it is now goes on record the first time. */
  read(): void {
    const { cron, timezone } = this.#schedule;
    this.#startedAt = null;
    this.#leap = null;
    this.#tooEarly = new Set();
    let leaptAt = 0;
    for (const { type, data, at, position } of this.#log.readStream(this.#stream)) {
      if (type === "ScheduleStarted") {
        const started = startedSchema.safeParse(data).data;
        this.#startedAt = started?.cron === cron && started.timezone === timezone ? at : null;
      } else if (type === "ClockLeapt") {
        this.#leap = leaptSchema.parse(data);
        leaptAt = position;
      } else if (type === "ClockSetBack") {
        for (const id of this.#broughtBetween(leaptAt, position))
          if (dueOf(id) > setBackSchema.parse(data).to) this.#tooEarly.add(id);
        this.#leap = null;
      }
    }
    if (this.#startedAt === null) this.#startedAt = this.#note("ScheduleStarted", { cron, timezone });
  }

  /** What was brought, newest first. */
  *#brought(): Generator<{ readonly id: string; readonly position: number }> {
    const stream = `source/${this.#schedule.name}`;
    for (let number = this.#log.write((transaction) => transaction.head(stream)).value; number > 0; number--) {
      const event = this.#log.readEvent(stream, number);
      const brought = broughtSchema.safeParse(event?.data).data;
      if (event && brought) yield { id: brought.id, position: event.position };
    }
  }

  #broughtBetween(after: number, before: number): string[] {
    const ids: string[] = [];
    for (const { id, position } of this.#brought()) {
      if (position <= after) break;
      if (position < before) ids.push(id);
    }
    return ids;
  }

  #note(type: string, data: Record<string, string | number>): number {
    const { value } = this.#log.write((transaction) =>
      transaction.append(this.#stream, transaction.head(this.#stream), [{ type, data }], { principal: "system" }),
    );
    return value[0]?.at ?? 0;
  }

  /** Up to which instant all is settled: the last occasion that was brought in its time, or since when the schedule is as it is. */
  settledSince(now: number): number {
    let done = 0;
    // Those that a leap brought lie ahead; of the others the newest is the last.
    for (const { id } of this.#brought()) {
      if (dueOf(id) > now || this.#tooEarly.has(id)) continue;
      done = dueOf(id);
      break;
    }
    return Math.min(Math.max(this.#startedAt ?? now, done), now);
  }

  /** The id of the occasion's event; with `again`, the how-manieth time it is brought. */
  nameOf(due: number): { id: string; again: number } {
    const first = new Date(due).toISOString();
    for (let again = 1, id = first; ; id = `${first}#${++again}`) if (!this.#tooEarly.has(id)) return { id, again };
  }

  /** The clock leapt ahead, and is believed. */
  leapt(leap: Leap): void {
    if (leap.to - leap.from <= dayMs) return;
    this.#note("ClockLeapt", { from: leap.from, to: leap.to });
    this.#leap = leap;
  }

  /** The clock shows this. @returns whether that makes a leap a mistake, so that all is to be looked at anew. */
  seen(now: number): boolean {
    if (!this.#leap || now < this.#leap.from - leapMs || now > this.#leap.to - dayMs) return false;
    this.#note("ClockSetBack", { to: now });
    this.read();
    return true;
  }
}

function dueOf(id: string): number {
  return Date.parse(id.split("#")[0] ?? "");
}
