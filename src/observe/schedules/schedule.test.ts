/** When a schedule comes due, also where the clocks change. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type ScheduleOptions, schedule } from "./schedule.ts";

function dues(options: Omit<ScheduleOptions, "event">, from: string, to: string): string[] {
  const made = schedule("s", { event: "Due", ...options });
  const found: string[] = [];
  for (let at = Date.parse(from); ; ) {
    const next = made.nextAfter(at);
    if (next === null || next > Date.parse(to)) return found;
    found.push(new Date(next).toISOString().replace(":00.000Z", "Z"));
    at = next;
  }
}

const berlin = "Europe/Berlin";

describe("the clocks go forward: 29 March 2026, 02:00 becomes 03:00 in Berlin", () => {
  const day = ["2026-03-28T23:00Z", "2026-03-29T03:00Z"] as const;
  test("a time that does not exist comes right after the gap, once", () => {
    assert.deepEqual(dues({ cron: "30 2 * * *", timezone: berlin }, ...day), ["2026-03-29T01:00Z"]);
    assert.deepEqual(dues({ cron: "0,30 2,4 * * *", timezone: berlin }, ...day), [
      "2026-03-29T01:00Z",
      "2026-03-29T02:00Z",
      "2026-03-29T02:30Z",
    ]);
  });
  test("every quarter of an hour stays every quarter of an hour", () => {
    const found = dues({ cron: "*/15 * * * *", timezone: berlin }, "2026-03-29T00:30Z", "2026-03-29T01:30Z");
    assert.deepEqual(found, ["2026-03-29T00:45Z", "2026-03-29T01:00Z", "2026-03-29T01:15Z", "2026-03-29T01:30Z"]);
  });
});

describe("the clocks go back: 25 October 2026, 03:00 becomes 02:00 in Berlin", () => {
  const day = ["2026-10-24T22:00Z", "2026-10-25T04:00Z"] as const;
  test("a time that exists twice comes once, the first time", () => {
    assert.deepEqual(dues({ cron: "30 2 * * *", timezone: berlin }, ...day), ["2026-10-25T00:30Z"]);
    assert.deepEqual(dues({ cron: "30 2,3 * * *", timezone: berlin }, ...day), [
      "2026-10-25T00:30Z",
      "2026-10-25T02:30Z",
    ]);
  });
  test("every half hour counts through both passes", () => {
    const found = dues({ cron: "*/30 2 * * *", timezone: berlin }, ...day);
    assert.deepEqual(found, ["2026-10-25T00:00Z", "2026-10-25T00:30Z", "2026-10-25T01:00Z", "2026-10-25T01:30Z"]);
  });
});

test("a local time keeps its local hour over the year", () => {
  const monday = { cron: "0 8 * * MON", timezone: berlin };
  assert.deepEqual(dues(monday, "2026-03-22T00:00Z", "2026-03-31T00:00Z"), ["2026-03-23T07:00Z", "2026-03-30T06:00Z"]);
});

test("the last time up to an instant includes that instant", () => {
  const daily = schedule("s", { cron: "0 8 * * *", event: "Due" });
  const eight = Date.parse("2026-03-02T08:00:00Z");
  assert.equal(daily.lastUpTo(eight), eight);
  assert.equal(daily.lastUpTo(eight - 1), eight - 86_400_000);
  assert.equal(daily.nextAfter(eight), eight + 86_400_000);
  assert.equal(daily.nextAfter(eight - 1), eight);
});

test("a year that never comes, a pattern or a zone that cannot be read", () => {
  assert.equal(schedule("s", { cron: "0 8 30 2 *", event: "Due" }).nextAfter(0), null);
  for (const options of [
    { cron: "every day" },
    { cron: "0 25 * * *" },
    { cron: "0 8 * * *", timezone: "Mars/Olympus" },
  ])
    assert.throws(() => schedule("s", { event: "Due", ...options }), { code: "bad_schedule" });
});
