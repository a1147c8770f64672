import assert from "node:assert/strict";
import { test } from "node:test";
import { searchedWords } from "./searched-words.ts";

test("what was searched is said, with every filter that narrows it", () => {
  assert.equal(searchedWords({ q: "kettle", run: "r1", work: "all" }), "Searched for “kettle”.");
  assert.equal(
    searchedWords({ q: "kettle", status: "done", account: "outlet", touched: "no" }),
    "Searched for “kettle” with status done, account outlet, nobody needed.",
  );
  assert.equal(
    searchedWords({ status: "waiting", from: "1" }),
    "Asked for status waiting, the time of a chart's point.",
  );
});
