import assert from "node:assert/strict";
import { test } from "node:test";
import { weeksUntil } from "./weeks.ts";

const iso = (at: number) => new Date(at).toISOString();

test("weeks follow each other without a gap, also over a change of the clocks", () => {
  const weeks = weeksUntil(Date.UTC(2026, 10, 22, 17), "Europe/Berlin", 6);
  assert.deepEqual(
    weeks.map(({ name }) => name),
    ["2026-W42", "2026-W43", "2026-W44", "2026-W45", "2026-W46", "2026-W47"],
  );
  for (const [index, week] of weeks.entries()) if (index > 0) assert.equal(week.from, weeks[index - 1]?.to);
  assert.deepEqual(
    [iso(weeks[1]?.from ?? 0), iso(weeks[1]?.to ?? 0)],
    ["2026-10-18T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
  );
});

test("the week of an instant depends on the zone", () => {
  const sundayEvening = Date.UTC(2026, 10, 22, 23, 30);
  const last = (zone: string) => weeksUntil(sundayEvening, zone, 1)[0]?.name;
  assert.deepEqual(
    [last("UTC"), last("Europe/Berlin"), last("America/New_York")],
    ["2026-W47", "2026-W48", "2026-W47"],
  );
});

test("a year's first days may belong to the last week of the year before, and its last to the next year's first", () => {
  const name = (year: number, month: number, day: number) => weeksUntil(Date.UTC(year, month, day), "UTC", 1)[0]?.name;
  assert.deepEqual([name(2027, 0, 3), name(2027, 0, 4), name(2024, 11, 30)], ["2026-W53", "2027-W01", "2025-W01"]);
});

test("a day without a midnight begins when its clocks do", () => {
  // In Tehran the clocks went from 24:00 on Sunday, 21 March 2021, to 01:00.
  const [before, week] = weeksUntil(Date.UTC(2021, 2, 24, 12), "Asia/Tehran", 2);
  assert.deepEqual([iso(week?.from ?? 0), before?.to], ["2021-03-21T20:30:00.000Z", week?.from]);
});

test("a zone that does not exist is refused with what to do", () => {
  assert.throws(() => weeksUntil(0, "Mars/Base", 1), /no time zone/);
});
