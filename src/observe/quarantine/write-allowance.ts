/**
 * How much refused webhooks may write: per source 100 records a minute and 64 MiB of bodies a day. Beyond the first they are only counted,
 * beyond the second a record keeps 1 KiB of the body. A flood at full speed so costs at most about 0.3 GB a day and source, not the disk.
 */
import type { Clock } from "../../kernel/clock.ts";

const recordsPerMinute = 100;
const bytesPerDay = 64 * 1024 * 1024;
const scantBytes = 1024;
const minuteMs = 60_000;
const dayMs = 86_400_000;

interface Spent {
  minuteFrom: number;
  records: number;
  dayFrom: number;
  bytes: number;
  skipped: number;
}

export interface Leave {
  /** How much of the body the record may keep. */
  readonly bytes: number;
  readonly skippedBefore: number;
}

export class WriteAllowance {
  readonly #clock: Clock;
  readonly #spent = new Map<string, Spent>();
  readonly #skipped = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns null where the refusal is only counted. */
  take(source: string, wantedBytes: number): Leave | null {
    const now = this.#clock.monotonicMs();
    const fresh: Spent = { minuteFrom: now, records: 0, dayFrom: now, bytes: 0, skipped: 0 };
    const spent = this.#spent.get(source) ?? fresh;
    this.#spent.set(source, spent);
    if (now - spent.minuteFrom >= minuteMs) Object.assign(spent, { minuteFrom: now, records: 0 });
    if (now - spent.dayFrom >= dayMs) Object.assign(spent, { dayFrom: now, bytes: 0 });
    if (spent.records >= recordsPerMinute) {
      spent.skipped += 1;
      this.#skipped.set(source, (this.#skipped.get(source) ?? 0) + 1);
      return null;
    }
    spent.records += 1;
    const bytes = Math.min(wantedBytes, spent.bytes + wantedBytes <= bytesPerDay ? wantedBytes : scantBytes);
    spent.bytes += bytes;
    const skippedBefore = spent.skipped;
    spent.skipped = 0;
    return { bytes, skippedBefore };
  }

  /** By source: how many refusals were counted only, since this process began. */
  skipped(): Record<string, number> {
    return Object.fromEntries(this.#skipped);
  }
}
