/** Rehearsals: they say what a fork would do, perform nothing and record nothing, and disturb nobody (G1, K4). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { contract } from "../act/contract.ts";
import { policy } from "../act/policy/policy.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import type { Bench } from "./testing/bench.ts";
import { look, refundT1, undoable } from "./testing/contracts.ts";
import { rehearse, told, withCode } from "./testing/forking.ts";
import { bench } from "./testing/memory-bench.ts";

const anything = z.looseObject({});
const refund = refundT1({ describe: ({ cents, charge }) => `Refund ${cents} for ${charge}` });
const verdict = decision("verdict", {
  input: z.object({ charge: z.string() }),
  answer: z.object({ cents: z.int() }),
  question: ({ charge }) => `How much of ${charge}?`,
});
const limits = policy("limits", {
  on: refund,
  parameters: z.object({}),
  judge: ({ wish, allow, ask, deny }) =>
    wish.cents > 1_000 ? deny("far too much") : wish.cents > 50 ? ask("much") : allow(),
});

/** 1 reads, 2 asks a person, 3 waits for an event, 4 refunds. */
const cases = process(
  "cases",
  { on: "Case", input: z.object({ charge: z.string(), order: z.string() }) },
  async (run, { charge, order }) => {
    await run.do(look, { id: order });
    const decided = await run.decide(verdict, { charge: order });
    const cents = decided.status === "answered" ? decided.answer.cents : 0;
    await run.wait("Goods", { about: order });
    const done = await run.do(refund, { charge, cents });
    return done.status;
  },
);

async function playCase(world: Bench): Promise<string> {
  const run = await world.begin("Case", { charge: "c1", order: "o1" });
  await world.answer(world.openGate(), { verdict: "answer", value: { cents: 40 } });
  await world.send("Goods", {}, { about: "o1" });
  return run;
}

/** All that would show that something was done or recorded. */
const trace = (world: Bench) => ({
  head: world.log.head(),
  exchanges: world.provider.exchanges.length,
  gates: world.log.sql.all("SELECT id, status FROM gates").length,
  live: world.praxis.engine.unsettledCount,
});

