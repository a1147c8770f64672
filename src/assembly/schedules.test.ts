/** Schedules: each due instant once, whatever becomes of the server and of its clock. */
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { z } from "zod";
import { ManualClock } from "../kernel/testing/manual-clock.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { schedule } from "../observe/schedules/schedule.ts";
import { process } from "../plan/process.ts";
import { world } from "../testing/world.ts";
import type { Bench } from "./testing/bench.ts";
import { bench } from "./testing/memory-bench.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A clock that leapt is believed after two minutes. */
const believed = 2 * minute;

const againSchema = z.looseObject({ again: z.int().default(1) });
const dueSchema = z.looseObject({ due: z.string() });
const reports = process("reports", { on: "DayEnded", input: dueSchema }, async (_run, { due }) => due.slice(0, 16));
const daily = schedule("daily", { cron: "0 8 * * *", event: "DayEnded", payload: { kind: "digest" } });
const daily9 = schedule("daily", { cron: "0 9 * * *", event: "DayEnded" });
const skipping = schedule("daily", { cron: "0 8 * * *", event: "DayEnded", missed: "skip" });

const opened: Bench[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.stop();
});

/** The test begins on 1 January 2026, 00:00 UTC. */
async function open(
  made = daily,
  more: { disk?: MemoryDisk; clock?: ManualClock; seed?: number } = {},
): Promise<Bench> {
  const one = bench([reports, made], more);
  opened.push(one);
  await one.settle();
  return one;
}

/** Which instants were reported, in order. */
function reported({ log }: Bench, own: Bench): unknown[] {
  return log.sql.all("SELECT id FROM runs ORDER BY started_position").map(({ id }) => own.value(String(id)));
}

