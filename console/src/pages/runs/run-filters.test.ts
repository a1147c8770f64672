import assert from "node:assert/strict";
import { test } from "node:test";
import { askedRuns, filterChips, sameView } from "./run-filters.ts";

test("a filter that came with a link is shown, and one with a control of its own is not shown twice", () => {
  const chips = filterChips({ status: "done", week: "2026-W47", from: "1795367212268", q: undefined });
  assert.deepEqual(chips, [
    { name: "week", label: "week 2026-W47" },
    { name: "from", label: "from 2026-11-22 17:06" },
  ]);
});

test("views are the same whatever the order of their filters", () => {
  assert.ok(sameView("status=done&q=kettle", "q=kettle&status=done"));
  assert.ok(!sameView("status=done", "status=waiting"));
});

test("customers' work is asked for, unless all of it, or something by its name", () => {
  assert.deepEqual(askedRuns({ q: "kettle" }), { q: "kettle", work: "customer" });
  assert.deepEqual(askedRuns({ q: "kettle", work: "all" }), { q: "kettle" });
  for (const filter of [{ process: "tell approvers" }, { status: "set aside" }, { correlation: "c" }])
    assert.deepEqual(askedRuns(filter), filter);
});