describe("a rehearsal", () => {
  test("of any step records nothing and calls nobody, and says what is kept, met and would be asked", async () => {
    const world = bench([cases, limits]);
    const origin = await playCase(world);
    const before = trace(world);
    const effect = String(world.effect().id);
    const expected = [
      ["1 recorded again (would be read)", "2 recorded again (would ask)", "3 would be given", "4 already done: met"],
      ["1 kept", "2 recorded again (would ask)", "3 would be given", "4 already done: met"],
      ["1 kept", "2 kept", "3 would be given", "4 already done: met"],
      ["1 kept", "2 kept", "3 kept", "4 already done: met"],
      ["1 kept", "2 kept", "3 kept", "4 kept"],
    ];
    for (const [index, steps] of expected.entries()) {
      const rehearsal = await rehearse(world, origin, index + 1);
      assert.deepEqual(told(rehearsal.steps), steps);
      assert.equal(rehearsal.ends, 'it is done: "succeeded"');
      assert.deepEqual(rehearsal.warnings, []);
      const last = rehearsal.steps[3];
      assert.deepEqual([last?.effect, last?.tier, last?.description], [effect, "T1", "Refund 40 for c1"]);
    }
    await world.settle();
    assert.deepEqual(trace(world), before);
  });

  test("says what would be in conflict with what was done", async () => {
    const world = bench([cases, limits]);
    const origin = await playCase(world);
    const before = trace(world);
    const last = async (cents: number) => {
      const { steps, ends } = await rehearse(world, origin, 4, { outcomes: { 2: { cents } } });
      const step = steps.at(-1);
      return { outcome: step?.outcome, because: step?.because, ends, effect: step?.effect };
    };
    const effect = String(world.effect().id);
    assert.deepEqual(await last(41), {
      outcome: "conflict",
      because: ["the same was asked before with other arguments"],
      ends: 'it is done: "conflict"',
      effect,
    });
    assert.deepEqual(trace(world), before);
  });

  for (const [cents, level, outcome, because, ends] of [
    [5, undefined, "would be done", [], null],
    [60, undefined, "would ask", ["much"], null],
    [2_000, undefined, "denied", ["far too much"], 'it is done: "denied"'],
    [5, "suggest", "would ask", ["this is done by hand here"], null],
    [5, "shadow", "would be proposed", ["the level is shadow"], 'it is done: "proposed"'],
  ] as const) {
    test(`of a new wish (${cents}, ${level ?? "as set"}) says: ${outcome}`, async () => {
      const refunds = process(
        "refunds",
        { on: "Refund", input: z.object({ charge: z.string(), cents: z.int() }) },
        async (run, wish) => {
          const done = await run.do(refund, wish);
          return done.status;
        },
      );
      const world = bench([refunds, limits]);
      const origin = await world.begin("Refund", { charge: "c1", cents: 5 });
      if (level) await world.praxis.settings.setLevel("refunds", null, level, { by: "ada", why: "a test" });
      const before = trace(world);
      const { steps, ...rest } = await rehearse(world, origin, 1, { input: { charge: "c2", cents } });
      assert.deepEqual(told(steps), [`1 ${outcome}`]);
      assert.deepEqual(steps[0]?.because, because);
      assert.equal(rest.ends, ends);
      assert.deepEqual(trace(world), before);
    });
  }

  test("stops where nothing is known and nothing was recorded; what was recorded after that is not reached", async () => {
    const world = bench([cases, limits]);
    const origin = await playCase(world);
    const { steps, ends } = await rehearse(world, origin, 1, { input: { charge: "c1", order: "o2" } });
    assert.deepEqual(told(steps), ["1 would be read", "2 not reached", "3 not reached", "4 not reached"]);
    assert.equal(ends, null);
  });

  test("lets the recorded order decide a race, and time pass only where nothing else is waited for", async () => {
    const races = process("races", { on: "Go", input: anything }, async (run) => {
      const first = await Promise.race([
        run.sleep("30 days").then(() => "time"),
        run.decide(verdict, { charge: "x" }).then(() => "answer"),
      ]);
      return first;
    });
    const world = bench([races]);
    const origin = await world.begin("Go", {});
    assert.deepEqual(told((await rehearse(world, origin, 1)).steps), ["1 would wait", "2 would ask"]);
    await world.answer(world.openGate(), { verdict: "answer", value: { cents: 1 } });
    const { steps, ends, warnings } = await rehearse(world, origin, 1);
    assert.deepEqual(told(steps), ["2 recorded again (would ask)", "1 would wait"]);
    assert.equal(ends, 'it is done: "answer"');
    assert.equal(warnings.length, 1, "the origin still waits for its time to pass");
  });

  test("goes by the child that the origin started, and starts none", async () => {
    const child = process("child", { input: anything }, async () => "well");
    const parent = process("parent", { on: "Go", input: anything }, async (run) => {
      const started = await run.start(child, {});
      return started.end();
    });
    const world = bench([parent, child]);
    const origin = await world.begin("Go", {});
    const before = trace(world);
    const { steps, ends } = await rehearse(world, origin, 1);
    assert.deepEqual(told(steps), ["1 recorded again (would start)", "2 would be given"]);
    assert.equal(ends, 'it is done: {"status":"done","value":"well"}');
    assert.deepEqual(trace(world), before);
  });

  test("does not carry out T0 contracts", async () => {
    let times = 0;
    const count = contract("count", {
      tier: "T0",
      input: anything,
      output: z.object({ times: z.int() }),
      perform: () => ({ times: ++times }),
    });
    const counts = process("counts", { on: "Go", input: anything }, async (run) => (await run.do(count, {})).times);
    const world = bench([counts]);
    const origin = await world.begin("Go", {});
    const { steps, ends } = await rehearse(world, origin, 1);
    assert.deepEqual([told(steps), ends, times], [["1 recorded again (would be done)"], "it is done: 1", 1]);
  });

  test("foresees what a failing scope would undo", async () => {
    const { act, undo } = undoable("thing");
    const scoped = process("scoped", { on: "Go", input: anything }, (run) =>
      run.scope("all or nothing", async (scope) => {
        await scope.must(act, { charge: "1", cents: 1 });
        const decided = await scope.decide(verdict, { charge: "1" });
        return decided.status === "answered" && decided.answer.cents > 0 ? "paid" : scope.fail("nothing to pay");
      }),
    );
    const world = bench([scoped, act, undo]);
    const origin = await world.begin("Go", {});
    await world.answer(world.openGate(), { verdict: "answer", value: { cents: 1 } });
    const { steps } = await rehearse(world, origin, 2, { outcomes: { 2: { cents: 0 } } });
    assert.deepEqual(told(steps), ["1 kept", "2 edited", "3 would be done"]);
    assert.equal(steps[2]?.name, "thing.undo");
    assert.equal(world.provider.count("/main/thing/undo"), 0);
  });

  test("warns of a run that still waits, and of code that has changed", async () => {
    const disk = new MemoryDisk();
    const older = bench([cases], { disk });
    const origin = await older.begin("Case", { charge: "c1", order: "o1" });
    older.stop();
    const newer = process(
      "cases",
      { on: "Case", input: z.object({ charge: z.string(), order: z.string() }) },
      async (run, { order }) => {
        await run.do(look, { id: order });
        return "that will do";
      },
    );
    const world = bench([newer], { disk, clock: older.clock });
    const { steps, ends, warnings } = await rehearse(world, origin, 2);
    assert.deepEqual(told(steps), ["1 kept"]);
    assert.equal(ends, 'it is done: "that will do"');
    assert.deepEqual(warnings, [
      `The run ${origin} still waits: it and its fork would both go on.`,
      "The code has changed since the run began; what is kept matches the new code.",
    ]);
    await assert.rejects(rehearse(world, origin, 3, { outcomes: { 2: { cents: 1 } } }), withCode("bad_edit"));
  });
});

