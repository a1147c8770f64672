import assert from "node:assert/strict";
import { test } from "node:test";
import { editsOf } from "./edits.ts";

test("only what was changed is told, with what stood there before, however deep it lies", () => {
  const before = { amountCents: 9_900, to: "card", lines: [{ id: "a", count: 1 }, { id: "b" }], note: null };
  const after = { amountCents: 5_000, to: "card", lines: [{ id: "a", count: 2 }, { id: "b" }], note: "sorry" };
  assert.deepEqual(editsOf(before, after), [
    { path: ["amountCents"], before: 9_900, after: 5_000 },
    { path: ["lines", "0", "count"], before: 1, after: 2 },
    { path: ["note"], before: null, after: "sorry" },
  ]);
  assert.deepEqual(editsOf(before, before), []);
});

test("what was added or taken away is told, and a list of another length as a whole", () => {
  assert.deepEqual(editsOf({ a: 1 }, { b: 2 }), [
    { path: ["a"], before: 1, after: null },
    { path: ["b"], before: null, after: 2 },
  ]);
  assert.deepEqual(editsOf({ ids: ["x", "y"] }, { ids: ["x"] }), [{ path: ["ids"], before: ["x", "y"], after: ["x"] }]);
  assert.deepEqual(editsOf({ a: { b: 1 } }, { a: [1] }), [{ path: ["a"], before: { b: 1 }, after: [1] }]);
});
