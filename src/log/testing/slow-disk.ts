/** A disk whose syncs the test ends by hand. */
import assert from "node:assert/strict";
import type { DiskSync } from "../sqlite/disk-sync.ts";

/** Each sync waits until it is ended. */
export class SlowDisk implements DiskSync {
  readonly waiting: ((error: Error | null) => void)[] = [];
  begun = 0;
  blocking = 0;
  broken: Error | null = null;

  sync(done: (error: Error | null) => void): void {
    this.begun += 1;
    this.waiting.push(done);
  }
  syncNow(): void {
    this.blocking += 1;
    if (this.broken) throw this.broken;
  }
  renew(): void {
    this.syncNow();
  }
  close(): void {}
  end(error: Error | null = null): void {
    const done = this.waiting.shift();
    assert.ok(done, "a sync is under way");
    done(error);
  }
}
