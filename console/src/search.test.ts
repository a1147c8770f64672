import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSearch, readFilters, stringifySearch } from "./search.ts";

test("filters stand in the address as plain texts, and come back as they were", () => {
  const text = stringifySearch({ week: "2026-W47", q: "12", status: "", of: undefined });
  assert.equal(text, "?week=2026-W47&q=12");
  assert.deepEqual(parseSearch(text), { week: "2026-W47", q: "12" });
});

test("an empty filter is none", () => {
  assert.equal(stringifySearch(readFilters({ q: "" })), "");
});
