/** Levels, policies and gates stand before the first attempt, whatever a process does (G1). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { contract } from "../act/contract.ts";
import { policy } from "../act/policy/policy.ts";
import type { Json } from "../kernel/json.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { openedOf, passGateOn } from "../oversee/gates/answer-gate.ts";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import { erasePerson } from "./erase-person.ts";
import { pay, refundT1, undoable } from "./testing/contracts.ts";
import { bench } from "./testing/memory-bench.ts";

const anything = z.looseObject({});
const wishSchema = z.object({ charge: z.string(), cents: z.int() });
const minute = 60_000;
const day = 86_400_000;
const change = { by: "ada", why: "a test" };

const refund = refundT1({ about: () => "customer 1" });
const risky = refundT1({
  risk: () => "high",
  describe: (wish) => `Refund ${wish.cents} for ${wish.charge}`,
  follows: (wish) => `${wish.cents} goes back, and a letter tells the customer`,
});
const refunds = process("refunds", { on: "Refund", input: wishSchema }, (run, wish) => run.do(refund, wish));
const riskyRefunds = process("refunds", { on: "Refund", input: wishSchema }, (run, wish) => run.do(risky, wish));
const limits = policy("limits", {
  on: refund,
  parameters: z.object({
    askAbove: z.int().default(50),
    denyAbove: z.int().default(1_000),
    most: z.int().default(100),
  }),
  judge: ({ wish, parameters, past, allow, ask, deny }) => {
    if (wish.cents > parameters.denyAbove) return deny("far too much");
    if (wish.cents > parameters.askAbove) return ask("much");
    return past.count({ within: "30 days" }) >= parameters.most ? ask("often") : allow();
  },
});

const outcome = (value: Json) => z.looseObject({ status: z.string() }).parse(value);

describe("G1: shadow", () => {
  test("a write cannot happen, whatever the process does with what it is told", async () => {
    const { act, undo } = undoable("thing");
    const stubborn = process("stubborn", { on: "Go", input: anything }, async (run) => {
      const first = await run.do(act, { charge: "1", cents: 1 });
      const again = await Promise.all(Array.from({ length: 5 }, (_, n) => run.do(undo, { charge: `${n}`, cents: 1 })));
      const scoped = await run.scope("scope", async (scope) => {
        await scope.must(act, { charge: "2", cents: 1 });
      });
      return [first.status, ...again.map((each) => each.status), scoped.status];
    });
    const world = bench([stubborn], { level: "shadow" });
    const id = await world.begin("Go", {});
    assert.deepEqual(world.value(id), [
      "proposed",
      "proposed",
      "proposed",
      "proposed",
      "proposed",
      "proposed",
      "failed",
    ]);
    await world.pass(day);
    assert.equal(world.provider.exchanges.length, 0);
    assert.deepEqual(world.effects(), []);
  });

  test("what was intended and not sent when the level became shadow is not sent any more", async () => {
    const world = bench([refunds]);
    await world.praxis.settings.stop("*", change);
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.praxis.settings.setLevel("refunds", null, "shadow", change);
    await world.praxis.settings.resume("*", change);
    await world.pass(minute);
    assert.equal(outcome(world.value(id)).status, "failed");
    assert.equal(world.provider.exchanges.length, 0);
  });

  test("a repeat of what may have happened is a write too: a person is asked instead", async () => {
    const world = bench([refunds]);
    world.provider.script.push("acts, then no answer");
    await world.begin("Refund", { charge: "c", cents: 5 });
    await world.pass(10_000);
    await world.praxis.settings.setLevel("refunds", "refund", "shadow", change);
    await world.pass(10 * minute);
    assert.equal(world.provider.exchanges.length, 1);
    assert.equal(world.openGates().length, 1);
  });

  test("a gate that is open when the level becomes shadow is withdrawn, and its run ends with a proposal", async () => {
    const disk = new MemoryDisk();
    const world = bench([riskyRefunds], { disk });
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.praxis.settings.setLevel(null, null, "shadow", change);
    world.crash();
    const again = bench([riskyRefunds], { disk, clock: world.clock });
    again.praxis.engine.wake(id);
    await again.settle();
    assert.equal(outcome(again.value(id)).status, "proposed");
    assert.deepEqual(again.openGates(), []);
  });
});

describe("G1: suggest", () => {
  test("a person does it and gives the output, and it is in the ledger as done by them", async () => {
    const world = bench([refunds], { level: "suggest" });
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await assert.rejects(world.answer(world.openGate(), { verdict: "approve" }), { code: "bad_answer" });
    await world.answer(world.openGate(), { verdict: "answer", value: { id: "by hand" } });
    assert.deepEqual(z.looseObject({ value: z.unknown() }).parse(world.value(id)).value, { id: "by hand" });
    assert.equal(world.provider.exchanges.length, 0);
    assert.deepEqual(world.story(world.effect()), ["Intended", "Entered", "Succeeded"]);
    const second = await world.begin("Refund", { charge: "c", cents: 5 });
    assert.equal(outcome(world.value(second)).status, "succeeded", "the next wish meets the same row");
  });

  test("E1: what a person did by hand is not done again because the level changed before the run went on", async () => {
    for (const level of ["autonomous", "gated", "shadow"] as const) {
      const disk = new MemoryDisk();
      const world = bench([refunds], { level: "suggest", disk });
      const id = await world.begin("Refund", { charge: "c", cents: 5 });
      const gate = world.openGate();
      await world.praxis.settings.setLevel(null, null, level, change);
      world.praxis.engine.wake(id);
      await world.settle();
      assert.equal(world.openGate(), gate, "who may be at it is waited for");
      assert.equal(world.provider.exchanges.length, 0);
      await world.answer(gate, { verdict: "answer", value: { id: "by hand" } });
      assert.equal(outcome(world.value(id)).status, "succeeded");
      assert.equal(world.provider.exchanges.length, 0);
    }
  });

  test("an approval from before does not count as done by hand", async () => {
    const disk = new MemoryDisk();
    const world = bench([riskyRefunds], { disk });
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.praxis.settings.setLevel(null, null, "suggest", change);
    await world.answer(world.openGate(), { verdict: "approve" });
    assert.equal(world.status(id), "waiting");
    assert.deepEqual(world.effects(), []);
    assert.equal(world.openGates()[0]?.kind, "by hand");
  });

  test("a compensation by hand closes the row of what it undid", async () => {
    const { act } = undoable("thing");
    const tries = process("tries", { on: "Go", input: anything }, (run) =>
      run.scope("scope", async (scope) => {
        await scope.must(act, { charge: "1", cents: 1 });
        scope.fail("no");
      }),
    );
    const world = bench([tries]);
    await world.praxis.settings.setLevel("tries", "thing.undo", "suggest", change);
    await world.begin("Go", {});
    await world.answer(world.openGate(), { verdict: "answer", value: { id: "by hand" } });
    assert.equal(world.effect("thing").status, "compensated");
  });
});

describe("G1: gated and autonomous", () => {
  test("gated asks where the contract calls it high risk; autonomous does not, but policies still judge", async () => {
    const gated = bench([riskyRefunds]);
    await gated.begin("Refund", { charge: "c", cents: 5 });
    assert.equal(gated.openGates().length, 1);
    const free = bench([riskyRefunds], { level: "autonomous" });
    assert.equal(outcome(free.value(await free.begin("Refund", { charge: "c", cents: 5 }))).status, "succeeded");
    const judged = bench([refunds, limits], { level: "autonomous" });
    await judged.begin("Refund", { charge: "c", cents: 51 });
    assert.equal(judged.openGates().length, 1);
  });

  test("a policy allows, asks or denies, and the verdict is recorded with its parameters and version", async () => {
    const world = bench([refunds, limits]);
    const allowed = await world.begin("Refund", { charge: "a", cents: 50 });
    assert.equal(outcome(world.value(allowed)).status, "succeeded");
    const denied = await world.begin("Refund", { charge: "b", cents: 1_001 });
    assert.deepEqual(world.value(denied), { status: "denied", policy: "limits", reason: "far too much" });
    const asked = await world.begin("Refund", { charge: "c", cents: 51 });
    assert.equal(world.status(asked), "waiting");
    const intended = world.praxis.ledger.intended(String(world.effect().id));
    const [verdict] = intended?.authority.verdicts ?? [];
    assert.deepEqual(verdict?.parameters, { askAbove: 50, denyAbove: 1_000, most: 100 });
    assert.equal(verdict?.version, limits.version);
  });

  test("a policy counts what was done for the same customer, and not what was refused", async () => {
    const world = bench([refunds, limits]);
    await world.praxis.settings.setParameters("limits", { most: 2 }, change);
    world.provider.script.push("refused", "ok", "ok");
    for (const charge of ["a", "b", "c"]) await world.begin("Refund", { charge, cents: 1 });
    assert.deepEqual(world.openGates(), []);
    await world.begin("Refund", { charge: "d", cents: 1 });
    assert.equal(world.openGates().length, 1);
    await world.pass(31 * day);
    await world.begin("Refund", { charge: "e", cents: 1 });
    assert.equal(world.openGates().filter((gate) => gate.kind === "approval").length <= 1, true);
  });

  test("a policy that throws asks", async () => {
    const broken = policy("broken", {
      on: refund,
      parameters: z.object({}),
      judge: () => {
        throw new Error("a typo");
      },
    });
    const world = bench([refunds, broken]);
    await world.begin("Refund", { charge: "c", cents: 1 });
    assert.match(JSON.stringify(world.log.readStream(`gate/${world.openGate()}`)), /threw: a typo/);
  });

  test("parameters are read by their schema; a change is on record, and the rest stays", async () => {
    const world = bench([refunds, limits]);
    assert.throws(() => world.praxis.settings.setParameters("limits", { askAbove: "many" }, change), {
      code: "bad_parameters",
    });
    assert.throws(() => world.praxis.settings.setParameters("limits", { askAbov: 10 }, change), {
      code: "bad_parameters",
      message: 'the policy "limits" has no parameter "askAbov"',
      next: /It has askAbove, denyAbove, most\. Nothing was changed/,
    });
    assert.throws(() => world.praxis.settings.setParameters("nothing", {}, change), { code: "unknown_policy" });
    await world.praxis.settings.setParameters("limits", { askAbove: 10 }, change);
    await world.praxis.settings.setParameters("limits", { denyAbove: 20 }, change);
    assert.deepEqual(world.praxis.settings.parametersOf("limits"), { askAbove: 10, denyAbove: 20, most: 100 });
    assert.deepEqual(world.log.readStream("settings")[1]?.data, {
      key: "policy/limits",
      before: { askAbove: 10, denyAbove: 1_000, most: 100 },
      after: { askAbove: 10, denyAbove: 20, most: 100 },
      why: "a test",
    });
  });
});

describe("G1: a gate", () => {
  test("shows what is proposed and why, and what follows from a yes and a no; a yes carries it out once", async () => {
    const world = bench([riskyRefunds]);
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    const gate = world.openGate();
    const shown = z
      .looseObject({ title: z.string(), reasons: z.array(z.string()), proposal: z.unknown(), afterYes: z.string() })
      .parse(world.log.readStream(`gate/${gate}`)[0]?.data);
    assert.equal(shown.title, "Refund 5 for c");
    assert.deepEqual(shown.reasons, ["the contract calls this high risk"]);
    assert.deepEqual(shown.proposal, { charge: "c", cents: 5 });
    assert.equal(shown.afterYes, "5 goes back, and a letter tells the customer");
    assert.equal(world.provider.exchanges.length, 0);
    await world.answer(gate, { verdict: "approve" });
    assert.equal(outcome(world.value(id)).status, "succeeded");
    assert.equal(world.praxis.gates.byId(gate)?.used, true);
    const intended = world.praxis.ledger.intended(String(world.effect().id));
    assert.deepEqual([intended?.authority.gate, intended?.authority.by], [gate, "ada"]);
  });

  test("a no is an outcome, with who and why", async () => {
    const world = bench([riskyRefunds]);
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    const gate = world.openGate();
    await world.answer(gate, { verdict: "decline", reason: "too late" });
    assert.deepEqual(world.value(id), { status: "declined", gate, by: "ada", reason: "too late" });
    assert.deepEqual(world.effects(), []);
  });

  test("a no stands, also where nothing would ask any more by the time the run goes on", async () => {
    const world = bench([riskyRefunds]);
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.praxis.settings.setLevel(null, null, "autonomous", change);
    await world.answer(world.openGate(), { verdict: "decline" });
    assert.equal(outcome(world.value(id)).status, "declined");
    assert.equal(world.provider.exchanges.length, 0);
  });

  test("answered twice at once with the same: recorded once; with something else: refused, and the first stands", async () => {
    const world = bench([riskyRefunds]);
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    const gate = world.openGate();
    const both = await Promise.all([
      world.answer(gate, { verdict: "approve", by: "ada" }),
      world.answer(gate, { verdict: "approve", by: "bob" }),
    ]);
    assert.deepEqual(both, [{ status: "recorded" }, { status: "already", by: "ada" }]);
    await assert.rejects(world.answer(gate, { verdict: "decline" }), { code: "other_answer" });
    await assert.rejects(world.answer(gate, { verdict: "approve", value: { charge: "c", cents: 500 } }), {
      code: "other_answer",
    });
    assert.equal(outcome(world.value(id)).status, "succeeded");
    assert.equal(world.provider.actions.length, 1);
  });

  test("edited arguments pass policy again: one that forbids them wins over the yes", async () => {
    const world = bench([refunds, limits]);
    const id = await world.begin("Refund", { charge: "c", cents: 60 });
    await world.answer(world.openGate(), { verdict: "approve", value: { charge: "c", cents: 2_000 } });
    assert.equal(outcome(world.value(id)).status, "denied");
    assert.equal(world.provider.exchanges.length, 0);
    const other = await world.begin("Refund", { charge: "d", cents: 60 });
    await world.answer(world.openGate(), { verdict: "approve", value: { charge: "d", cents: 40 } });
    assert.equal(outcome(world.value(other)).status, "succeeded");
    assert.deepEqual(world.provider.actions[0]?.body, { charge: "d", cents: 40 });
  });

  test("edited arguments that do not fit the contract are refused, or asked again where only the contract can tell", async () => {
    const even = contract("refund", {
      tier: "T1",
      via: pay,
      input: wishSchema.refine(({ cents }) => cents % 2 === 0, "cents must be even"),
      output: z.object({ id: z.string() }),
      intent: { object: (wish) => [wish.charge] },
      risk: () => "high",
      perform: (wish, call) => call.post("/refunds", wish),
    });
    const world = bench([process("refunds", { on: "Refund", input: wishSchema }, (run, wish) => run.do(even, wish))]);
    const id = await world.begin("Refund", { charge: "c", cents: 4 });
    await assert.rejects(world.answer(world.openGate(), { verdict: "approve", value: { charge: "c", cents: "4" } }), {
      code: "bad_answer",
    });
    await world.answer(world.openGate(), { verdict: "approve", value: { charge: "c", cents: 5 } });
    assert.match(JSON.stringify(world.log.readStream(`gate/${world.openGate()}`)[0]?.data), /cents must be even/);
    assert.equal(world.provider.exchanges.length, 0);
    await world.answer(world.openGate(), { verdict: "approve", value: { charge: "c", cents: 6 } });
    assert.equal(outcome(world.value(id)).status, "succeeded");
  });

  test("an approval under other parameters of a policy is void, and asked anew, with the edit that was approved", async () => {
    const world = bench([refunds, limits]);
    await world.praxis.settings.stop("*", change);
    const id = await world.begin("Refund", { charge: "c", cents: 60 });
    const first = world.openGate();
    await world.praxis.settings.setParameters("limits", { askAbove: 20 }, change);
    await world.answer(first, { verdict: "approve", value: { charge: "c", cents: 30 } });
    const second = world.openGate();
    assert.notEqual(second, first);
    const shown = z
      .looseObject({ proposal: z.unknown(), reasons: z.array(z.string()) })
      .parse(world.log.readStream(`gate/${second}`)[0]?.data);
    assert.deepEqual(shown.proposal, { charge: "c", cents: 30 });
    assert.ok(shown.reasons.some((reason) => /has changed since/.test(reason)));
    await world.answer(second, { verdict: "approve" });
    await world.praxis.settings.resume("*", change);
    await world.pass(minute);
    assert.equal(outcome(world.value(id)).status, "succeeded");
    assert.deepEqual(
      world.provider.actions.map((action) => action.body),
      [{ charge: "c", cents: 30 }],
    );
  });

  test("where nothing asks any more, an open gate is withdrawn and the effect carried out", async () => {
    const world = bench([refunds, limits]);
    const id = await world.begin("Refund", { charge: "c", cents: 60 });
    await world.praxis.settings.setParameters("limits", { askAbove: 100 }, change);
    world.praxis.engine.wake(id);
    await world.settle();
    assert.equal(outcome(world.value(id)).status, "succeeded");
    assert.deepEqual(world.openGates(), []);
  });

  test("expires after a week and fails closed; an answer after that is refused", async () => {
    const world = bench([riskyRefunds]);
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    const gate = world.openGate();
    world.clock.stop(7 * day);
    await assert.rejects(world.answer(gate, { verdict: "approve" }), { code: "gate_closed" });
    await world.pass(2 * minute);
    assert.deepEqual(world.value(id), { status: "declined", gate, by: null, reason: "nobody answered in time" });
    assert.equal(world.provider.exchanges.length, 0);
  });

  test("can be handed on, and is answered all the same", async () => {
    const world = bench([riskyRefunds]);
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    const passed = { to: "bob", by: "ada", why: "it is his shop" };
    await passGateOn(world.praxis, world.openGate(), passed);
    assert.equal(world.openGates()[0]?.owner, "bob");
    await world.answer(world.openGate(), { verdict: "approve", by: "bob" });
    assert.equal(outcome(world.value(id)).status, "succeeded");
    await assert.rejects(passGateOn(world.praxis, "nothing", passed), { code: "unknown_gate" });
  });

  test("a recovery reuses the answer that is on record; nobody is asked twice", async () => {
    const disk = new MemoryDisk();
    const world = bench([riskyRefunds], { disk });
    await world.praxis.settings.stop("*", change);
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.answer(world.openGate(), { verdict: "approve" });
    world.crash();
    const again = bench([riskyRefunds], { disk, clock: world.clock, provider: world.provider });
    await again.praxis.settings.resume("*", change);
    await again.pass(minute);
    assert.equal(outcome(again.value(id)).status, "succeeded");
    assert.equal(again.log.sql.all("SELECT 1 FROM gates").length, 1);
  });
});

const openedSchema = z.looseObject({ answerSchema: z.looseObject({ properties: z.looseObject({}) }) });

describe("a question", () => {
  const size = decision("size", {
    input: z.looseObject({ n: z.int() }),
    answer: z.object({ cents: z.int().refine((cents) => cents % 5 === 0, "only fives") }),
    rules: [
      { name: "small", answer: ({ n }) => (n < 10 ? { cents: n * 5 } : null) },
      { name: "wrong", answer: ({ n }) => (n === 11 ? { cents: 1 } : null) },
    ],
    question: ({ n }) => `how much for ${n}?`,
  });
  const asks = process("asks", { on: "Ask", input: z.object({ n: z.int() }) }, (run, { n }) => run.decide(size, { n }));

  test("is answered by the first rule that is sure; an answer that does not fit is none", async () => {
    const world = bench([asks]);
    assert.deepEqual(world.value(await world.begin("Ask", { n: 3 })), {
      status: "answered",
      answer: { cents: 15 },
      rung: "rule",
      by: "small",
    });
    await world.begin("Ask", { n: 11 });
    assert.equal(world.openGates().length, 1);
  });

  test("shows a person the form alone; what the form leaves out has its default", async () => {
    const form = z.object({ cents: z.int() });
    const formed = decision("formed", {
      input: z.object({ n: z.int() }),
      answer: form.extend({ byRule: z.boolean().default(false) }),
      form,
      question: ({ n }) => `how much for ${n}?`,
    });
    const asked = process("asked", { on: "Ask", input: z.object({ n: z.int() }) }, (run, { n }) =>
      run.decide(formed, { n }),
    );
    const world = bench([asked]);
    const id = await world.begin("Ask", { n: 12 });
    assert.deepEqual(Object.keys(openedSchema.parse(openedOf(world.log, world.openGate())).answerSchema.properties), [
      "cents",
    ]);
    await world.answer(world.openGate(), { verdict: "answer", value: { cents: 7 } });
    assert.deepEqual(z.looseObject({ answer: z.unknown() }).parse(world.value(id)).answer, { cents: 7, byRule: false });
  });

  test("is answered by a person, within its schema; what only the decision can tell is asked again", async () => {
    const world = bench([asks]);
    const id = await world.begin("Ask", { n: 12 });
    await assert.rejects(world.answer(world.openGate(), { verdict: "approve" }), { code: "bad_answer" });
    await assert.rejects(world.answer(world.openGate(), { verdict: "answer", value: { cents: "x" } }), {
      code: "bad_answer",
    });
    const first = world.openGate();
    await world.answer(first, { verdict: "answer", value: { cents: 7 } });
    assert.notEqual(world.openGate(), first);
    assert.match(
      JSON.stringify(world.log.readStream(`gate/${world.openGate()}`)[0]?.data),
      /the answer of ada does not fit.*only fives/,
    );
    await world.answer(world.openGate(), { verdict: "answer", value: { cents: 10 } });
    assert.deepEqual(world.value(id), { status: "answered", answer: { cents: 10 }, rung: "person", by: "ada" });
  });

  test("is withdrawn where the person whom it is about is erased", async () => {
    const world = bench([asks]);
    const id = await world.begin("Ask", { n: 12 }, { subject: "mia" });
    const gate = world.openGate();
    await erasePerson(world.praxis, "mia", { principal: "person:ada", why: "she asked for it" });
    await world.settle();
    assert.deepEqual([world.run(id).detail, world.praxis.gates.byId(gate)?.status], ["erased", "withdrawn"]);
    assert.deepEqual(world.openGates(), []);
    // Somebody may have it open still.
    const late = world.answer(gate, { verdict: "decline", reason: "no idea" });
    await assert.rejects(late, { code: "gate_closed", message: "this gate is erased" });
  });

  test("can be declined, which the process is told", async () => {
    const world = bench([asks]);
    const id = await world.begin("Ask", { n: 12 });
    await world.answer(world.openGate(), { verdict: "decline", reason: "no idea" });
    assert.deepEqual(world.value(id), { status: "declined", by: "ada", reason: "no idea" });
  });
});
