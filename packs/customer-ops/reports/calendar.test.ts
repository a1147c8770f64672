import assert from "node:assert/strict";
import { test } from "node:test";
import { dayBefore, lastWeekBefore, weekBefore } from "./calendar.ts";

const at = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString();

test("the week that ended is the one from Monday to Monday, by the shop's clock", () => {
  const week = lastWeekBefore(at("2026-11-23T12:00:00Z"), "America/New_York");
  assert.deepEqual(
    [week.id, iso(week.from), iso(week.to)],
    ["2026-W47", "2026-11-16T05:00:00.000Z", "2026-11-23T05:00:00.000Z"],
  );
  // Sunday evening in New York is Monday in UTC: the week is not over yet.
  assert.equal(lastWeekBefore(at("2026-11-23T03:00:00Z"), "America/New_York").id, "2026-W46");
  assert.equal(weekBefore(week, "America/New_York").id, "2026-W46");
});

test("weeks at the turn of the year have ISO names", () => {
  const names = ["2021-01-05", "2026-01-06", "2027-01-05"].map(
    (day) => lastWeekBefore(at(`${day}T12:00:00Z`), "UTC").id,
  );
  assert.deepEqual(names, ["2020-W53", "2026-W01", "2026-W53"]);
});

test("a day on which the clocks change is as long as it is", () => {
  const spring = lastWeekBefore(at("2026-03-30T12:00:00Z"), "Europe/Berlin");
  assert.deepEqual(
    spring.days.map(({ from, to }) => (to - from) / 3_600_000),
    [24, 24, 24, 24, 24, 24, 23],
  );
  assert.equal(spring.days.at(-1)?.to, spring.to);
  const autumn = dayBefore(at("2026-10-26T12:00:00Z"), "Europe/Berlin");
  assert.deepEqual([autumn.id, (autumn.to - autumn.from) / 3_600_000], ["2026-10-25", 25]);
});
