/** Figures from events alone, and the contracts of Praxis itself that read and publish them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { contract } from "../act/contract.ts";
import { policy } from "../act/policy/policy.ts";
import { cancelRun, retryRun } from "../engine/operations.ts";
import { testPorts } from "../kernel/testing/test-ports.ts";
import type { EventLog } from "../log/event-log.ts";
import { MemoryDisk, openMemoryLog } from "../log/memory/open-memory-log.ts";
import { publishReport } from "../oversee/built-in/publish-report.ts";
import { readFigures } from "../oversee/built-in/read-figures.ts";
import { figuresSchema } from "../oversee/figures/figures-shape.ts";
import { figuresProjection } from "../oversee/figures/figures-table.ts";
import { readFiguresOf } from "../oversee/figures/read-figures.ts";
import { type KpiName, readKpis } from "../oversee/figures/read-kpis.ts";
import { passGateOn } from "../oversee/gates/answer-gate.ts";
import { readReport } from "../oversee/reports/report-book.ts";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import { projections } from "./assemble.ts";
import type { Bench } from "./testing/bench.ts";
import { pay, refundSchema, refundT1 } from "./testing/contracts.ts";
import { bench, refunds } from "./testing/memory-bench.ts";

const hour = 3_600_000;
const refund = refundT1({ money: ({ cents }) => ({ cents, currency: "EUR" }) });
const limit = policy("limit", {
  on: refund,
  parameters: z.object({}),
  judge: ({ wish, allow, ask, deny }) =>
    wish.cents > 9_000 ? deny("far too much") : wish.cents > 4_000 ? ask("more than 40") : allow(),
});
const kindOf = decision("kind", {
  input: refundSchema,
  answer: z.enum(["small", "large"]),
  rules: [{ name: "small sums", answer: ({ cents }) => (cents < 100 ? "small" : null) }],
  question: () => "How large is it?",
});
const judges = process("judges", { on: "Judge", input: refundSchema }, (run, wish) => run.decide(kindOf, wish));

const kpi = (world: Bench, name: KpiName, process: string | null = "refunds") => {
  const { series } = readKpis(world.log.sql, { process, account: null, weeks: 2, zone: "UTC", now: world.clock.now() });
  return series.find((each) => each.name === name)?.points.at(-1);
};

test("a week's KPIs: what needed a person, how long people took, what was handled alone", async () => {
  const world = bench([refunds(refund), limit]);
  for (const charge of ["a", "b", "c"]) await world.begin("Refund", { charge, cents: 500 });
  const asked = await world.begin("Refund", { charge: "d", cents: 5_000 });
  await passGateOn(world.praxis, world.openGate(), { to: "boss", by: "ada", why: "above my head" });
  await world.pass(hour);
  await world.answer(world.openGate(), { verdict: "approve" });
  assert.equal(world.status(asked), "done");
  const { week, n, value } = kpi(world, "runs that needed a person") ?? {};
  assert.deepEqual([n, value], [4, 1]);
  assert.equal(kpi(world, "runs that needed a person")?.link, `/runs?process=refunds&week=${week}&touched=yes`);
  assert.equal(kpi(world, "touches by people")?.value, 0.25);
  assert.equal(kpi(world, "handled alone")?.value, 0.75);
  assert.equal(kpi(world, "handoffs")?.value, 1);
  assert.deepEqual([kpi(world, "decision latency")?.value, kpi(world, "decision latency")?.n], [hour, 1]);
  assert.equal(kpi(world, "time to resolution, slowest tenth")?.n, 4);
  assert.equal(kpi(world, "runs started")?.value, 4);
  assert.deepEqual([kpi(world, "refund error rate")?.value, kpi(world, "refund error rate")?.n], [0, 4]);
  assert.deepEqual(kpi(world, "runs started", "unheard of")?.value, 0);
});

test("what people declined, and what nobody answered in time, is counted by kind of question", async () => {
  const world = bench([refunds(refund), limit, judges]);
  await world.begin("Refund", { charge: "a", cents: 5_000 });
  await world.answer(world.openGate(), { verdict: "decline" });
  await world.begin("Judge", { charge: "a", cents: 500 });
  await world.answer(world.openGate(), { verdict: "decline" });
  await world.begin("Refund", { charge: "b", cents: 5_000 });
  await world.pass(8 * 24 * hour);
  const asked = { from: 0, to: world.clock.now() + 1, process: null, account: null };
  assert.deepEqual(readFiguresOf(world.log.sql, asked).gates.saidNo, [
    { kind: "approval", word: "declined", count: 1 },
    { kind: "approval", word: "expired", count: 1 },
    { kind: "question", word: "declined", count: 1 },
  ]);
});

test("a run that somebody had to take up again was not handled alone, and a cancelled one is no resolution", async () => {
  let isBroken = true;
  const clumsy = process("refunds", { on: "Refund", input: refundSchema }, async () => {
    if (isBroken) throw new Error("it is broken");
  });
  const waits = process("waits", { on: "Wait", input: z.looseObject({}) }, (run) => run.wait("Never"));
  const world = bench([clumsy, waits]);
  const run = await world.begin("Refund", { charge: "a", cents: 1 });
  isBroken = false;
  await retryRun(world.praxis.engine, run, { principal: "person:ada", why: "mended" });
  await world.settle();
  assert.equal(world.status(run), "done");
  assert.deepEqual([kpi(world, "handled alone")?.value, kpi(world, "handled alone")?.n], [0, 1]);
  const waiting = await world.begin("Wait", {});
  await cancelRun(world.praxis.engine, waiting, { principal: "person:ada", why: "no longer needed" });
  await world.settle();
  assert.deepEqual(
    [kpi(world, "handled alone", "waits")?.value, kpi(world, "time to resolution", "waits")?.n],
    [null, 0],
  );
});

test("a payment that conflicted counts as gone wrong, also where the money is right in the end", async () => {
  const world = bench([refunds(refund), limit]);
  await world.begin("Refund", { charge: "a", cents: 500 });
  await world.begin("Refund", { charge: "b", cents: 500 });
  await world.begin("Refund", { charge: "a", cents: 600 });
  await world.answer(world.openGate(), { verdict: "approve" });
  assert.equal(kpi(world, "refund error rate")?.value, 0.5);
});

test("a payment whose outcome was unknown counts as gone wrong, and refusals are told by code", async () => {
  const world = bench([refunds(refund), limit, reporting]);
  world.provider.script.push("acts, then no answer", "ok", "refused");
  await world.begin("Refund", { charge: "a", cents: 500 });
  await world.pass(hour);
  await world.begin("Refund", { charge: "b", cents: 500 });
  // The second one was refused: it moved nothing, and says nothing of how payments go.
  assert.deepEqual([kpi(world, "refund error rate")?.value, kpi(world, "refund error rate")?.n], [1, 1]);
  const { figures } = reportedSchema.parse(
    world.value(await world.begin("Report", { from: 0, to: world.clock.now() + 1, period: "1" })),
  );
  assert.deepEqual([figures.effects.unknownOnce, figures.effects.unknownNow], [1, 0]);
  assert.deepEqual(
    figures.effects.refusals.map(({ contract, count }) => [contract, count]),
    [["refund", 1]],
  );
});

test("links of another zone than UTC say from when to when", async () => {
  const world = bench([refunds(refund), limit]);
  await world.begin("Refund", { charge: "a", cents: 500 });
  const asked = { process: null, account: null, weeks: 1, zone: "Europe/Berlin", now: world.clock.now() };
  const { processes, series } = readKpis(world.log.sql, asked);
  assert.deepEqual(processes, ["refunds"]);
  const query = new URLSearchParams(series[0]?.points[0]?.link.split("?")[1]);
  assert.equal(Number(query.get("to")) - Number(query.get("from")), 7 * 24 * hour);
});

const reporting = process(
  "reporting",
  { on: "Report", input: z.object({ from: z.number(), to: z.number(), period: z.string() }) },
  async (run, { from, to, period }) => {
    const figures = await run.do(readFigures, { from, to });
    const text = `${figures.runs.started} runs`;
    const { report, isNew } = await run.do(publishReport, {
      name: "weekly",
      period,
      title: text,
      html: `<p>${text}</p>`,
      markdown: text,
    });
    return { figures, report, isNew };
  },
);
const reportedSchema = z.object({ figures: figuresSchema, report: z.string(), isNew: z.boolean() });

test("a report's figures: money, refusals, gates, decisions by rung, and what a policy forbade", async () => {
  const world = bench([refunds(refund), limit, judges, reporting]);
  const from = world.clock.now();
  await world.begin("Refund", { charge: "a", cents: 500 });
  await world.begin("Refund", { charge: "b", cents: 700 });
  await world.begin("Refund", { charge: "c", cents: 9_900 });
  await world.begin("Refund", { charge: "d", cents: 5_000 });
  await world.begin("Judge", { charge: "e", cents: 5 });
  await world.begin("Judge", { charge: "f", cents: 5_000 });
  await world.pass(hour);
  const { figures } = reportedSchema.parse(
    world.value(await world.begin("Report", { from, to: world.clock.now(), period: "1" })),
  );
  assert.deepEqual(figures.money, [{ contract: "refund", currency: "EUR", cents: 1_200, count: 2 }]);
  assert.deepEqual(figures.denied, [{ word: "limit", count: 1 }]);
  assert.deepEqual(figures.decisions, [{ name: "kind", rung: "rule", count: 1 }]);
  assert.deepEqual([figures.gates.openNow, figures.gates.opened], [2, 2]);
  assert.deepEqual(
    figures.gates.oldestOpen.map(({ process, kind }) => [process, kind]),
    [
      ["refunds", "approval"],
      ["judges", "question"],
    ],
  );
  assert.deepEqual(figures.runs.byStatus, [
    { word: "done", count: 4 },
    { word: "waiting", count: 2 },
  ]);
});

test("a report is published once for its name and period, and the first one stands", async () => {
  const world = bench([refunds(refund), limit, reporting]);
  const first = reportedSchema.parse(world.value(await world.begin("Report", { from: 0, to: 1, period: "2026-W47" })));
  await world.begin("Refund", { charge: "a", cents: 500 });
  const second = reportedSchema.parse(world.value(await world.begin("Report", { from: 0, to: 1, period: "2026-W47" })));
  assert.deepEqual([first.isNew, second.isNew, second.report], [true, false, first.report]);
  assert.equal(world.log.sql.all("SELECT * FROM reports").length, 1);
});

test("after a power cut the figures are those that were recorded, and the report is there once", async () => {
  const disk = new MemoryDisk();
  const patient = process("patient", { on: "Report", input: z.looseObject({}) }, async (run) => {
    const { runs } = await run.do(readFigures, { from: 0, to: Date.UTC(2100, 0) });
    await run.wait("Go");
    const text = String(runs.started);
    return run.do(publishReport, { name: "weekly", period: "1", title: text, html: text, markdown: text });
  });
  const before = bench([patient, refunds(refund), limit], { disk });
  const run = await before.begin("Report", {});
  await before.send("Refund", { charge: "a", cents: 500 });
  before.crash();
  const after = bench([patient, refunds(refund), limit], { disk, clock: before.clock });
  await after.send("Go", {}, { id: "go" });
  assert.equal(after.status(run), "done");
  const published = after.log.readAll(1, 1_000).filter((event) => event.type === "ReportPublished");
  assert.deepEqual(
    published.map(({ data }) => z.object({ title: z.string(), run: z.string() }).parse(data)),
    [{ title: "1", run }],
  );
});

test("a higher revision takes a report's place; what it starts begins once for each, also where the run that publishes is cancelled", async () => {
  const input = z.object({ revision: z.int(), text: z.string() });
  const publishing = process("publishing", { on: "Publish", input }, async (run, { revision, text }) => {
    const words = { title: text, html: text, markdown: text };
    const { isNew } = await run.do(publishReport, {
      name: "weekly",
      period: "1",
      revision,
      ...words,
      start: "mailing",
    });
    await run.wait("Never", { about: text });
    return isNew;
  });
  const report = z.object({ report: z.string(), revision: z.int(), markdown: z.string() });
  const mailing = process("mailing", { input: report }, async (_run, { revision, markdown }) => [revision, markdown]);
  const world = bench([publishing, mailing]);
  for (const [revision, text] of [
    [1, "first"],
    [1, "first again"],
    [2, "second"],
    [1, "late"],
    [2, "second again"],
  ] as const) {
    const run = await world.begin("Publish", { revision, text });
    await cancelRun(world.praxis.engine, run, { principal: "person:ada", why: "a test" });
    await world.settle();
    assert.equal(world.status(run), "cancelled");
  }
  const mailed = world.log.sql.all("SELECT id FROM runs WHERE process = 'mailing' ORDER BY started_position");
  assert.deepEqual(
    mailed.map(({ id }) => world.value(String(id))),
    [
      [1, "first"],
      [2, "second"],
    ],
  );
  const rows = world.log.sql.all("SELECT id FROM reports");
  assert.equal(rows.length, 1);
  assert.equal(readReport(world.log, String(rows[0]?.id))?.title, "second");
});

test("figures of no time at all set the run aside with what to do", async () => {
  const world = bench([reporting]);
  const run = await world.begin("Report", { from: 5, to: 5, period: "1" });
  assert.equal(world.status(run), "set aside");
  assert.match(JSON.stringify(world.last(run, "RunSetAside")), /no time at all/);
});

test("money in part of a cent, or in no currency, is refused before anything is done", async () => {
  for (const money of [
    { cents: 1.5, currency: "EUR" },
    { cents: 1, currency: "euros" },
  ]) {
    const odd = contract("odd", { ...refundOptions, money: () => money });
    assert.equal(odd.bind({ charge: "a", cents: 1 }).ok, false);
  }
});

const refundOptions = {
  tier: "T1" as const,
  via: pay,
  input: refundSchema,
  output: z.object({ id: z.string() }),
  intent: { object: ({ charge }: { charge: string }) => [charge] },
  perform: () => null,
};

const tables = ["run_figures", "gate_figures", "effect_figures", "step_figures"];
const dump = (log: EventLog) => tables.map((table) => log.sql.all(`SELECT * FROM ${table}`).map((row) => ({ ...row })));

test("built anew from the log, the tables are the same", async () => {
  const world = bench([refunds(refund), limit, judges]);
  for (const cents of [500, 5_000, 9_900]) await world.begin("Refund", { charge: String(cents), cents });
  await world.begin("Judge", { charge: "e", cents: 5 });
  await world.answer(world.openGate(), { verdict: "decline", reason: "no" });
  const fresh = openMemoryLog({ ports: testPorts({ clock: world.clock }), projections });
  fresh.write(({ sql }) => {
    for (const event of world.log.readAll(1, 10_000)) figuresProjection.apply(event, sql, world.log);
  });
  assert.deepEqual(dump(fresh), dump(world.log));
  assert.ok(dump(fresh).every((rows) => rows.length > 0));
});

test("what a fork kept of its origin is counted there, and not again", async () => {
  const judgesLater = process("judges later", { on: "Judge", input: refundSchema }, async (run, wish) => {
    await run.decide(kindOf, wish);
    await run.sleep("1 hour");
  });
  const world = bench([judgesLater]);
  const origin = await world.begin("Judge", { charge: "a", cents: 50 });
  await world.pass(hour);
  await world.praxis.forks.fork({
    run: origin,
    fromStep: 2,
    edits: { outcomes: new Map() },
    by: "ada",
    why: "a test",
    id: null,
  });
  await world.pass(hour);
  assert.equal(world.log.sql.all("SELECT * FROM runs WHERE status = 'done'").length, 2);
  assert.equal(world.log.sql.all("SELECT * FROM step_figures WHERE kind = 'decide'").length, 1);
});
