import assert from "node:assert/strict";
import { test } from "node:test";
import { csvSummary, sortRows } from "./csv-words.ts";

const row = (line: number, status: "accepted" | "duplicate" | "quarantined") => ({
  line,
  status,
  message: null,
  runs: [],
});

test("the results of a file are counted in a sentence", () => {
  assert.equal(csvSummary([]), "The file has no rows.");
  assert.equal(
    csvSummary([row(2, "accepted"), row(3, "quarantined"), row(4, "duplicate")]),
    "1 taken, 1 held in quarantine, 1 was here before.",
  );
});

test("lines that are held come first, and lines keep their order", () => {
  const rows = [row(2, "accepted"), row(3, "duplicate"), row(4, "quarantined"), row(5, "accepted")];
  assert.deepEqual(
    sortRows(rows).map(({ line }) => line),
    [4, 2, 5, 3],
  );
});
