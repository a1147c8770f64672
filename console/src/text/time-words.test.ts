import assert from "node:assert/strict";
import { test } from "node:test";
import { duration, exactTime, relativeTime } from "./time-words.ts";

const now = Date.UTC(2026, 10, 22, 17, 5, 34);
const minute = 60_000;
const hour = 60 * minute;

test("a moment is told by how far away it is, and by its date once that says more", () => {
  const told = (ms: number) => relativeTime(now - ms, now, "utc");
  assert.equal(told(3_000), "now");
  assert.equal(told(40_000), "40 s ago");
  assert.equal(told(4 * minute), "4 min ago");
  assert.equal(told(3 * hour), "3 h ago");
  assert.equal(told(30 * hour), "Sat 11:05");
  assert.equal(told(20 * 24 * hour), "2 Nov");
  assert.equal(told(400 * 24 * hour), "18 Oct 2025");
});

test("what lies ahead is told as ahead", () => {
  assert.equal(relativeTime(now + 2 * hour, now, "utc"), "in 2 h");
  assert.equal(relativeTime(now + 48 * hour, now, "utc"), "Tue 17:05");
});

test("the exact moment names its zone", () => {
  assert.equal(exactTime(now, "utc"), "Sun, 22 Nov 2026, 17:05:34 UTC");
});

test("how long something took has two units at most", () => {
  assert.equal(duration(34), "34 ms");
  assert.equal(duration(1_200), "1.2 s");
  assert.equal(duration(200_000), "3 min 20 s");
  assert.equal(duration(2 * hour), "2 h");
  assert.equal(duration(51 * hour), "2 days 3 h");
});
