import assert from "node:assert/strict";
import { test } from "node:test";
import { exceptionsOf, levelOfProcess } from "./levels-of.ts";

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

test("contracts with another level than their process are its exceptions", () => {
  assert.deepEqual(exceptionsOf(loaded, "returns"), [{ contract: "mail", level: "autonomous" }]);
  assert.deepEqual(exceptionsOf(loaded, "elsewhere"), []);
});