describe("a rehearsal of code that misbehaves", () => {
  const mode = z.object({ mode: z.string() });
  const moods = process("moods", { on: "Go", input: mode }, async (run, { mode: mood }) => {
    const decided = await run.decide(settled, {});
    for (let round = 0; mood === "rounds" || round < 0; round++) await run.decide(settled, { round });
    if (mood === "clock") return Date.now();
    if (mood === "foreign") await new Promise(() => undefined);
    return decided.status;
  });
  const settled = decision("settled", {
    input: anything,
    answer: z.boolean(),
    question: () => "Is it?",
    rules: [{ name: "always", answer: () => true }],
  });
  const rehearsed = async (mood: string) => {
    const world = bench([moods]);
    const origin = await world.begin("Go", { mode: "well" });
    const before = trace(world);
    const rehearsal = await rehearse(world, origin, 1, { input: { mode: mood } });
    assert.deepEqual(trace(world), before);
    const next = await world.begin("Go", { mode: "well" });
    assert.equal(world.status(next), "done", "the others go on");
    return rehearsal;
  };

  test("is stopped after a number of steps", async () => {
    const { steps, ends, warnings } = await rehearsed("rounds");
    assert.equal(steps.length, 1_000);
    assert.deepEqual([ends, warnings], [null, ["The rehearsal was stopped after 1000 steps."]]);
  });

  test("says that a foreign call or a foreign await would set the fork aside", async () => {
    assert.match((await rehearsed("clock")).ends ?? "", /set aside.*Date\.now\(\)/);
    assert.match((await rehearsed("foreign")).ends ?? "", /set aside.*not the run's/);
  });
});

test("rehearsals and live runs take turns: neither disturbs the other", async () => {
  const steps = process("steps", { on: "Go", input: anything }, async (run) => {
    let sum = 0;
    for (let round = 0; round < 30; round++) {
      const decided = await run.decide(numbered, { round });
      if (decided.status === "answered") sum += decided.answer;
    }
    return sum;
  });
  const numbered = decision("numbered", {
    input: z.object({ round: z.int() }),
    answer: z.int(),
    question: () => "Which?",
    rules: [{ name: "itself", answer: ({ round }) => round }],
  });
  const world = bench([steps]);
  const origin = await world.begin("Go", {});
  const rehearsing = [1, 7, 30].map((step) => rehearse(world, origin, step));
  const live = await Promise.all([1, 2, 3].map((n) => world.send("Go", { n })));
  const ends = (await Promise.all(rehearsing)).map((each) => each.ends);
  assert.deepEqual(ends, Array(3).fill("it is done: 435"));
  await world.settle();
  for (const [run] of live) assert.equal(world.value(run ?? ""), 435);
});

test("only few rehearsals are under way at once; those beyond are told to come again", async () => {
  const world = bench([cases]);
  const origin = await playCase(world);
  const all = await Promise.allSettled(Array.from({ length: 9 }, () => rehearse(world, origin, 5)));
  const refused = all.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  assert.equal(refused.length, 1);
  assert.ok(withCode("too_many_rehearsals")(refused[0]));
  assert.equal((await rehearse(world, origin, 5)).steps.length, 4);
});

test("a rehearsal that is under way when Praxis stops is told so", async () => {
  const world = bench([cases]);
  const origin = await playCase(world);
  const rehearsing = rehearse(world, origin, 5);
  world.stop();
  await assert.rejects(rehearsing, withCode("stopping"));
});
