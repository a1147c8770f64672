/**
 * Whether the clock can be believed: wall time against the time that this process has run.
 *
 * A clock that leaps ahead (set wrong for a moment, or put right after the machine slept) looks the same either way at first. It is believed once it has
 * kept going from there for a while; a leap that is taken back before that was none. Boundary: no log; the two clocks and what the process before saw last.
 */
import type { Clock } from "../../kernel/clock.ts";

/** Timers come late, and clocks are put right by seconds all the time. */
export const leapMs = 60_000;
/** A restart takes less. */
const standstillMs = 5 * 60_000;
export const believedAfterMs = 2 * 60_000;

export interface Leap {
  /** What the clock would have shown without it. */
  readonly from: number;
  readonly to: number;
}

export interface ClockLook {
  readonly now: number;
  /** How much longer it has to keep going until it is believed; 0 where it is. */
  readonly doubtedForMs: number;
  /** It is doubted only because nothing was recorded for a while before this process began: perhaps nothing happened. */
  readonly mayBeIdle: boolean;
  /** A leap that is believed from now on. */
  readonly believed: Leap | null;
}

export class ClockWatch {
  readonly #clock: Clock;
  #wallMs: number;
  #steadyMs: number;
  #leap: { from: number; leadMs: number; atSteadyMs: number; mayBeIdle: boolean } | null = null;

  /** @param lastSeenAt what the clock showed last, in the process before; null where there was none. */
  constructor(clock: Clock, lastSeenAt: number | null) {
    this.#clock = clock;
    this.#wallMs = clock.now();
    this.#steadyMs = clock.monotonicMs();
    const leadMs = lastSeenAt === null ? 0 : this.#wallMs - lastSeenAt;
    if (lastSeenAt !== null && leadMs > standstillMs)
      this.#leap = { from: lastSeenAt, leadMs, atSteadyMs: this.#steadyMs, mayBeIdle: true };
  }

  look(): ClockLook {
    const now = this.#clock.now();
    const steadyMs = this.#clock.monotonicMs();
    this.#notice(now - this.#wallMs - (steadyMs - this.#steadyMs), now, steadyMs);
    this.#wallMs = now;
    this.#steadyMs = steadyMs;
    const calm = { now, doubtedForMs: 0, mayBeIdle: false, believed: null };
    if (!this.#leap) return calm;
    const { from, atSteadyMs, mayBeIdle } = this.#leap;
    const doubtedForMs = atSteadyMs + believedAfterMs - steadyMs;
    if (doubtedForMs > 0) return { ...calm, doubtedForMs, mayBeIdle };
    this.#leap = null;
    return { ...calm, believed: { from, to: now } };
  }

  #notice(jumpMs: number, now: number, steadyMs: number): void {
    if (Math.abs(jumpMs) <= leapMs) return;
    const { from = now - jumpMs, leadMs = 0 } = this.#leap ?? {};
    const lead = leadMs + jumpMs;
    this.#leap = lead > leapMs ? { from, leadMs: lead, atSteadyMs: steadyMs, mayBeIdle: false } : null;
  }
}
