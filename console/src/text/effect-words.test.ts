import assert from "node:assert/strict";
import { test } from "node:test";
import { effectTitle } from "./effect-words.ts";

test("what only prepared something does not read as that thing done", () => {
  const hold = { description: "Cancel order 1", interim: "order 1 is held", status: "succeeded" } as const;
  assert.equal(effectTitle(hold), "Prepared: Cancel order 1");
  assert.equal(effectTitle({ ...hold, interim: null }), "Cancel order 1");
  assert.equal(effectTitle({ ...hold, status: "failed" }), "Cancel order 1", "its state says that it was not done");
});
