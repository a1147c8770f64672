/** Backoff (E5); what follows from which result is tested through the effect path, in src/assembly/effects.test.ts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "../../kernel/random.ts";
import { backoffMs, withinPatience } from "./transitions.ts";

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
