/** When a sync is made in place instead of beside the event loop (ADR 0019). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SyncPace } from "./sync-pace.ts";

const times = (count: number, work: () => void): void => {
  for (let time = 0; time < count; time++) work();
};

test("a disk is quick after some quick syncs, and for as long as slow ones are rare", () => {
  const pace = new SyncPace();
  times(7, () => pace.took(0.1));
  assert.equal(pace.isQuick, false);
  pace.took(0.1);
  assert.equal(pace.isQuick, true);
  times(100, () => pace.took(0.1));
  times(2, () => pace.took(20));
  assert.equal(pace.isQuick, true);
  pace.took(20);
  assert.equal(pace.isQuick, false);
  times(8, () => pace.took(0.1));
  assert.equal(pace.isQuick, true);
});

test("what a busy event loop added says nothing of the disk, unless it is very long", () => {
  const pace = new SyncPace();
  times(32, () => pace.tookWithWaiting(0.2));
  times(100, () => pace.tookWithWaiting(2));
  assert.equal(pace.isQuick, true);
  times(3, () => pace.tookWithWaiting(20));
  assert.equal(pace.isQuick, false);
});
