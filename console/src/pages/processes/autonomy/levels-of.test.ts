import assert from "node:assert/strict";
import { test } from "node:test";
import { exceptionsOf, levelAbove, levelOfProcess } from "./levels-of.ts";

const loaded = {
  defaultLevel: "gated",
  levels: [
    { process: "returns", contract: null, level: "shadow" },
    { process: "returns", contract: "mail", level: "autonomous" },
    { process: "tickets", contract: "refund", level: "suggest" },
  ],
};

test("a process has its own level, or the one that holds for everything", () => {
  assert.deepEqual(levelOfProcess(loaded, "returns"), { level: "shadow", isOwn: true });
  assert.deepEqual(levelOfProcess(loaded, "tickets"), { level: "gated", isOwn: false });
});

test("what would hold without a level of its own is that of the process, of everything, or of the code", () => {
  const whole = { ...loaded, defaultLevel: "suggest", levelOfCode: "gated" };
  assert.equal(levelAbove(whole, "returns", "mail"), "shadow");
  assert.equal(levelAbove(whole, "tickets", "refund"), "suggest");
  assert.equal(levelAbove(whole, "returns", null), "suggest");
  assert.equal(levelAbove(whole, null, null), "gated");
});

test("contracts with another level than their process are its exceptions", () => {
  assert.deepEqual(exceptionsOf(loaded, "returns"), [{ contract: "mail", level: "autonomous" }]);
  assert.deepEqual(exceptionsOf(loaded, "elsewhere"), []);
});
