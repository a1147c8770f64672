/** What a person changes at a gate is done; an approval never becomes one for something else (E1, G1). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { contract } from "../act/contract.ts";
import { policy } from "../act/policy/policy.ts";
import { openedOf } from "../oversee/gates/answer-gate.ts";
import { gateStream } from "../oversee/gates/gates-table.ts";
import { tellStory } from "../oversee/story/tell-story.ts";
import { explain } from "../oversee/why/explain.ts";
import { process } from "../plan/process.ts";
import { pay, refundSchema, refundT1 } from "./testing/contracts.ts";
import { bench, refunds } from "./testing/memory-bench.ts";

describe("G1: an edit at a gate", () => {
  const wish = z.object({ charge: z.string(), cents: z.int(), owner: z.string() });
  const paid = contract("refund", {
    tier: "T1",
    via: pay,
    input: wish,
    output: z.object({ id: z.string() }),
    intent: { object: ({ charge }) => [charge] },
    about: ({ owner }) => owner,
    risk: () => "high",
    mayEdit: ["cents", "charge"],
    perform: (wish, call) => call.post("/refunds", wish),
  });
  const wanted = { charge: "c", cents: 5, owner: "mia" };
  const pays = process("pays", { on: "Pay", input: wish }, (run, wish) => run.do(paid, wish));
  const edited = async (edit: object) => {
    const world = bench([pays]);
    await world.begin("Pay", wanted);
    const gate = world.openGate();
    const told = await world
      .answer(gate, { verdict: "approve", value: { ...wanted, ...edit } })
      .catch((thrown) => thrown);
    return { world, told, gate };
  };

  test("changes what a person may say, and it is that which is done", async () => {
    const { world } = await edited({ cents: 4 });
    assert.match(JSON.stringify(world.provider.actions[0]?.body), /"cents":4/);
  });

  test("does not change what the process looked up: it is refused at once, and the gate stays open", async () => {
    const { world, told, gate } = await edited({ owner: "ada" });
    assert.equal(told.code, "bad_answer");
    assert.deepEqual([world.openGate(), world.provider.actions.length], [gate, 0]);
  });

  test("E1: does not turn an approval into another effect: a person is asked again, and told why", async () => {
    const { world, gate } = await edited({ charge: "another" });
    assert.notEqual(world.openGate(), gate);
    assert.match(JSON.stringify(openedOf(world.log, world.openGate())?.reasons), /on something or somebody else/);
    assert.equal(world.provider.actions.length, 0);
  });

  describe("that became unusable", () => {
    const askedOnce = async () => {
      let isAsking = true;
      const calm = contract("refund", {
        tier: "T1",
        via: pay,
        input: wish,
        output: z.object({ id: z.string() }),
        intent: { object: ({ charge }) => [charge] },
        mayEdit: ["cents", "charge"],
        perform: (wish, call) => call.post("/refunds", wish),
      });
      const caution = policy("caution", {
        on: calm,
        parameters: z.object({}),
        judge: ({ ask, allow }) => (isAsking ? ask("a day of caution") : allow()),
      });
      const world = bench([process("pays", { on: "Pay", input: wish }, (run, wish) => run.do(calm, wish)), caution]);
      const run = await world.begin("Pay", wanted);
      isAsking = false;
      await world.answer(world.openGate(), { verdict: "approve", value: { ...wanted, cents: 3, charge: "another" } });
      return { world, run };
    };

    test("is never left out in silence: a person is asked again, also where no policy asks any more", async () => {
      const { world } = await askedOnce();
      assert.deepEqual(world.provider.actions, []);
      const asked = openedOf(world.log, world.openGate());
      assert.deepEqual(asked?.reasons, [
        "the edit cannot stand: the edit makes it an effect on something or somebody else",
      ]);
      assert.match(JSON.stringify(asked?.proposal), /"cents":5/);
    });

    test("is over once a person has allowed what was wished, unedited; they are not asked for ever", async () => {
      const { world, run } = await askedOnce();
      const gate = world.openGate();
      await world.answer(gate, { verdict: "approve" });
      assert.equal(world.status(run), "done");
      assert.match(JSON.stringify(world.provider.actions.map(({ body }) => body)), /^\[[^[]*"cents":5[^[]*\]$/);
      const [used] = world.log.sql.all("SELECT used FROM gates WHERE id = ?", gate);
      assert.equal(used?.used, 1);
    });

    test("is over with a no: nothing is done", async () => {
      const { world, run } = await askedOnce();
      await world.answer(world.openGate(), { verdict: "decline" });
      assert.equal(z.looseObject({ status: z.string() }).parse(world.value(run)).status, "declined");
      assert.deepEqual(world.provider.actions, []);
    });
  });

  test("is refused at once above what its cap allows, with the limit, and the gate stays open", async () => {
    const capped = refundT1({
      cap: { of: ({ charge }) => charge, amount: ({ cents }) => cents, limit: () => 9_640 },
      money: ({ cents }) => ({ cents, currency: "EUR" }),
      risk: () => "high",
    });
    const world = bench([process("caps", { on: "Cap", input: refundSchema }, (run, wish) => run.do(capped, wish))]);
    await world.begin("Cap", { charge: "c", cents: 9_640 });
    const gate = world.openGate();
    const approve = (cents: number) => world.answer(gate, { verdict: "approve", value: { charge: "c", cents } });
    await assert.rejects(approve(20_000), {
      code: "bad_answer",
      message: /^200\.00 € is too much: at most 96\.40 € may be taken for c$/,
    });
    assert.deepEqual([world.openGate(), world.provider.actions.length], [gate, 0]);
    await approve(9_000);
    assert.match(JSON.stringify(world.provider.actions[0]?.body), /"cents":9000/);
  });

  test("is not offered where nothing may be changed", async () => {
    const fixed = refundT1({ mayEdit: [], risk: () => "high" });
    const world = bench([process("fixes", { on: "Fix", input: refundSchema }, (run, wish) => run.do(fixed, wish))]);
    await world.begin("Fix", { charge: "c", cents: 5 });
    const change = { verdict: "approve", value: { charge: "c", cents: 6 } } as const;
    await assert.rejects(world.answer(world.openGate(), change), { code: "bad_answer" });
    assert.equal(openedOf(world.log, world.openGate())?.answerSchema, null);
  });

  test("below the policy's limit is still what that person allowed: their yes is its authority, and is used once", async () => {
    const refund = refundT1({ mayEdit: ["cents"] });
    const large = policy("large refunds", {
      on: refund,
      parameters: z.object({}),
      judge: ({ wish, ask, allow }) => (wish.cents > 4 ? ask("it is much") : allow()),
    });
    const world = bench([refunds(refund), large]);
    const run = await world.begin("Refund", { charge: "c", cents: 5 });
    const gate = world.openGate();
    await world.answer(gate, {
      verdict: "approve",
      value: { charge: "c", cents: 3 },
      by: "root",
      reason: "half is enough",
    });
    assert.match(JSON.stringify(world.provider.actions.map(({ body }) => body)), /^\[[^[]*"cents":3[^[]*\]$/);
    const [effect] = world.log.sql.all("SELECT id FROM effects WHERE run = ?", run);
    const why = explain(world.praxis, String(effect?.id));
    assert.ok(why.kind === "effect");
    assert.deepEqual(why.authority?.gate?.id, gate);
    assert.deepEqual([why.authority.gate.by, why.authority.gate.edited], ["root", true]);
    assert.match(why.text, /root approved it with changes on .*half is enough/);
    assert.match(
      JSON.stringify(tellStory(world.praxis, world.run(run), { from: 1, limit: 50 }).moments),
      /root approved it with changes/,
    );
    const used = world.log.sql.all("SELECT id, used FROM gates WHERE run = ?", run);
    assert.deepEqual(
      used.map(({ id, used }) => [id, used]),
      [[gate, 1]],
    );
    const uses = world.log.readStream(gateStream(gate)).filter(({ type }) => type === "GateUsed");
    assert.equal(uses.length, 1);
  });
});
