/** Tables that are built again after a person was erased (K3, K10): the same rows as before, and what was taken once is not taken again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { contract } from "../act/contract.ts";
import { ManualClock } from "../kernel/testing/manual-clock.ts";
import type { EventLog } from "../log/event-log.ts";
import { MemoryDisk, openMemoryLog } from "../log/memory/open-memory-log.ts";
import { openedOf, passGateOn } from "../oversee/gates/answer-gate.ts";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import { projections } from "./assemble.ts";
import { erasePerson } from "./erase-person.ts";
import { Bench } from "./testing/bench.ts";
import { refundSchema, refundT1, refundT3, undoable } from "./testing/contracts.ts";
import { bench, refunds } from "./testing/memory-bench.ts";
import { ScriptedProvider } from "./testing/scripted-provider.ts";

const wish = z.looseObject({ charge: z.string() });
const refund = refundT1();
const kind = decision("kind", { input: wish, answer: z.string(), question: ({ charge }) => `What is ${charge}?` });
const judges = process("judges", { on: "Judge", input: wish }, async (run, wish) => {
  const { status } = await run.decide(kind, wish);
  return status === "answered" ? await run.do(refund, { charge: wish.charge, cents: 5 }) : status;
});
const waits = process("waits", { on: "Wait", input: wish, unlessAwaited: true }, (run, { charge }) =>
  run.wait("Goods", { about: charge }),
);
const fails = process("fails", { on: "Fail", input: wish }, () => {
  throw new Error("as it was written");
});

/** What an erasure may not change, live or by building the tables again. */
const lasting = [
  "runs",
  "deliveries",
  "arrivals",
  "talks",
  "forks",
  "gates",
  "effects",
  "claims",
  "caps",
  "touches",
  "moments",
  "meetings",
];
const figures = ["run_figures", "gate_figures", "effect_figures", "step_figures", "process_figures"];
const rows = (log: EventLog) =>
  Object.fromEntries([...lasting, ...figures].map((name) => [name, log.sql.all(`SELECT * FROM ${name}`)]));

async function fill(world: Bench): Promise<void> {
  const mia = { subject: "mia" };
  await world.begin("Judge", { charge: "paid" }, { ...mia, id: "paid" });
  await world.answer(world.openGate(), { verdict: "answer", value: "a refund", reason: "she is right" });
  await world.begin("Judge", { charge: "paid" }, { ...mia, id: "paid, asked again" });
  await world.answer(world.openGate(), { verdict: "answer", value: "the same refund" });
  await world.begin("Judge", { charge: "declined" }, mia);
  await world.answer(world.openGate(), { verdict: "decline", reason: "she is not" });
  const [waiting = ""] = await world.send("Wait", { charge: "parcel" }, { ...mia, about: "parcel" });
  await world.begin("Fail", { charge: "broken" }, mia);
  const plan = { fromStep: 1, edits: { outcomes: new Map() }, by: "ada", why: "to see" };
  await world.praxis.forks.fork({ run: waiting, ...plan, id: null });
  await world.begin("Judge", { charge: "asked" }, mia);
  await passGateOn(world.praxis, world.openGate(), { to: "ben", by: "ada", why: "he knows her" });
  await world.settle();
}

test("K10: built again after an erasure, every table has the rows that it had: erased runs and questions keep their place and state", async () => {
  const disk = new MemoryDisk();
  const open = (): Bench =>
    new Bench({ open: (ports) => openMemoryLog({ disk, ports, projections }), definitions: [judges, waits, fails] });
  const world = open();
  await fill(world);
  assert.equal(await erasePerson(world.praxis, "mia", { principal: "person:ada", why: "asked for it" }), true);
  await world.settle();
  const before = rows(world.log);
  for (const name of [
    "runs",
    "deliveries",
    "gates",
    "effects",
    "run_figures",
    "gate_figures",
    "forks",
    "touches",
    "moments",
    "step_figures",
    "meetings",
  ])
    assert.ok((before[name]?.length ?? 0) > 0, `${name} has rows to lose`);
  world.crash();
  disk.handle.exec("UPDATE projections SET version = 0");
  const rebuilt = open();
  assert.deepEqual(rows(rebuilt.log), before);
  assert.deepEqual(
    rebuilt.log.sql.all("SELECT status, owner, answered_by FROM gates ORDER BY position").map((row) => ({ ...row })),
    [
      { status: "answered", owner: "approver", answered_by: "ada" },
      { status: "answered", owner: "approver", answered_by: "ada" },
      { status: "declined", owner: "approver", answered_by: "ada" },
      { status: "withdrawn", owner: "ben", answered_by: null },
    ],
  );
  const runs = rebuilt.log.sql.all("SELECT id FROM runs").length;
  assert.deepEqual(await rebuilt.send("Judge", { charge: "paid" }, { subject: "mia", id: "paid" }), []);
  assert.equal(rebuilt.log.sql.all("SELECT id FROM runs").length, runs, "what was taken once starts nothing again");
});

test("K10: a sender's id lies nowhere in the clear once its content is erased", async () => {
  const world = new Bench({ open: (ports) => openMemoryLog({ ports, projections }), definitions: [judges] });
  await world.begin("Judge", { charge: "c" }, { subject: "mia", id: "ticket of mia.marker@example.com" });
  await erasePerson(world.praxis, "mia", { principal: "person:ada", why: "asked for it" });
  await world.settle();
  assert.doesNotMatch(JSON.stringify(world.log.readAll(1, 10_000)), /mia\.marker/);
  assert.doesNotMatch(JSON.stringify(rows(world.log)), /mia\.marker/);
});

