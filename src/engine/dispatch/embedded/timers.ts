/** Wakes runs whose time has come. Looks at the table, so a restart needs no list of timers; wall time may jump, so it looks at least every 30 s. */
import type { Clock } from "../../../kernel/clock.ts";
import type { EventLog } from "../../../log/event-log.ts";
import { integer, text } from "../../../log/rows.ts";

const longestSleepMs = 30_000;
const tryAgainAfterMs = 1_000;
/** Due runs are taken in pages, so that 100,000 of them do not stall the server. */
const pageSize = 200;

export interface Woken {
  wake(runId: string): void;
  /** Whether enough runs are awake: the others stay in the table, and whoever says so calls `arm` when it is over. */
  isBusy(): boolean;
}

export class Timers {
  readonly #log: EventLog;
  readonly #clock: Clock;
  readonly #woken: Woken;
  #cancel: (() => void) | null = null;
  #armedFor = Number.POSITIVE_INFINITY;
  #stopped = false;

  constructor(log: EventLog, clock: Clock, woken: Woken) {
    this.#log = log;
    this.#clock = clock;
    this.#woken = woken;
  }

  /** Call when a wait with a due time may have been recorded. */
  arm(): void {
    if (this.#stopped || this.#woken.isBusy()) return;
    const row = this.#log.sql.get(
      "SELECT due_at FROM waits WHERE due_at IS NOT NULL AND ready = 0 ORDER BY due_at LIMIT 1",
    );
    if (!row) return;
    const dueAt = integer(row, "due_at");
    if (this.#cancel && dueAt >= this.#armedFor) return;
    this.#cancel?.();
    this.#armedFor = dueAt;
    this.#cancel = this.#clock.after(Math.min(Math.max(dueAt - this.#clock.now(), 0), longestSleepMs), () =>
      this.#fire(),
    );
  }

  #fire(): void {
    this.#cancel = null;
    this.#armedFor = Number.POSITIVE_INFINITY;
    try {
      this.#wakeDue();
    } catch {
      // The log refused, for a disk that is full or a folder that has another owner: the rows are as they were.
      this.#cancel = this.#clock.after(tryAgainAfterMs, () => this.#fire());
      return;
    }
    this.arm();
  }

  #wakeDue(): void {
    const rows = this.#log.sql.all(
      "SELECT run, seq FROM waits WHERE due_at IS NOT NULL AND ready = 0 AND due_at <= ? ORDER BY due_at LIMIT ?",
      this.#clock.now(),
      pageSize,
    );
    if (rows.length > 0) {
      this.#log.write(({ sql }) => {
        for (const row of rows) {
          sql.run("UPDATE waits SET ready = 1 WHERE run = ? AND seq = ?", text(row, "run"), integer(row, "seq"));
          this.#woken.wake(text(row, "run"));
        }
      });
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }
}
