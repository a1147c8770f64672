/**
 * Keeps a schedule: at each due instant one event, and after a standstill what was missed, as the schedule says.
 *
 * Invariants: an event's id is its due instant, so it is recorded once whoever asks for it how often; what was done last is read from the log and from
 * nowhere else. The clock is looked at once a minute at least, so that a machine that slept or a clock that was set is noticed; time that goes back
 * brings no event again, and time that was far ahead for a moment holds up none.
 */
import { z } from "zod";
import type { Engine } from "../../engine/engine.ts";
import { receive } from "../../engine/intake.ts";
import { messageOf } from "../../kernel/errors.ts";
import { lastEvent } from "../../oversee/why/last-event.ts";
import type { Running, Trouble } from "../running.ts";
import type { Schedule } from "./schedule.ts";

const lookAtLeastEveryMs = 60_000;
/** An instant that is further back than this when it is noticed counts as missed; a restart takes less. */
const missedAfterMs = 5 * 60_000;

const startedSchema = z.object({ cron: z.string(), timezone: z.string() });
const doneSchema = z.object({ id: z.iso.datetime() });

export interface ScheduleDeps {
  readonly engine: Engine;
  readonly tell: (source: string, trouble: Trouble | null) => void;
}

export class KeptSchedule implements Running {
  readonly #deps: ScheduleDeps;
  readonly #schedule: Schedule;
  /** Up to which instant all is settled. */
  #since = 0;
  #cancel: () => void = () => undefined;
  #isStopped = false;
  #firing: Promise<void> = Promise.resolve();

  constructor(deps: ScheduleDeps, schedule: Schedule) {
    this.#deps = deps;
    this.#schedule = schedule;
  }

  start(): void {
    this.#since = this.#settledSince();
    this.#look();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#firing;
  }

  nextAt(): number | null {
    return this.#schedule.nextAfter(this.#deps.engine.ports.clock.now());
  }

  /** The last instant that was done; or since when the schedule is as it is now, which goes on record the first time. */
  #settledSince(): number {
    const { log, ports } = this.#deps.engine;
    const { name, cron, timezone } = this.#schedule;
    const stream = `schedule/${name}`;
    const started = lastEvent(log, stream);
    const known = startedSchema.safeParse(started?.data);
    if (!started || !known.success || known.data.cron !== cron || known.data.timezone !== timezone) {
      const event = { type: "ScheduleStarted", data: { cron, timezone } };
      log.write((transaction) =>
        transaction.append(stream, transaction.head(stream), [event], { principal: "system" }),
      );
      return ports.clock.now();
    }
    const done = doneSchema.safeParse(lastEvent(log, `source/${name}`)?.data);
    return Math.max(started.at, done.success ? Date.parse(done.data.id) : 0);
  }

  #look(): void {
    if (this.#isStopped) return;
    const { clock } = this.#deps.engine.ports;
    this.#firing = this.#settle(clock.now()).then(() => {
      if (this.#isStopped) return;
      const now = clock.now();
      const next = this.#schedule.nextAfter(now) ?? Number.POSITIVE_INFINITY;
      this.#cancel = clock.after(Math.min(next - now, lookAtLeastEveryMs), () => this.#look());
    });
  }

  async #settle(now: number): Promise<void> {
    const { tell } = this.#deps;
    const { name, missed } = this.#schedule;
    // A clock that was ahead and was put right must not keep the schedule waiting for the time it showed.
    const since = Math.min(this.#since, now);
    try {
      const due = this.#schedule.lastUpTo(now);
      if (due !== null && due > since && (missed === "once" || now - due <= missedAfterMs)) await this.#fire(due);
      this.#since = now;
      tell(name, null);
    } catch (thrown) {
      const why = `its event could not be recorded: ${messageOf(thrown)}`;
      tell(name, { why, remedy: "See what else `praxis doctor` says; it is tried again within a minute." });
    }
  }

  async #fire(due: number): Promise<void> {
    const { name, event, account } = this.#schedule;
    await receive(this.#deps.engine, {
      source: name,
      id: new Date(due).toISOString(),
      type: event,
      payload: this.#schedule.payloadFor(due),
      about: null,
      account,
      subject: null,
      principal: `source:${name}`,
    }).durable;
  }
}
