import assert from "node:assert/strict";
import { test } from "node:test";
import type { RehearsedStep } from "../../../api/types.ts";
import { stepWords, summaryOf } from "./fork-words.ts";

const step = (outcome: RehearsedStep["outcome"]): RehearsedStep => ({
  seq: 1,
  kind: "do",
  name: "payments.refund",
  description: "Refund 1.00",
  outcome,
  inFork: outcome,
  because: [],
  effect: null,
  tier: "T1",
});

test("what a fork would do in the world is counted", () => {
  const steps = (["kept", "would be done", "would be done", "already done: met", "would ask"] as const).map(step);
  assert.equal(summaryOf(steps), "2 would be done in the world, 1 done before, not done again, 1 would ask a person.");
});

test("a fork that does nothing says so", () => {
  assert.equal(summaryOf([step("kept")]), "Nothing would be done in the world.");
});

test("a conflict has the colour of a failure", () => {
  assert.equal(stepWords(step("conflict")).tone, "failed");
});
