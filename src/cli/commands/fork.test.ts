/** What `praxis fork --dry-run` shows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeRehearsal } from "./fork.ts";

const step = { tier: null, effect: null, because: [], description: "look" };

test("a rehearsal is a table of steps, its end, its warnings, and the word that nothing was done", () => {
  const shown = describeRehearsal({
    steps: [
      { ...step, seq: 1, outcome: "kept", inFork: "kept" },
      { ...step, seq: 2, outcome: "recorded again", inFork: "would ask", because: ["no rule is sure"] },
      { ...step, seq: 3, outcome: "already done: met", inFork: "already done: met", tier: "T1", effect: "e1" },
    ],
    ends: 'it is done: "well"',
    warnings: ["The run r still waits."],
  }).split("\n");
  assert.match(shown[1] ?? "", /^1 +kept +look$/);
  assert.match(shown[2] ?? "", /^2 +recorded again \(would ask\) +look +no rule is sure$/);
  assert.match(shown[3] ?? "", /^3 +already done: met +T1 +look +effect e1$/);
  assert.deepEqual(shown.slice(4), [
    "",
    'Then it is done: "well"',
    "The run r still waits.",
    "Nothing was done or recorded.",
  ]);
});

test("a rehearsal that had to stop says so", () => {
  const shown = describeRehearsal({ steps: [], ends: null, warnings: [] });
  assert.match(shown, /Beyond that it cannot be known before it is done\.\nNothing was done or recorded\.$/);
});
