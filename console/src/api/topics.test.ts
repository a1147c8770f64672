import assert from "node:assert/strict";
import { test } from "node:test";
import { keysOf } from "./topics.ts";

test("a topic names the keys that begin with it, and the counts where they change too", () => {
  assert.deepEqual(keysOf(["runs", "run/a/b"]), [["runs"], ["counts"], ["run", "a/b"]]);
});

test("a change that may be anything touches everything", () => {
  assert.equal(keysOf(["runs", "*"]), "everything");
});
