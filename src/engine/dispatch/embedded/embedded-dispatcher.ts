/**
 * The dispatcher inside this process: a fair queue of woken runs, and timers over the table of waits.
 *
 * Invariants: however many runs are woken at once, only a portion of them is taken up before the event loop gets to what else there is, such as the server's answers; however many an account
 * has waiting, the others take turns with it; runs whose time has come stay in the table while many wait here.
 */
import { type Clock, soon } from "../../../kernel/clock.ts";
import type { EventLog } from "../../../log/event-log.ts";
import type { Dispatcher, DispatchTarget } from "../dispatcher.ts";
import { FairQueue } from "../fair-queue.ts";
import type { Lane } from "../lane.ts";
import { Timers } from "./timers.ts";

/** Taking a run up is to read its history and to begin its first turn: 0.05 to 0.1 ms for a short one. So a portion holds the server's answers up by 1 ms or less. */
const portion = 8;
/** From so many on, those whose time has come wait in the table. */
const enough = 1_000;

export class EmbeddedDispatcher implements Dispatcher {
  readonly #queue = new FairQueue<string>();
  readonly #timers: Timers;
  #target: DispatchTarget | null = null;
  #scheduled = false;

  constructor(log: EventLog, clock: Clock) {
    this.#timers = new Timers(log, clock, {
      wake: (runId) => {
        if (this.#target) this.wake(runId, this.#target.laneOf(runId));
      },
      isBusy: () => this.#isBusy,
    });
  }

  start(target: DispatchTarget): void {
    this.#target = target;
    this.#timers.arm();
  }

  wake(runId: string, lane: Lane): void {
    if (!this.#target) return;
    this.#queue.add(runId, lane);
    this.#schedule();
  }

  dueChanged(): void {
    if (this.#target) this.#timers.arm();
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
    const wasBusy = this.#isBusy;
    for (let left = portion; this.#target; left--) {
      if (left === 0) {
        this.#schedule();
        break;
      }
      const { hasRoom } = this.#target;
      // Taken out before, so that a wake-up that comes while it is driven is not lost with this one.
      const next = this.#queue.take(hasRoom);
      // What has no room is looked at again when there is some.
      if (!next) break;
      this.#target.drive(next.item, next.lane);
    }
    if (wasBusy && !this.#isBusy) this.dueChanged();
  }

  get #isBusy(): boolean {
    return this.#queue.size >= enough;
  }

  stop(): void {
    this.#target = null;
    this.#timers.stop();
  }
}
