/**
 * Tells readers what has changed, as soon as the disk has it.
 *
 * Invariants: nothing is told before it is durable (K1), and nothing is left out between two tellings; all readers share one look at the log,
 * at most ten a second, so that a flood of events costs no more with a hundred readers than with one; without readers nothing is looked at.
 */
import { type Clock, soon } from "../../kernel/clock.ts";
import type { EventLog } from "../../log/event-log.ts";
import { type Topics, topicsBetween } from "./topics.ts";

export interface Told {
  /** All up to here is told by now. */
  readonly position: number;
  /** When the event at `position` was recorded. */
  readonly at: number;
  readonly topics: Topics;
}

export type Listen = (told: Told) => void;

const betweenTellingsMs = 100;

export class ChangeFeed {
  readonly #log: EventLog;
  readonly #clock: Clock;
  readonly #readers = new Set<Listen>();
  #leaveLog: (() => void) | null = null;
  #position = 0;
  #isResting = false;
  #isBehind = false;

  constructor(log: EventLog, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  get readers(): number {
    return this.#readers.size;
  }

  /**
   * @param after where the reader left off; null for one who begins.
   * @returns `position` from which on `listen` is told, and `missed`, what happened before it and after `after`.
   */
  follow(after: number | null, listen: Listen): { position: number; missed: Told | null; leave: () => void } {
    if (this.#readers.size === 0) this.#begin();
    this.#readers.add(listen);
    const position = this.#position;
    const missed = after === null || after === position ? null : this.#look(after, position);
    return { position, missed, leave: () => this.#leave(listen) };
  }

  #begin(): void {
    this.#position = this.#log.durableHead().position;
    this.#leaveLog = this.#log.onDurable(() => this.#notice());
  }

  #leave(listen: Listen): void {
    this.#readers.delete(listen);
    if (this.#readers.size > 0) return;
    this.#leaveLog?.();
    this.#leaveLog = null;
  }

  /** Called within a commit: looks only later. */
  #notice(): void {
    this.#isBehind = true;
    if (this.#isResting) return;
    this.#isResting = true;
    soon(() => this.#tell());
  }

  #tell(): void {
    this.#isBehind = false;
    this.#clock.after(betweenTellingsMs, () => {
      this.#isResting = false;
      if (this.#isBehind) this.#notice();
    });
    if (this.#readers.size === 0) return;
    const { position } = this.#log.durableHead();
    if (position <= this.#position) return;
    const told = this.#lookIfOpen(this.#position, position);
    this.#position = position;
    for (const listen of this.#readers) listen(told);
  }

  /** The log may be closed between a commit and the look at it; nothing else stops for that. */
  #lookIfOpen(after: number, position: number): Told {
    try {
      return this.#look(after, position);
    } catch {
      return { position, at: this.#clock.now(), topics: null };
    }
  }

  #look(after: number, position: number): Told {
    const at = this.#log.readAll(position, 1)[0]?.at ?? this.#clock.now();
    return { position, at, topics: topicsBetween(this.#log, after, position) };
  }
}
