import assert from "node:assert/strict";
import { test } from "node:test";
import { editInWords } from "./edits.ts";

test("an edit names what was changed in words, amounts as amounts, places in lists from one", () => {
  assert.deepEqual(editInWords({ path: ["amountCents"], before: 9_900, after: 5_000 }), {
    name: "Amount",
    before: "99.00",
    after: "50.00",
  });
  assert.deepEqual(editInWords({ path: ["lines", "0", "note"], before: null, after: "sorry" }), {
    name: "Lines › 1 › Note",
    before: "none",
    after: "sorry",
  });
});

test("what has parts is told on one line, whole", () => {
  assert.equal(editInWords({ path: ["ids"], before: ["a", "b"], after: ["a"] }).before, "a, b");
  assert.equal(
    editInWords({ path: ["to"], before: { street: "Elm 1", lines: [{ id: "x" }] }, after: null }).before,
    "Street: Elm 1; Lines: x: ID: x",
  );
});
