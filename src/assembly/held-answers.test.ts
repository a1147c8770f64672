/** An answer that is held may be taken back before anything follows from it, whatever happens to the process meanwhile. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import type { Json } from "../kernel/json.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { type Answer, answerGate } from "../oversee/gates/answer-gate.ts";
import { answerMany } from "../oversee/gates/answer-many.ts";
import type { Bench } from "./testing/bench.ts";
import { refundT1, refundT3 } from "./testing/contracts.ts";
import { bench, refunds } from "./testing/memory-bench.ts";
import { ScriptedProvider } from "./testing/scripted-provider.ts";

const risky = refunds(refundT1({ risk: () => "high" }));
const second = 1_000;
const day = 86_400_000;
const change = { by: "ada", why: "a test" };
const outcome = (value: Json) => z.looseObject({ status: z.string() }).parse(value);

/** Like the server: an answer that counts after four seconds. */
async function hold(world: Bench, gate: string, answer: Partial<Answer> & Pick<Answer, "verdict">) {
  const { log, engine, gates, contracts, worker, heldAnswers: held } = world.praxis;
  const deps = { log, engine, gates, contracts, worker, now: () => world.clock.now(), held };
  const answered = await answerGate(deps, gate, {
    value: null,
    reason: null,
    by: "ada",
    holdMs: 4 * second,
    ...answer,
  });
  await world.settle();
  return answered;
}

async function asked(disk = new MemoryDisk()) {
  const world = bench([risky], { disk });
  const run = await world.begin("Refund", { charge: "c", cents: 5 });
  return { world, run, gate: world.openGate() };
}

describe("a held answer", () => {
  test("counts once its time is over, and not before", async () => {
    const { world, run, gate } = await asked();
    assert.deepEqual(await hold(world, gate, { verdict: "approve" }), { status: "recorded" });
    await world.pass(3 * second);
    assert.deepEqual([world.status(run), world.effects().length], ["waiting", 0]);
    await world.pass(2 * second);
    assert.equal(outcome(world.value(run)).status, "succeeded");
    assert.equal(world.provider.actions.length, 1);
  });

  test("is taken back by whoever gave it: nothing was done, and the question is open again", async () => {
    const { world, run, gate } = await asked();
    await hold(world, gate, { verdict: "approve" });
    await assert.rejects(world.praxis.heldAnswers.takeBack(gate, "bob"), { code: "not_your_answer" });
    await world.praxis.heldAnswers.takeBack(gate, "ada");
    await world.pass(60 * second);
    assert.deepEqual([world.status(run), world.effects().length, world.openGate()], ["waiting", 0, gate]);
    await world.answer(gate, { verdict: "decline", reason: "no" });
    assert.equal(outcome(world.value(run)).status, "declined");
    assert.equal(world.provider.exchanges.length, 0);
  });

  test("that was given with many and taken back is not given again by the same request", async () => {
    const { world, run, gate } = await asked();
    const { log, engine, gates, contracts, worker, heldAnswers: held } = world.praxis;
    const deps = { log, engine, gates, contracts, worker, now: () => world.clock.now(), held };
    const many = { verdict: "approve", reason: null, by: "ada", holdMs: 4 * second, expected: 1, id: "1" } as const;
    const send = (id: string) => answerMany(deps, { ...many, id }, () => [gate]);
    assert.equal((await send("1"))[0]?.status, "recorded");
    assert.equal((await send("1"))[0]?.status, "already");
    await held.takeBack(gate, "ada");
    assert.equal((await send("1"))[0]?.code, "taken_back");
    await world.pass(60 * second);
    assert.deepEqual([world.status(run), world.effects().length], ["waiting", 0]);
    assert.equal((await send("2"))[0]?.status, "recorded");
  });

  test("cannot be taken back once it counts, nor where there is none", async () => {
    const { world, gate } = await asked();
    await assert.rejects(world.praxis.heldAnswers.takeBack(gate, "ada"), { code: "answer_counts" });
    await hold(world, gate, { verdict: "approve" });
    await world.pass(5 * second);
    await assert.rejects(world.praxis.heldAnswers.takeBack(gate, "ada"), { code: "answer_counts" });
    await assert.rejects(world.praxis.heldAnswers.takeBack("nothing", "ada"), { code: "unknown_gate" });
    assert.equal(world.provider.actions.length, 1);
  });

  test("stands against another answer, and the same again changes nothing", async () => {
    const { world, gate } = await asked();
    await hold(world, gate, { verdict: "approve" });
    assert.deepEqual(await hold(world, gate, { verdict: "approve", by: "bob" }), { status: "already", by: "ada" });
    await assert.rejects(hold(world, gate, { verdict: "decline", by: "bob" }), { code: "other_answer" });
    await assert.rejects(world.answer(gate, { verdict: "decline", by: "bob" }), { code: "other_answer" });
  });

  test("ends at the next start where the process died meanwhile", async () => {
    const disk = new MemoryDisk();
    const { world, run, gate } = await asked(disk);
    await hold(world, gate, { verdict: "approve" });
    world.crash();
    world.clock.stop(60 * second);
    const again = bench([risky], { disk, clock: world.clock, provider: world.provider });
    await again.pass(second);
    assert.equal(outcome(again.value(run)).status, "succeeded");
    assert.equal(again.provider.actions.length, 1);
  });

  test("is not held for longer than ten seconds by a clock that was set back", async () => {
    const disk = new MemoryDisk();
    const { world, run, gate } = await asked(disk);
    await hold(world, gate, { verdict: "approve" });
    world.crash();
    world.clock.jump(-day);
    const again = bench([risky], { disk, clock: world.clock, provider: world.provider });
    await again.pass(10 * second);
    assert.equal(outcome(again.value(run)).status, "succeeded");
  });

  test("outlives the time at which its gate would have expired", async () => {
    const { world, run, gate } = await asked();
    world.clock.stop(7 * day - 2 * second);
    await hold(world, gate, { verdict: "approve" });
    await world.pass(90 * second);
    assert.equal(outcome(world.value(run)).status, "succeeded");
  });

  test("is void where its question is not asked any more", async () => {
    const { world, run, gate } = await asked();
    await hold(world, gate, { verdict: "approve" });
    await world.praxis.settings.setLevel(null, null, "shadow", change);
    world.praxis.engine.wake(run);
    await world.settle();
    await world.pass(5 * second);
    assert.equal(outcome(world.value(run)).status, "proposed");
    assert.equal(world.praxis.gates.byId(gate)?.status, "withdrawn");
    assert.equal(world.provider.exchanges.length, 0);
  });

  test("about an effect that nobody knows of is heard by the effect", async () => {
    const provider = new ScriptedProvider({ keys: false });
    provider.script.push("acts, then no answer");
    const world = bench([refunds(refundT3())], { provider });
    const run = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.pass(120 * second);
    const value = { happened: true, output: { id: "r-1" } };
    await hold(world, world.openGate(), { verdict: "answer", value });
    assert.equal(world.effect().status, "unknown");
    await world.pass(5 * second);
    assert.equal(outcome(world.value(run)).status, "succeeded");
    assert.equal(world.provider.actions.length, 1);
  });
});
