/**
 * Keeps a schedule: at each due instant one event, and after a standstill what was missed, as the schedule says.
 *
 * Invariants: an event's id is its due instant, so it is recorded once whoever asks for it how often; what was done last is read from the log and from
 * nowhere else. The clock is looked at once a minute at least, so that a machine that slept or a clock that was set is noticed. A clock that leaps ahead
 * brings nothing until it has kept going from there (clock-watch.ts), and then one event for all that it leapt over; time that goes back brings no
 * event again, but for what a leap brought that was a mistake (occasions.ts).
 */
import type { Engine } from "../../engine/engine.ts";
import { receive } from "../../engine/intake.ts";
import { messageOf } from "../../kernel/errors.ts";
import type { Running, Trouble } from "../running.ts";
import { ClockWatch } from "./clock-watch.ts";
import { Occasions } from "./occasions.ts";
import type { Schedule } from "./schedule.ts";

const lookAtLeastEveryMs = 60_000;
/** An instant that is further back than this when it is noticed counts as missed; a restart takes less. */
const missedAfterMs = 5 * 60_000;

export interface ScheduleDeps {
  readonly engine: Engine;
  readonly tell: (source: string, trouble: Trouble | null) => void;
  /** When the last event was recorded before this process; null where there was none. */
  readonly lastSeenAt: number | null;
}

export class KeptSchedule implements Running {
  readonly #deps: ScheduleDeps;
  readonly #schedule: Schedule;
  readonly #occasions: Occasions;
  readonly #watch: ClockWatch;
  /** Up to which instant all is settled. */
  #since = 0;
  #cancel: () => void = () => undefined;
  #isStopped = false;
  #firing: Promise<void> = Promise.resolve();

  constructor(deps: ScheduleDeps, schedule: Schedule) {
    this.#deps = deps;
    this.#schedule = schedule;
    this.#occasions = new Occasions(deps.engine.log, schedule);
    this.#watch = new ClockWatch(deps.engine.ports.clock, deps.lastSeenAt);
  }

  start(): void {
    this.#occasions.read();
    this.#since = this.#occasions.settledSince(this.#deps.engine.ports.clock.now());
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

  #look(): void {
    if (this.#isStopped) return;
    const { clock } = this.#deps.engine.ports;
    this.#firing = this.#settle().then((againWithinMs) => {
      if (this.#isStopped) return;
      const now = clock.now();
      const next = this.#schedule.nextAfter(now) ?? Number.POSITIVE_INFINITY;
      this.#cancel = clock.after(Math.min(next - now, againWithinMs), () => this.#look());
    });
  }

  /** @returns when to look again at the latest */
  async #settle(): Promise<number> {
    const { tell } = this.#deps;
    const { name, missed } = this.#schedule;
    try {
      const { now, doubtedForMs, mayBeIdle, believed } = this.#watch.look();
      if (this.#occasions.seen(now)) this.#since = this.#occasions.settledSince(now);
      // A clock that was ahead and was put right must not keep the schedule waiting for the time it showed.
      this.#since = Math.min(this.#since, now);
      const due = this.#schedule.lastUpTo(now);
      const isRecent = due !== null && now - due <= missedAfterMs;
      // A server that starts right at the time brings it at once, however often it is started.
      if (doubtedForMs > 0 && !(mayBeIdle && isRecent)) return Math.min(doubtedForMs, lookAtLeastEveryMs);
      if (believed) this.#occasions.leapt(believed);
      if (due !== null && due > this.#since && (missed === "once" || isRecent)) await this.#fire(due);
      this.#since = now;
      tell(name, null);
    } catch (thrown) {
      const why = `its event could not be recorded: ${messageOf(thrown)}`;
      tell(name, { why, remedy: "See what else `praxis doctor` says; it is tried again within a minute." });
    }
    return lookAtLeastEveryMs;
  }

  async #fire(due: number): Promise<void> {
    const { name, event, account } = this.#schedule;
    const { id, again } = this.#occasions.nameOf(due);
    await receive(this.#deps.engine, {
      source: name,
      id,
      type: event,
      payload: this.#schedule.payloadFor(due, again),
      about: null,
      account,
      subject: null,
      principal: `source:${name}`,
    }).durable;
  }
}
