/** Backoff (E5); what follows from which result is tested through the effect path, in src/assembly/effects.test.ts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "../../kernel/random.ts";
import { backoffMs, mayActUntil, waitLeftMs, withinPatience } from "./transitions.ts";

test("E5: the backoff is spread from zero to a ceiling that doubles up to a minute", () => {
  const random = new SeededRandom(7);
  for (const [attempt, ceilingMs] of [
    [1, 400],
    [2, 800],
    [5, 6_400],
    [9, 60_000],
    [60, 60_000],
  ] as const) {
    const drawn = Array.from({ length: 2_000 }, () => backoffMs(attempt, random));
    assert.ok(drawn.every((ms) => ms >= 0 && ms <= ceilingMs));
    assert.ok(Math.max(...drawn) > ceilingMs * 0.98 && Math.min(...drawn) < ceilingMs * 0.02, "full jitter");
  }
});

test("E5: who asks to be left alone is, but never for longer than the budget has left, or a minute", () => {
  const hourMs = 3_600_000;
  assert.equal(withinPatience(7_000, hourMs), 7_000);
  assert.equal(withinPatience(24 * hourMs, hourMs), hourMs);
  assert.equal(withinPatience(Number.MAX_VALUE, hourMs), hourMs);
  assert.equal(withinPatience(24 * hourMs, -hourMs), 60_000, "the budget is spent, and somebody has to find out");
});

const hourMs = 3_600_000;

test("E6: an attempt may act until its deadline, and within a timeout from now where the clock was set back since it was written down", () => {
  assert.equal(mayActUntil(1_500, 1_000, 2_000), 1_500);
  assert.equal(mayActUntil(500, 1_000, 2_000), 1_000, "its deadline is over");
  assert.equal(mayActUntil(1_000 + hourMs, 1_000, 2_000), 3_000, "no attempt that began before now has longer");
});

test("E5: a wait is until its instant, and no longer than it was where the clock was set back", () => {
  const row = { nextAt: hourMs + 700, changedAt: hourMs };
  assert.equal(waitLeftMs(row, hourMs + 300), 400);
  assert.equal(waitLeftMs(row, 300), 700);
  assert.ok(waitLeftMs(row, 2 * hourMs) < 0);
  assert.equal(waitLeftMs({ nextAt: null, changedAt: hourMs }, 300), 0);
});
