/** Each KPI on a week that was computed by hand: a backlog does not look like a good week, and housekeeping is not the shop's work. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { policy } from "../act/policy/policy.ts";
import { cancelRun } from "../engine/operations.ts";
import { readFiguresOf } from "../oversee/figures/read-figures.ts";
import { type KpiName, readKpis } from "../oversee/figures/read-kpis.ts";
import { passGateOn } from "../oversee/gates/answer-gate.ts";
import { process } from "../plan/process.ts";
import { erasePerson } from "./erase-person.ts";
import type { Bench } from "./testing/bench.ts";
import { refundT1 } from "./testing/contracts.ts";
import { bench, refunds } from "./testing/memory-bench.ts";

const hour = 3_600_000;
const refund = refundT1({ money: ({ cents }) => ({ cents, currency: "EUR" }) });
const limit = policy("limit", {
  on: refund,
  parameters: z.object({}),
  judge: ({ wish, allow, ask }) => (wish.cents > 4_000 ? ask("more than 40") : allow()),
});
const tell = process(
  "tell approvers",
  { on: "GateOpened", input: z.looseObject({}), isHousekeeping: true },
  async () => "told",
);

function kpis(
  world: Bench,
  { process = null, account = null }: { process?: string | null; account?: string | null } = {},
) {
  const { series, ...names } = readKpis(world.log.sql, {
    process,
    account,
    weeks: 1,
    zone: "UTC",
    now: world.clock.now(),
  });
  const point = (name: KpiName) => series.find((each) => each.name === name)?.points.at(-1);
  return { ...names, series, point, of: (name: KpiName) => [point(name)?.value, point(name)?.n] };
}

/**
 * Two refunds go through by themselves. Three ask a person: one is answered after 2 hours and done; one, passed on to the boss, is open for 6 hours now; one
 * of the outlet for one hour.
 */
async function week(): Promise<Bench> {
  const world = bench([refunds(refund), limit, tell]);
  const begin = (charge: string, cents: number, account = "main") =>
    world.begin("Refund", { charge, cents }, { account });
  await begin("a", 500);
  await begin("b", 500);
  await begin("c", 5_000);
  const [first] = world.openGates();
  await begin("d", 5_000);
  const second = world.openGates().find((row) => row.id !== first?.id);
  await passGateOn(world.praxis, String(second?.id), { to: "boss", by: "ada", why: "above my head" });
  await world.pass(2 * hour);
  await world.answer(String(first?.id), { verdict: "approve" });
  await world.pass(3 * hour);
  await begin("e", 5_000, "outlet");
  await world.pass(hour);
  assert.equal(world.openGates().length, 2);
  return world;
}

