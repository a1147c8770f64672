/**
 * The dispatcher inside this process: a queue of woken runs, and timers over the table of waits.
 *
 * Invariant: however many runs are woken at once, only a portion of them is taken up before the event loop gets to what else there is, such as the server's answers.
 */
import { type Clock, soon } from "../../../kernel/clock.ts";
import type { EventLog } from "../../../log/event-log.ts";
import type { Dispatcher } from "../dispatcher.ts";
import { Timers } from "./timers.ts";

/** Taking a run up is to read its history and to begin its first turn: 0.1 to 0.3 ms for a short one, and its turns follow at once. */
const portion = 32;

export class EmbeddedDispatcher implements Dispatcher {
  readonly #queue = new Set<string>();
  readonly #timers: Timers;
  #drive: ((runId: string) => boolean) | null = null;
  #scheduled = false;

  constructor(log: EventLog, clock: Clock) {
    this.#timers = new Timers(log, clock, (runId) => this.wake(runId));
  }

  start(drive: (runId: string) => boolean): void {
    this.#drive = drive;
    this.#timers.arm();
  }

  wake(runId: string): void {
    if (!this.#drive) return;
    this.#queue.add(runId);
    this.#schedule();
  }

  dueChanged(): void {
    if (this.#drive) this.#timers.arm();
  }

  roomFreed(): void {
    if (this.#queue.size > 0) this.#schedule();
  }

  get waiting(): number {
    return this.#queue.size;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    soon(() => this.#driveQueue());
  }

  #driveQueue(): void {
    this.#scheduled = false;
    let left = portion;
    for (const runId of this.#queue) {
      if (left === 0) return this.#schedule();
      left -= 1;
      // Taken out before, so that a wake-up that comes while it is driven is not lost with this one.
      this.#queue.delete(runId);
      if (this.#drive?.(runId)) continue;
      if (this.#drive) this.#queue.add(runId);
      return;
    }
  }

  stop(): void {
    this.#drive = null;
    this.#timers.stop();
  }
}
