/** Forks: what they keep, what they ask again, and that nothing is done twice (G1, E1, K3, K4, K5, K6). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { policy } from "../act/policy/policy.ts";
import { cancelRun } from "../engine/operations.ts";
import { runStartedSchema } from "../engine/run-events.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { process } from "../plan/process.ts";
import { erasePerson } from "./erase-person.ts";
import type { Bench } from "./testing/bench.ts";
import { cases, chargeSchema, playCase, refund, verdict } from "./testing/cases.ts";
import { look, refundT1, undoable } from "./testing/contracts.ts";
import { fork, withCode } from "./testing/forking.ts";
import { bench } from "./testing/memory-bench.ts";
import { ScriptedProvider } from "./testing/scripted-provider.ts";

const anything = z.looseObject({});
const hour = 3_600_000;
const day = 24 * hour;
const authority = { principal: "person:ada", why: "a test" };

const kinds = (world: Bench, run: string): string[] => world.events(run).map(({ type }) => type);
const started = (world: Bench, run: string) => runStartedSchema.parse(world.events(run)[0]?.data);

describe("a fork without edits", () => {
  test("keeps what was told before its step, with the run's own time, chance and id, and meets what was done", async () => {
    const world = bench([cases]);
    const origin = await playCase(world);
    world.clock.pass(day);
    const forked = await fork(world, origin, 4);
    assert.deepEqual(kinds(world, forked), [
      "RunStarted",
      "OutcomeDelivered",
      "OutcomeDelivered",
      "OutcomeDelivered",
      "OutcomeDelivered",
      "RunFinished",
    ]);
    assert.deepEqual(world.value(forked), world.value(origin));
    assert.equal(world.provider.actions.length, 1);
    assert.equal(world.provider.exchanges.length, 2);
    assert.deepEqual(world.openGates(), []);
    assert.equal(world.effects().length, 1);
  });

  test("is on record with its origin, its step, who and why, in the table too, and sealed for whom the origin is about", async () => {
    const world = bench([cases]);
    const origin = await playCase(world);
    const forked = await fork(world, origin, 3);
    const { of, root, step, why, by, newInput } = started(world, forked).fork ?? {};
    assert.deepEqual([of, root, step, why, by, newInput], [origin, origin, 3, "a second look", "ada", false]);
    const row = world.log.sql.get("SELECT of, root, step FROM forks WHERE run = ?", forked);
    assert.deepEqual({ ...row }, { of: origin, root: origin, step: 3 });
    const [first] = world.events(forked);
    assert.equal(first?.principal, "person:ada");
    assert.deepEqual(first?.subjects, world.events(origin)[0]?.subjects);
    assert.equal(world.run(forked).correlation, world.run(origin).correlation);
  });

  test("G1: reads anew, asks the person again, and finds the event that had come", async () => {
    const world = bench([cases]);
    const origin = await playCase(world);
    const reads = world.provider.exchanges.length;
    const forked = await fork(world, origin, 1);
    assert.equal(world.provider.exchanges.length, reads + 1);
    assert.equal(world.status(forked), "waiting");
    assert.equal(world.openGates()[0]?.run, forked);
    await world.answer(world.openGate(), { verdict: "answer", value: { cents: 40 } });
    assert.deepEqual(world.value(forked), world.value(origin));
    assert.equal(world.provider.actions.length, 1);
  });

  test("of a waiting run waits too, and what it asks has its time from now on", async () => {
    const world = bench([cases]);
    const origin = await world.begin("Case", { charge: "c1" });
    await world.answer(world.openGate(), { verdict: "answer", value: { cents: 40 } });
    await world.pass(hour);
    world.clock.stop(40 * day);
    await world.pass(1);
    assert.equal(world.status(origin), "done", "it has timed out");
    const forked = await fork(world, origin, 3);
    assert.equal(world.status(forked), "waiting");
    assert.equal(world.waits(forked)[0]?.due_at, world.clock.now() + 30 * day);
    await world.send("Goods", { boxes: 1 }, { about: "c1" });
    assert.equal(world.status(forked), "done");
  });

  test("keeps a wait consumed: the next wait is given the next event", async () => {
    const twice = process("twice", { on: "Go", input: anything }, async (run) => [
      await run.wait("Goods", { about: "x" }),
      await run.wait("Goods", { about: "x" }),
    ]);
    const world = bench([twice]);
    const origin = await world.begin("Go", {});
    await world.send("Goods", { n: 1 }, { about: "x" });
    const forked = await fork(world, origin, 2);
    assert.equal(world.status(forked), "waiting");
    await world.send("Goods", { n: 2 }, { about: "x" });
    assert.deepEqual(world.value(forked), world.value(origin));
  });

  test("of a fork of a fork stands for the first run, and each is a run of its own", async () => {
    const world = bench([cases]);
    const origin = await playCase(world);
    world.clock.pass(day);
    const second = await fork(world, origin, 4);
    world.clock.pass(day);
    const third = await fork(world, second, 3);
    assert.deepEqual(world.value(third), world.value(origin));
    const { of, root } = started(world, third).fork ?? {};
    assert.deepEqual([of, root], [second, origin]);
    assert.deepEqual(started(world, third).line, [origin, second]);
    assert.equal(world.provider.actions.length, 1);
  });

  test("does not start children again that it keeps, and starts anew those that it does not; what they did is met", async () => {
    const child = process("child", { input: chargeSchema }, async (run, { charge }) => {
      const done = await run.do(refund, { charge, cents: 5 });
      return done.status;
    });
    const parent = process("parent", { on: "Go", input: anything }, async (run) => {
      const started = await run.start(child, { charge: "c9" });
      return started.end();
    });
    const world = bench([parent, child]);
    const origin = await world.begin("Go", {});
    const count = () => Number(world.log.sql.get("SELECT count(*) AS n FROM runs WHERE process = 'child'")?.n);
    const kept = await fork(world, origin, 2);
    assert.equal(count(), 1);
    const anew = await fork(world, origin, 1);
    assert.equal(count(), 2);
    for (const run of [kept, anew]) assert.deepEqual(world.value(run), world.value(origin));
    assert.equal(world.provider.actions.length, 1);
  });

  test("that is cancelled leaves alone the child that its origin started", async () => {
    const child = process("child", { input: anything }, (run) => run.wait("Never"));
    const parent = process("parent", { on: "Go", input: anything }, async (run) => {
      const started = await run.start(child, {});
      return started.end();
    });
    const world = bench([parent, child]);
    const origin = await world.begin("Go", {});
    const forked = await fork(world, origin, 2);
    await cancelRun(world.praxis.engine, forked, authority);
    await world.settle();
    assert.deepEqual([world.status(forked), world.status(origin)], ["cancelled", "waiting"]);
    const statuses = world.log.sql.all("SELECT status FROM runs WHERE process = 'child'").map(({ status }) => status);
    assert.deepEqual(statuses, ["waiting"]);
  });

  test("goes on as a new run where its origin did, and that run stands for the origin's", async () => {
    const rounds = process("rounds", { on: "Go", input: z.object({ left: z.int() }) }, async (run, { left }) => {
      await run.do(refund, { charge: `round ${left}`, cents: 1 });
      if (left > 0) return run.continueAs({ left: left - 1 });
      return { dice: run.random(), id: run.id };
    });
    const world = bench([rounds]);
    const end = (run: string): string => {
      const next = z.object({ continuedAs: z.string().nullable() }).parse(world.last(run, "RunFinished")).continuedAs;
      return next === null ? run : end(next);
    };
    const origin = await world.begin("Go", { left: 2 });
    const forked = await fork(world, origin, 1);
    assert.notEqual(end(forked), end(origin));
    assert.deepEqual(world.value(end(forked)), world.value(end(origin)));
    assert.equal(world.provider.actions.length, 3);
    const ofTheLast = await fork(world, end(origin), 1);
    assert.deepEqual(world.value(ofTheLast), world.value(end(origin)));
    assert.equal(world.provider.actions.length, 3);
  });
});

test("four eyes: whoever forked a run asked for what it does, also where it goes on as another run", async () => {
  const strict = policy("strict", {
    on: refund,
    parameters: z.object({}),
    judge: ({ ask }) => ask("somebody else has to look", { notBy: "requester" }),
  });
  const rounds = process("rounds", { on: "Go", input: z.object({ left: z.int() }) }, async (run, { left }) => {
    await run.sleep("1 minute");
    return left > 0 ? run.continueAs({ left: left - 1 }) : run.do(refund, { charge: "c", cents: 1 });
  });
  const world = bench([rounds, strict]);
  const origin = await world.begin("Go", { left: 0 });
  await world.pass(hour);
  await world.answer(world.openGate(), { verdict: "decline", reason: "no" });
  await fork(world, origin, 1, { input: { left: 2 } });
  await world.pass(hour);
  assert.equal(world.openGates()[0]?.requester, "ada");
});

describe("a fork with edits", () => {
  test("goes another way from an edited decision on; what was done with other arguments is a conflict for a person", async () => {
    const world = bench([cases]);
    const origin = await playCase(world);
    const forked = await fork(world, origin, 3, { outcomes: { 2: { cents: 70 } } });
    const [gate] = world.openGates();
    assert.deepEqual([gate?.kind, gate?.run], ["conflict", forked]);
    await world.answer(world.openGate(), { verdict: "approve" });
    assert.equal(z.looseObject({ done: z.string() }).parse(world.value(forked)).done, "conflict");
    assert.equal(world.provider.actions.length, 1);
    const { copy, value } = z
      .looseObject({ copy: z.object({ edited: z.boolean() }), value: z.json() })
      .parse(world.events(forked)[2]?.data);
    assert.deepEqual(
      [copy.edited, value],
      [true, { status: "answered", answer: { cents: 70 }, rung: "person", by: "ada" }],
    );
  });

  test("may give the very step that it begins at another outcome", async () => {
    const world = bench([cases]);
    const origin = await playCase(world);
    const forked = await fork(world, origin, 3, { outcomes: { 3: { boxes: 9 } } });
    assert.deepEqual(z.looseObject({ goods: z.json() }).parse(world.value(forked)).goods, {
      status: "arrived",
      event: { boxes: 9 },
    });
    const late = await fork(world, origin, 4, { outcomes: { 1: { ok: false }, 3: null } });
    const { seen, goods } = z.looseObject({ seen: z.json(), goods: z.json() }).parse(world.value(late));
    assert.deepEqual([seen, goods], [{ ok: false }, { status: "timed out" }]);
  });

  test("of the input meets its own policy and gate where it wishes something new", async () => {
    const limits = policy("limits", {
      on: refund,
      parameters: z.object({}),
      judge: ({ wish, allow, ask }) => (wish.cents > 30 ? ask("much") : allow()),
    });
    const refunds = process(
      "refunds",
      { on: "Refund", input: z.object({ charge: z.string(), cents: z.int() }) },
      (run, wish) => run.do(refund, wish),
    );
    const world = bench([refunds, limits]);
    const origin = await world.begin("Refund", { charge: "c1", cents: 40 });
    await world.answer(world.openGate(), { verdict: "decline", reason: "no" });
    const again = await fork(world, origin, 1);
    const [gate] = world.openGates();
    assert.equal(gate?.run, again, "what was declined is asked again");
    await world.answer(world.openGate(), { verdict: "approve" });
    assert.equal(world.provider.actions.length, 1);
    const other = await fork(world, origin, 1, { input: { charge: "c2", cents: 41 } });
    assert.equal(world.openGates()[0]?.run, other);
    await world.answer(world.openGate(), { verdict: "approve" });
    const third = await fork(world, origin, 1, { input: { charge: "c3", cents: 5 } });
    assert.equal(world.status(third), "done");
    assert.equal(world.provider.actions.length, 3);
    assert.equal(started(world, third).fork?.newInput, true);
  });

  test("is refused where the edit does not fit, is of the world, or is not kept; nothing is recorded", async () => {
    const world = bench([cases]);
    const origin = await playCase(world);
    const { position } = world.log.head();
    const refused = (step: number, outcomes: Record<number, unknown>, words: RegExp) =>
      assert.rejects(
        fork(world, origin, step, { outcomes: z.record(z.string(), z.json()).parse(outcomes) }),
        withCode("bad_edit", words),
      );
    await refused(5, { 4: { id: "r" } }, /what happened in the world \(T1\) cannot be edited/);
    await refused(4, { 2: { cents: "many" } }, /does not fit the answer of "verdict"/);
    await refused(4, { 1: { ok: 1 } }, /does not fit the output of "look"/);
    await refused(2, { 3: { boxes: 1 } }, /step 3 has no recorded outcome before step 2/);
    await assert.rejects(fork(world, origin, 1, { input: { charge: 7 } }), withCode("bad_input"));
    await assert.rejects(fork(world, origin, 6), withCode("bad_step", /between 1 and 5/));
    await assert.rejects(fork(world, "nobody", 1), withCode("unknown_run"));
    assert.equal(world.log.head().position, position);
  });

  test("that changes what a kept step asks for is refused with the diff, and says where to fork from", async () => {
    const world = bench([cases]);
    const origin = await playCase(world);
    const { position } = world.log.head();
    await assert.rejects(
      fork(world, origin, 4, { input: { charge: "c2" } }),
      withCode(
        "fork_does_not_match",
        /step 1 is another one\n- step 1: read look .*"c1".*\n\+ step 1: read look .*"c2"[\s\S]*from step 1/,
      ),
    );
    assert.equal(world.log.head().position, position);
  });
});

describe("what may be forked", () => {
  test("a moving run may not, an erased one may not", async () => {
    const provider = new ScriptedProvider();
    provider.script.push("no answer");
    const world = bench([cases], { provider });
    const origin = await world.begin("Case", { charge: "c1" }, { subject: "mia" });
    await world.answer(world.openGate(), { verdict: "answer", value: { cents: 1 } });
    await world.send("Goods", {}, { about: "c1" });
    assert.equal(world.status(origin), "moving");
    await assert.rejects(fork(world, origin, 1), withCode("run_is_moving"));
    await world.pass(hour);
    assert.equal(world.status(origin), "done");
    await erasePerson(world.praxis, "mia", authority);
    await assert.rejects(fork(world, origin, 1), withCode("run_erased"));
  });

  test("a cancelled run may, up to where it began to undo; what was undone is not kept as done", async () => {
    const { act, undo } = undoable("thing");
    const acts = process("acts", { on: "Go", input: anything }, async (run) => {
      await run.must(act, { charge: "1", cents: 1 });
      const paid = await run.wait("Paid");
      return paid.status;
    });
    const world = bench([acts]);
    const origin = await world.begin("Go", {});
    await cancelRun(world.praxis.engine, origin, authority);
    await world.settle();
    assert.equal(world.provider.count("/main/thing/undo"), 1, undo.name);
    await assert.rejects(
      fork(world, origin, 4),
      withCode("bad_step", /had asked for 2 steps when it was cancelled[\s\S]*between 1 and 3/),
    );
    await assert.rejects(fork(world, origin, 2), withCode("fork_keeps_undone", /step 1 .* was undone since/));
    const forked = await fork(world, origin, 1);
    assert.equal(world.openGates()[0]?.kind, "again");
    await world.answer(world.openGate(), { verdict: "approve" });
    await world.send("Paid", {});
    assert.equal(world.value(forked), "arrived");
    assert.equal(world.provider.count("/main/thing"), 2);
  });

  test("a run that was set aside may: its fork goes another way", async () => {
    const clumsy = process("clumsy", { on: "Go", input: anything }, async (run) => {
      const decided = await run.decide(verdict, { charge: "c" });
      if (decided.status !== "answered" || decided.answer.cents > 10) throw new Error("too much for me");
      return decided.answer.cents;
    });
    const world = bench([clumsy]);
    const origin = await world.begin("Go", {});
    await world.answer(world.openGate(), { verdict: "answer", value: { cents: 11 } });
    assert.equal(world.status(origin), "set aside");
    await assert.rejects(fork(world, origin, 2), withCode("fork_breaks", /too much for me/));
    const forked = await fork(world, origin, 1, { outcomes: { 1: { cents: 9 } } });
    assert.equal(world.value(forked), 9);
  });

  test("a run whose code has changed may, where what is kept is the same on the newest code (K6)", async () => {
    const disk = new MemoryDisk();
    const older = bench([cases], { disk });
    const origin = await playCase(older);
    older.stop();
    const other = process(
      "cases",
      { on: "Case", input: z.looseObject({ charge: z.string() }) },
      async (run, { charge }) => {
        const seen = await run.do(look, { id: charge });
        const slept = await run.sleep("1 hour");
        return { seen, slept: slept ?? null };
      },
    );
    const world = bench([other], { disk, clock: older.clock });
    const { position } = world.log.head();
    await assert.rejects(
      fork(world, origin, 3),
      withCode("fork_does_not_match", /- step 2: decide verdict .*\n\+ step 2: sleep/),
    );
    assert.equal(world.log.head().position, position);
    const forked = await fork(world, origin, 2);
    assert.equal(world.status(forked), "waiting");
    assert.notEqual(world.run(forked).version, world.run(origin).version);
    await world.pass(hour);
    assert.deepEqual(world.value(forked), { seen: { ok: true }, slept: null });
  });
});

describe("a fork and the ledger", () => {
  test("takes for its own, as its code sees it, what its origin did, what it does itself, and nobody else's", async () => {
    const wishes = z.object({ charges: z.array(z.string()) });
    const several = process("several", { on: "Go", input: wishes }, async (run, { charges }) => {
      const own: boolean[] = [];
      for (const charge of charges) {
        const done = await run.do(refund, { charge, cents: 1 });
        own.push(done.status === "succeeded" && done.run === run.id);
      }
      return own;
    });
    const world = bench([several]);
    await world.begin("Go", { charges: ["other"] });
    const origin = await world.begin("Go", { charges: ["a", "other"] });
    const forked = await fork(world, origin, 1, { input: { charges: ["a", "other", "b"] } });
    const again = await fork(world, forked, 2);
    assert.deepEqual(
      [world.value(origin), world.value(forked), world.value(again)],
      [
        [true, false],
        [true, false, true],
        [true, false, true],
      ],
    );
  });

  test("undoes what its origin did where its own way fails, once", async () => {
    const { act, undo } = undoable("thing");
    const scoped = process("scoped", { on: "Go", input: anything }, (run) =>
      run.scope("all or nothing", async (scope) => {
        await scope.must(act, { charge: "1", cents: 1 });
        const decided = await scope.decide(verdict, { charge: "1" });
        if (decided.status === "answered" && decided.answer.cents === 0) scope.fail("nothing to pay");
        return decided.status;
      }),
    );
    for (const [step, outcomes] of [
      [2, { 2: { cents: 0 } }],
      [1, {}],
    ] as const) {
      const world = bench([scoped, act, undo]);
      const origin = await world.begin("Go", {});
      await world.answer(world.openGate(), { verdict: "answer", value: { cents: 1 } });
      const forked = await fork(world, origin, step, { outcomes });
      for (const gate of world.openGates())
        await world.answer(String(gate.id), { verdict: "answer", value: { cents: 0 } });
      const { undone } = z
        .looseObject({ undone: z.array(z.looseObject({ left: z.null() })) })
        .parse(world.value(forked));
      assert.equal(undone.length, 1, `from step ${step}`);
      assert.deepEqual(
        world.provider.actions.map(({ path }) => path),
        ["/main/thing", "/main/thing/undo"],
      );
    }
  });

  test("meets what a person had edited: the fork's wish is the one that was asked", async () => {
    const risky = refundT1({ risk: () => "high" });
    const refunds = process(
      "refunds",
      { on: "Refund", input: z.object({ charge: z.string(), cents: z.int() }) },
      (run, wish) => run.do(risky, wish),
    );
    const world = bench([refunds], { level: "gated" });
    const origin = await world.begin("Refund", { charge: "c1", cents: 50 });
    await world.answer(world.openGate(), { verdict: "approve", value: { charge: "c1", cents: 40 } });
    const forked = await fork(world, origin, 1);
    assert.deepEqual(world.value(forked), world.value(origin));
    assert.deepEqual(world.openGates(), []);
    const other = await fork(world, origin, 1, { input: { charge: "c1", cents: 45 } });
    assert.equal(world.openGates()[0]?.kind, "conflict");
    assert.equal(world.status(other), "waiting");
    assert.equal(world.provider.actions.length, 1);
  });
});