describe("a schedule", () => {
  test("brings one event at each due instant, with what it is for", async () => {
    const one = await open();
    await one.pass(7 * hour + 59 * minute);
    assert.deepEqual(reported(one, one), []);
    await one.pass(2 * minute);
    assert.deepEqual(reported(one, one), ["2026-01-01T08:00"]);
    await one.pass(day);
    assert.deepEqual(reported(one, one), ["2026-01-01T08:00", "2026-01-02T08:00"]);
    const [event] = one.log.readStream("source/daily");
    const { payload } = z.object({ payload: z.unknown() }).parse(event?.data);
    assert.deepEqual(payload, { kind: "digest", schedule: "daily", due: "2026-01-01T08:00:00.000Z", timezone: "UTC" });
    assert.equal(one.praxis.runner.nextAt("daily"), Date.UTC(2026, 0, 3, 8));
  });

  test("brings it once however often the server starts around that time", async () => {
    const disk = new MemoryDisk();
    const clock = new ManualClock();
    for (let seed = 1; seed <= 20; seed++) {
      const one = await open(daily, { disk, clock, seed });
      await one.pass(seed === 1 ? 8 * hour - minute : 10_000);
      if (seed < 20) one.crash();
      else assert.deepEqual(reported(one, one), ["2026-01-01T08:00"]);
    }
  });

  test("makes up once for all that was missed while the server was down", async () => {
    const disk = new MemoryDisk();
    const clock = new ManualClock();
    const first = await open(daily, { disk, clock });
    await first.pass(9 * hour);
    first.crash();
    clock.stop(4 * day);
    const again = await open(daily, { disk, clock, seed: 2 });
    await again.pass(believed);
    assert.deepEqual(reported(again, again), ["2026-01-01T08:00", "2026-01-05T08:00"]);
    await again.pass(day);
    assert.equal(reported(again, again).length, 3);
  });

  test("makes up also for the first one of all, which was missed before any came", async () => {
    const disk = new MemoryDisk();
    const clock = new ManualClock();
    (await open(daily, { disk, clock })).crash();
    clock.stop(day);
    const again = await open(daily, { disk, clock, seed: 2 });
    await again.pass(believed);
    assert.deepEqual(reported(again, again), ["2026-01-01T08:00"]);
  });

  test("that skips leaves out what was missed, but not what a restart was only a little late for", async () => {
    const disk = new MemoryDisk();
    const clock = new ManualClock();
    (await open(skipping, { disk, clock })).crash();
    clock.stop(day);
    const second = await open(skipping, { disk, clock, seed: 2 });
    assert.deepEqual(reported(second, second), []);
    second.crash();
    clock.stop(8 * hour + 2 * minute);
    const third = await open(skipping, { disk, clock, seed: 3 });
    await third.pass(believed);
    assert.deepEqual(reported(third, third), ["2026-01-02T08:00"]);
  });

  test("that is new, or was changed, makes up for nothing from before", async () => {
    const disk = new MemoryDisk();
    const clock = new ManualClock();
    const first = await open(daily, { disk, clock });
    await first.pass(8 * hour + minute);
    first.crash();
    clock.stop(2 * hour);
    const changed = await open(daily9, { disk, clock, seed: 2 });
    assert.deepEqual(reported(changed, changed), ["2026-01-01T08:00"]);
    await changed.pass(day);
    assert.deepEqual(reported(changed, changed), ["2026-01-01T08:00", "2026-01-02T09:00"]);
  });

  test("brings nothing twice where the clock goes back", async () => {
    const clock = new ManualClock();
    const one = await open(daily, { clock });
    await one.pass(8 * hour + minute);
    clock.jump(-2 * hour);
    await one.pass(2 * hour + minute);
    clock.jump(-365 * day);
    await one.pass(minute);
    clock.jump(365 * day);
    await one.pass(5 * minute);
    assert.deepEqual(reported(one, one), ["2026-01-01T08:00"]);
    await one.pass(day);
    assert.deepEqual(reported(one, one), ["2026-01-01T08:00", "2026-01-02T08:00"]);
  });

  test("brings nothing where the clock is far ahead for a moment, and goes on as if nothing had been", async () => {
    const clock = new ManualClock();
    const one = await open(daily, { clock });
    await one.pass(7 * hour);
    clock.jump(365 * day);
    await one.pass(believed - 1_000);
    assert.deepEqual(reported(one, one), []);
    clock.jump(-365 * day);
    await one.pass(day);
    assert.deepEqual(reported(one, one), ["2026-01-01T08:00"]);
  });

  test("does so also where a server starts on a clock that is far ahead for a moment", async () => {
    const disk = new MemoryDisk();
    const clock = new ManualClock();
    const first = await open(daily, { disk, clock });
    await first.pass(9 * hour);
    first.crash();
    clock.jump(365 * day);
    const second = await open(daily, { disk, clock, seed: 2 });
    await second.pass(minute);
    clock.jump(-365 * day);
    await second.pass(day);
    assert.deepEqual(reported(second, second), ["2026-01-01T08:00", "2026-01-02T08:00"]);
  });

  test("brings one event, not hundreds, on a clock that is a year ahead for days; put right, it goes on, and those occasions come again in their time", async () => {
    const disk = new MemoryDisk();
    const clock = new ManualClock();
    const one = await open(daily, { disk, clock });
    await one.pass(7 * hour);
    clock.jump(365 * day);
    await one.pass(believed + minute);
    assert.deepEqual(reported(one, one), ["2026-12-31T08:00"]);
    for (let days = 0; days < 2; days++) await one.pass(day);
    assert.deepEqual(reported(one, one).slice(1), ["2027-01-01T08:00", "2027-01-02T08:00"]);
    clock.jump(-365 * day);
    await one.pass(2 * minute);
    await one.pass(day);
    const afterwards = ["2026-01-02T08:00", "2026-01-03T08:00"];
    assert.deepEqual(reported(one, one).slice(3), afterwards, "one makes up for the days on which the clock was wrong");
    one.crash();
    clock.stop(Date.UTC(2026, 11, 31, 9) - clock.now());
    const again = await open(daily, { disk, clock, seed: 2 });
    await again.pass(believed);
    for (let days = 0; days < 3; days++) await again.pass(day);
    assert.deepEqual(reported(again, again).slice(5), [
      "2026-12-31T08:00",
      "2027-01-01T08:00",
      "2027-01-02T08:00",
      "2027-01-03T08:00",
    ]);
    const events = z
      .array(z.object({ payload: againSchema }))
      .parse(again.log.readStream("source/daily").map(({ data }) => data));
    assert.deepEqual(
      events.slice(5).map(({ payload }) => payload.again),
      [2, 2, 2, 1],
    );
  });

  test("notices within minutes that the machine slept", async () => {
    const clock = new ManualClock();
    const one = await open(daily, { clock });
    await one.pass(minute);
    clock.jump(10 * hour);
    await one.pass(minute + believed);
    assert.deepEqual(reported(one, one), ["2026-01-01T08:00"]);
  });

  test("whose event cannot be recorded for now says so, and brings it later", async () => {
    const clock = new ManualClock();
    const one = await open(daily, { clock });
    one.log.sql.run("CREATE TEMP TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no'); END");
    await one.pass(8 * hour + minute);
    assert.match(one.praxis.sources.troubleOf("daily")?.why ?? "", /could not be recorded/);
    one.log.sql.run("DROP TRIGGER full");
    await one.pass(2 * minute);
    assert.equal(one.praxis.sources.troubleOf("daily"), null);
    assert.deepEqual(reported(one, one), ["2026-01-01T08:00"]);
  });
});

test("in a simulated world it comes due by the simulated clock, at its time, also through a power cut", async () => {
  const seen = await world(reports, daily).when((play) => play.advance("2 days").powerCut().advance("1 day"));
  assert.deepEqual(
    seen.runs("reports").map((run) => run.value),
    ["2026-01-01T08:00", "2026-01-02T08:00", "2026-01-03T08:00"],
  );
});
