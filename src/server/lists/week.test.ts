/** ISO weeks, against dates whose week is known. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { weekRange } from "./week.ts";

const day = (ms: number | undefined): string => new Date(ms ?? 0).toISOString().slice(0, 10);

test("a week runs from Monday to Monday, and the first one holds the 4th of January", () => {
  for (const [week, from, to] of [
    ["2026-W01", "2025-12-29", "2026-01-05"],
    ["2026-W47", "2026-11-16", "2026-11-23"],
    ["2026-W53", "2026-12-28", "2027-01-04"],
    ["2024-W01", "2024-01-01", "2024-01-08"],
    ["2021-W01", "2021-01-04", "2021-01-11"],
  ] as const)
    assert.deepEqual([day(weekRange(week)?.from), day(weekRange(week)?.to)], [from, to], week);
});

test("a week that the year does not have, or another text, is none", () => {
  for (const week of ["2025-W53", "2026-W00", "2026-W54", "2026-47", "W47", ""])
    assert.equal(weekRange(week), null, week);
});
