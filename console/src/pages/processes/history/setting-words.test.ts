import assert from "node:assert/strict";
import { test } from "node:test";
import { changedValues, keyText } from "./setting-words.ts";

test("a key says what it is about", () => {
  assert.equal(keyText("level"), "Autonomy of everything");
  assert.equal(keyText("level/answer tickets"), "Autonomy of answer tickets");
  assert.equal(keyText("level/answer tickets/payments.refund"), "Autonomy of payments.refund in answer tickets");
  assert.equal(keyText("policy/refund limits"), "Policy “refund limits”");
  assert.equal(keyText("stopped/*"), "The stop switch of everything");
  assert.equal(keyText("stopped/payments@main"), "The stop switch of payments@main");
});

test("of a policy's parameters only those are told that changed, and amounts as amounts", () => {
  const before = { askAboveCents: 400_000, perMonth: 10 };
  assert.deepEqual(changedValues("policy/x", before, { ...before, askAboveCents: 4_000 }), [
    { name: "Ask above", before: "4,000.00", after: "40.00" },
  ]);
  assert.deepEqual(changedValues("policy/x", null, { ...before, perMonth: 3 }, before), [
    { name: "Per month", before: "10", after: "3" },
  ]);
});

test("levels and stop switches read as words", () => {
  assert.deepEqual(changedValues("level/a", null, "shadow"), [{ name: "", before: "not set", after: "shadow" }]);
  assert.deepEqual(changedValues("stopped/*", null, true), [{ name: "", before: "open", after: "stopped" }]);
});