test("K10: of what a step was told, its outline holds words of the code alone", async () => {
  const note = contract("note", {
    tier: "T0",
    input: z.object({ about: z.string() }),
    output: z.object({ status: z.string(), rung: z.string() }),
    perform: ({ about }) => ({ status: `noted of ${about}`, rung: about }),
  });
  const notes = process("notes", { on: "Note", input: wish }, async (run, { charge }) => {
    await run.do(note, { about: charge });
    return run.decide(kind, { charge });
  });
  const world = new Bench({ open: (ports) => openMemoryLog({ ports, projections }), definitions: [notes] });
  const run = await world.begin("Note", { charge: "mia marker" }, { subject: "mia" });
  await world.answer(world.openGate(), { verdict: "answer", value: "mia marker again" });
  const steps = world.events(run).filter(({ type }) => type.startsWith("Outcome"));
  assert.deepEqual(
    steps.map(({ outline }) => outline),
    [
      { own: [["note", 1]] },
      { seq: 2, kind: "decide", name: "kind", waited: true, result: { status: "answered", rung: "person" } },
    ],
  );
});

test("E1, K10: what was done for somebody who is erased is not done again, and who asks for it is set aside in words", async () => {
  const pays = process("pays", { on: "Pay", input: wish }, async (run, { charge }) => {
    const { status } = await run.do(refund, { charge, cents: 5 });
    return status;
  });
  const disk = new MemoryDisk();
  const world = new Bench({ open: (ports) => openMemoryLog({ disk, ports, projections }), definitions: [pays] });
  const done = await world.begin("Pay", { charge: "one" }, { subject: "mia" });
  assert.equal(world.value(done), "succeeded");
  await erasePerson(world.praxis, "mia", { principal: "person:ada", why: "she asked for it" });
  const again = await world.begin("Pay", { charge: "one" }, { subject: "mia" });
  assert.deepEqual([world.run(again).status, world.run(again).detail], ["set aside", "outcome_erased"]);
  assert.equal(world.log.sql.all("SELECT id FROM effects").length, 1);
});

/** When a person is asked what became of it: before it is erased, after it, or by a process that does not know the contract any more. */
for (const asked of ["before", "after", "not known"] as const)
  for (const happened of [true, false])
    test(`E2, K7: what became of a wish that is erased is asked once (asked ${asked}, ${happened ? "" : "not "}done), and it is not attempted again`, async () => {
      const provider = new ScriptedProvider({ keys: false });
      provider.script.push(happened ? "acts, then no answer" : "no answer");
      const disk = new MemoryDisk();
      const clock = new ManualClock();
      const definitions = [refunds(refundT3())];
      const first = bench(definitions, { provider, disk, clock });
      await first.begin("Refund", { charge: "mia marker", cents: 5 }, { subject: "mia" });
      if (asked === "before") await first.pass(120_000);
      await erasePerson(first.praxis, "mia", { principal: "person:ada", why: "she asked for it" });
      await first.settle();
      // No file exports it: it is known once the process has used it.
      if (asked === "not known") first.crash();
      const world = asked === "not known" ? bench(definitions, { provider, disk, clock }) : first;
      await world.pass(120_000);
      const gate = world.openGate();
      const opened = openedOf(world.log, gate);
      assert.match(opened?.afterNo ?? "", /not attempted again, for its content has been erased/);
      assert.doesNotMatch(JSON.stringify(opened), /marker/);
      const learned = { happened: true, output: { id: "of mia" } };
      await assert.rejects(world.answer(gate, { verdict: "answer", value: learned }), { code: "bad_answer" });
      await world.answer(gate, { verdict: "answer", value: { happened } });
      await world.pass(120_000);
      assert.deepEqual(world.openGates(), []);
      assert.equal(world.praxis.gates.byId(gate)?.used, true);
      assert.equal(world.effect().status, happened ? "succeeded" : "failed");
      const story = world.log.readStream(`effect/${world.effect().id}`);
      assert.equal(story.findLast(({ principal }) => principal.startsWith("person:"))?.principal, "person:ada");
      assert.equal(provider.exchanges.length, 1);
    });

test("E4, K7: where the undoing of something is erased, a person's answer settles both", async () => {
  const undo = refundT3({ describe: () => "undo it" });
  const { act } = undoable("pay", { compensate: (wish) => ({ contract: undo, wish }) });
  const booking = process("booking", { on: "Book", input: refundSchema }, (run, wish) =>
    run.scope("all or nothing", async (scope) => {
      await scope.must(act, wish);
      return scope.fail("as it was written");
    }),
  );
  const provider = new ScriptedProvider({ keys: false });
  provider.script.push("ok", "acts, then no answer");
  const world = bench([booking, act, undo], { provider });
  await world.begin("Book", { charge: "c", cents: 5 }, { subject: "mia" });
  await world.pass(120_000);
  const statuses = () =>
    world.log.sql.all("SELECT contract, status FROM effects ORDER BY contract").map((row) => row.status);
  assert.deepEqual(statuses(), ["compensating", "unknown"]);
  await erasePerson(world.praxis, "mia", { principal: "person:ada", why: "she asked for it" });
  await world.pass(120_000);
  await world.answer(world.openGate(), { verdict: "answer", value: { happened: true } });
  await world.settle();
  assert.deepEqual(statuses(), ["compensated", "succeeded"]);
});