describe("a week with a backlog", () => {
  test("time to resolution counts what is open with its time so far", async () => {
    const { of } = kpis(await week());
    // 0, 0, 1 h (open), 2 h, 6 h (open)
    assert.deepEqual(of("time to resolution"), [hour, 5]);
    assert.deepEqual(of("time to resolution, slowest tenth"), [2 * hour + 0.6 * 4 * hour, 5]);
  });

  test("touches count answers, and who needed a person counts also who is not answered yet", async () => {
    const { of } = kpis(await week());
    assert.deepEqual(of("touches by people"), [1 / 5, 5]);
    assert.deepEqual(of("runs that needed a person"), [3, 5]);
    assert.deepEqual(of("handoffs"), [1, 5]);
  });

  test("decision latency counts open questions with their wait so far", async () => {
    const { of, series } = kpis(await week());
    // 1 h (open), 2 h, 6 h (open): of the answered ones alone it would be the same 2 h, over one question.
    assert.deepEqual(of("decision latency"), [2 * hour, 3]);
    const world = await week();
    await world.pass(10 * hour);
    assert.deepEqual(kpis(world).of("decision latency"), [11 * hour, 3]);
    assert.match(
      series.find(({ name }) => name === "decision latency")?.title ?? "",
      /open ones with their wait so far/,
    );
  });

  test("what asked a person is not handled alone, answered or not", async () => {
    assert.deepEqual(kpis(await week()).of("handled alone"), [2 / 5, 5]);
  });

  test("refunds that have not gone out are neither right nor wrong", async () => {
    assert.deepEqual(kpis(await week()).of("refund error rate"), [0, 3]);
  });

  test("housekeeping counts only by its name, here and in a report", async () => {
    const world = await week();
    const { processes, housekeeping, of } = kpis(world);
    assert.deepEqual([processes, housekeeping], [["refunds"], ["tell approvers"]]);
    assert.deepEqual(of("runs started"), [5, 5]);
    assert.deepEqual(kpis(world, { process: "tell approvers" }).of("handled alone"), [1, 3]);
    const asked = { from: 0, to: world.clock.now() + 1, process: null };
    const { runs } = readFiguresOf(world.log.sql, { ...asked, account: null });
    assert.deepEqual([runs.started, runs.touched, runs.byProcess], [5, 3, [{ word: "refunds", count: 5 }]]);
    const outlet = readFiguresOf(world.log.sql, { ...asked, account: "outlet" });
    assert.deepEqual([outlet.runs.started, outlet.gates.openNow, outlet.money], [1, 1, []]);
  });

  test("the figures of one account are its own", async () => {
    const { of, point } = kpis(await week(), { account: "outlet" });
    assert.deepEqual(
      (
        ["runs started", "runs that needed a person", "decision latency", "handled alone", "refund error rate"] as const
      ).map(of),
      [
        [1, 1],
        [1, 1],
        [hour, 1],
        [0, 1],
        [null, 0],
      ],
    );
    assert.match(point("runs started")?.link ?? "", /account=outlet/);
  });
});

test("a question whose time went by without an answer waited for all of it", async () => {
  const world = bench([refunds(refund), limit]);
  const run = await world.begin("Refund", { charge: "a", cents: 5_000 });
  const [gate] = world.openGates();
  const stood = Number(gate?.expires_at) - Number(gate?.opened_at);
  await world.pass(stood + 5 * hour);
  assert.equal(world.status(run), "done");
  const { series } = readKpis(world.log.sql, {
    process: null,
    account: null,
    weeks: 5,
    zone: "UTC",
    now: world.clock.now(),
  });
  const measured = (name: KpiName) =>
    series.find((each) => each.name === name)?.points.flatMap(({ value, n }) => (n === 0 ? [] : [[value, n]]));
  const [[waited, n] = []] = measured("decision latency") ?? [];
  assert.ok(Math.abs(Number(waited) - stood) <= 5 * hour, String(waited));
  assert.deepEqual([n, measured("handled alone")], [1, [[0, 1]]]);
});

test("what was set aside needs a person and takes its time; what was cancelled, or is left from an erasure, is neither", async () => {
  const clumsy = process("clumsy", { on: "Go", input: z.looseObject({}) }, async () => {
    throw new Error("it is broken");
  });
  const waits = process("waits", { on: "Wait", input: z.looseObject({}) }, (run) => run.wait("Never"));
  const world = bench([clumsy, waits]);
  await world.begin("Go", {});
  const waiting = await world.begin("Wait", {});
  await world.begin("Wait", {}, { subject: "mia" });
  await cancelRun(world.praxis.engine, waiting, { principal: "person:ada", why: "no longer needed" });
  await erasePerson(world.praxis, "mia", { principal: "person:ada", why: "she asked" });
  await world.settle();
  await world.pass(hour);
  assert.deepEqual(kpis(world, { process: "clumsy" }).of("handled alone"), [0, 1]);
  assert.deepEqual(kpis(world, { process: "clumsy" }).of("time to resolution"), [hour, 1]);
  for (const name of ["handled alone", "time to resolution"] as const)
    assert.deepEqual(kpis(world, { process: "waits" }).of(name), [null, 0], name);
});
