/** Scopes and cancellation: what a run did is undone, newest first, and what could not be is reported (E4). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { contract } from "../act/contract.ts";
import { cancelRun } from "../engine/operations.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import type { Bench } from "./testing/bench.ts";
import { look, pay, refundT1, refundT3, undoable } from "./testing/contracts.ts";
import { bench } from "./testing/memory-bench.ts";

const anything = z.looseObject({});
const minute = 60_000;
const ada = { principal: "person:ada", why: "the customer changed their mind" };

const a = undoable("a");
const b = undoable("b");
const c = undoable("c");
const paths = (world: Bench): string[] => world.provider.actions.map((action) => action.path.replace("/main", ""));

async function cancel(world: Bench, id: string): Promise<void> {
  await cancelRun(world.praxis.engine, id, ada);
  await world.settle();
}

describe("a scope", () => {
  test("E4: a failure undoes what was done in it, newest first, each by an effect with a ledger row of its own", async () => {
    const tries = process("tries", { on: "Go", input: anything }, (run) =>
      run.scope("all three", async (scope) => {
        await scope.must(a.act, { charge: "1", cents: 1 });
        await scope.must(b.act, { charge: "1", cents: 1 });
        scope.fail("the third is not to be had");
      }),
    );
    const world = bench([tries]);
    const id = await world.begin("Go", {});
    assert.deepEqual(paths(world), ["/a", "/b", "/b/undo", "/a/undo"]);
    assert.deepEqual(
      world
        .effects()
        .map((row) => `${row.contract} ${row.status}`)
        .sort(),
      ["a compensated", "a.undo succeeded", "b compensated", "b.undo succeeded"],
    );
    const { undone, reason } = z
      .looseObject({ undone: z.array(z.looseObject({ left: z.string().nullable() })), reason: z.string() })
      .parse(world.value(id));
    assert.equal(reason, "the third is not to be had");
    assert.deepEqual(
      undone.map((each) => each.left),
      [null, null],
    );
  });

  test("E4: a refusal is an outcome; what goes on after it is another wish", async () => {
    const tries = process("tries", { on: "Go", input: anything }, async (run) => {
      const first = await run.do(a.act, { charge: "1", cents: 1 });
      const second = await run.do(b.act, { charge: "1", cents: 1 });
      return [first.status, second.status];
    });
    const world = bench([tries]);
    world.provider.script.push("refused");
    assert.deepEqual(world.value(await world.begin("Go", {})), ["refused", "succeeded"]);
  });

  test("E4: what a branch still does when another one fails is awaited and undone too", async () => {
    const tries = process("tries", { on: "Go", input: anything }, (run) =>
      run.scope("both", async (scope) => {
        await Promise.all([
          scope.must(a.act, { charge: "1", cents: 1 }),
          scope.must(b.act, { charge: "1", cents: 1 }).then(() => scope.must(c.act, { charge: "1", cents: 1 })),
        ]);
      }),
    );
    const world = bench([tries]);
    const answered = Promise.withResolvers<void>();
    world.provider.script.push("refused", "ok");
    world.provider.during = ({ url }) => (url.endsWith("/b") ? answered.promise : undefined);
    const id = await world.begin("Go", {});
    assert.equal(world.status(id), "moving", "the scope has not ended while an effect in it is under way");
    answered.resolve();
    await world.settle();
    assert.deepEqual(paths(world), ["/b", "/b/undo"], "c is not begun in a scope that has failed");
    assert.equal(z.looseObject({ status: z.string() }).parse(world.value(id)).status, "failed");
  });

  test("E4: a scope inside another that fails is undone with it, also while it waits", async () => {
    const tries = process("tries", { on: "Go", input: anything }, (run) =>
      run.scope("outer", async (outer) => {
        await outer.must(a.act, { charge: "1", cents: 1 });
        await Promise.all([
          outer.scope("inner", async (inner) => {
            await inner.must(b.act, { charge: "1", cents: 1 });
            await inner.wait("Never", { atMost: "30 days" });
            await inner.must(c.act, { charge: "1", cents: 1 });
          }),
          outer.wait("Stop").then(() => outer.fail("stopped")),
        ]);
      }),
    );
    const world = bench([tries]);
    await world.begin("Go", {});
    await world.send("Stop", {});
    assert.deepEqual(paths(world), ["/a", "/b", "/b/undo", "/a/undo"]);
    await world.pass(31 * 24 * 60 * minute);
    assert.deepEqual(paths(world), ["/a", "/b", "/b/undo", "/a/undo"], "and the inner one begins nothing more");
  });

  test("E4: what has no compensation, or whose compensation was refused, is reported as left, and its row stands", async () => {
    const final = refundT1();
    const tries = process("tries", { on: "Go", input: anything }, (run) =>
      run.scope("both", async (scope) => {
        await scope.must(final, { charge: "1", cents: 1 });
        await scope.must(a.act, { charge: "1", cents: 1 });
        scope.fail("no");
      }),
    );
    const world = bench([tries]);
    world.provider.script.push("ok", "ok", "refused");
    const id = await world.begin("Go", {});
    const { undone } = z.looseObject({ undone: z.array(z.looseObject({ left: z.string() })) }).parse(world.value(id));
    assert.deepEqual(
      undone.map((each) => each.left),
      ["a.undo refused: the order has left", "refund cannot be undone"],
    );
    assert.equal(world.effect("a").status, "succeeded");
    assert.deepEqual(world.story(world.effect("a")), [
      "Intended",
      "Entered",
      "Attempting",
      "Succeeded",
      "Compensating",
      "Stands",
    ]);
  });

  test("E4: a contract that only its declaration names can undo, also after a crash in the middle", async () => {
    const tries = process("tries", { on: "Go", input: anything }, (run) =>
      run.scope("one", async (scope) => {
        await scope.must(a.act, { charge: "1", cents: 1 });
        scope.fail("no");
      }),
    );
    const disk = new MemoryDisk();
    const world = bench([tries], { disk });
    world.provider.script.push("ok", "acts, then no answer");
    const id = await world.begin("Go", {});
    world.crash();
    const again = bench([tries], { disk, clock: world.clock, provider: world.provider });
    await again.pass(minute);
    assert.equal(again.status(id), "done");
    assert.deepEqual(paths(again), ["/a", "/a/undo"]);
    assert.equal(again.effect("a").status, "compensated");
  });

  test("what another run did under the same intent is not undone by this one", async () => {
    const first = process("first", { on: "First", input: anything }, (run) => run.do(a.act, { charge: "1", cents: 1 }));
    const second = process("second", { on: "Second", input: anything }, (run) =>
      run.scope("s", async (scope) => {
        await scope.must(a.act, { charge: "1", cents: 1 });
        scope.fail("no");
      }),
    );
    const world = bench([first, second]);
    await world.begin("First", {});
    await world.begin("Second", {});
    assert.deepEqual(paths(world), ["/a"]);
  });

  test("E2: a run that meets an effect that is being undone waits for that, and then a person says whether it is done again", async () => {
    const first = process("first", { on: "First", input: anything }, (run) =>
      run.scope("s", async (scope) => {
        await scope.must(a.act, { charge: "1", cents: 1 });
        scope.fail("no");
      }),
    );
    const second = process("second", { on: "Second", input: anything }, (run) =>
      run.do(a.act, { charge: "1", cents: 1 }),
    );
    const world = bench([first, second]);
    const undoing = Promise.withResolvers<void>();
    world.provider.during = ({ url }) => (url.endsWith("/undo") ? undoing.promise : undefined);
    await world.begin("First", {});
    const id = await world.begin("Second", {});
    assert.equal(world.effects().find((row) => row.contract === "a")?.status, "compensating");
    assert.equal(world.waits(id)[0]?.what, "a to be undone");
    undoing.resolve();
    await world.settle();
    await world.answer(world.openGate(), { verdict: "approve" });
    assert.equal(z.looseObject({ status: z.string() }).parse(world.value(id)).status, "succeeded");
    assert.deepEqual(paths(world), ["/a", "/a/undo", "/a"]);
  });
});

describe("cancelling", () => {
  test("E4: at a wait, a pause, a question or a gate, what was done before is undone, and what was asked is withdrawn", async () => {
    const question = decision("question", { input: anything, answer: z.string(), question: () => "what now" });
    const risky = refundT1({ risk: () => "high" });
    const points = {
      wait: process("wait", { on: "wait", input: anything }, async (run) => {
        await run.do(a.act, { charge: "wait", cents: 1 });
        await run.wait("Never");
      }),
      pause: process("pause", { on: "pause", input: anything }, async (run) => {
        await run.do(a.act, { charge: "pause", cents: 1 });
        await run.sleep("1 day");
      }),
      question: process("question", { on: "question", input: anything }, async (run) => {
        await run.do(a.act, { charge: "question", cents: 1 });
        await run.decide(question, {});
      }),
      gate: process("gate", { on: "gate", input: anything }, async (run) => {
        await run.do(a.act, { charge: "gate", cents: 1 });
        await run.do(risky, { charge: "gate", cents: 1 });
      }),
    };
    const world = bench(Object.values(points));
    for (const point of Object.keys(points)) {
      const id = await world.begin(point, {});
      assert.equal(world.status(id), "waiting", point);
      await cancel(world, id);
      assert.equal(world.status(id), "cancelled", point);
      assert.deepEqual(paths(world).slice(-2), ["/a", "/a/undo"], point);
      assert.deepEqual(world.openGates(), [], point);
      assert.deepEqual(world.waits(id), [], point);
    }
  });

  test("what was done in scopes that ended well is undone as well, newest first", async () => {
    const tries = process("tries", { on: "Go", input: anything }, async (run) => {
      await run.scope("one", (scope) => scope.must(a.act, { charge: "1", cents: 1 }));
      await run.do(b.act, { charge: "1", cents: 1 });
      await run.scope("two", async (scope) => {
        await scope.must(c.act, { charge: "1", cents: 1 });
        await scope.wait("Never");
      });
    });
    const world = bench([tries]);
    const id = await world.begin("Go", {});
    await cancel(world, id);
    assert.deepEqual(paths(world), ["/a", "/b", "/c", "/c/undo", "/b/undo", "/a/undo"]);
    assert.equal(world.status(id), "cancelled");
  });

  test("E4: what could not be undone is reported with the run's end", async () => {
    const tries = process("tries", { on: "Go", input: anything }, async (run) => {
      await run.do(refundT1({ describe: () => "Refund 1" }), { charge: "1", cents: 1 });
      await run.scope("two", async (scope) => {
        await scope.must(a.act, { charge: "1", cents: 1 });
        await scope.wait("Never");
      });
    });
    const world = bench([tries]);
    world.provider.script.push("ok", "ok", "refused");
    const id = await world.begin("Go", {});
    await cancel(world, id);
    const { why, left } = z
      .looseObject({ why: z.string(), left: z.array(z.looseObject({ left: z.string() })) })
      .parse(world.last(id, "RunCancelled"));
    assert.equal(why, ada.why);
    assert.deepEqual(
      left.map((each) => each.left),
      ["a.undo refused: the order has left", "refund cannot be undone"],
    );
  });

  test("an effect in flight is awaited, and then undone", async () => {
    const tries = process("tries", { on: "Go", input: anything }, (run) => run.do(a.act, { charge: "1", cents: 1 }));
    const world = bench([tries]);
    const answered = Promise.withResolvers<void>();
    world.provider.during = ({ url }) => (url.endsWith("/a") ? answered.promise : undefined);
    const id = await world.begin("Go", {});
    await cancel(world, id);
    assert.notEqual(world.status(id), "cancelled");
    answered.resolve();
    await world.settle();
    assert.equal(world.status(id), "done", "it came to its end before it could be cancelled");
    const other = process("other", { on: "Other", input: anything }, async (run) => {
      await run.do(b.act, { charge: "1", cents: 1 });
      await run.do(look, { id: "1" });
    });
    world.praxis.load([other]);
    const later = Promise.withResolvers<void>();
    world.provider.during = ({ url }) => (url.endsWith("/b") ? later.promise : undefined);
    const second = await world.begin("Other", {});
    await cancel(world, second);
    later.resolve();
    await world.settle();
    assert.equal(world.status(second), "cancelled");
    assert.deepEqual(paths(world), ["/a", "/b", "/b/undo"]);
  });

  test("E2: an effect whose outcome is unknown is found out first, and never taken back as not sent", async () => {
    const tries = process("tries", { on: "Go", input: anything }, async (run) => {
      await run.do(a.act, { charge: "1", cents: 1 });
      await run.wait("Never");
    });
    const world = bench([tries]);
    world.provider.script.push("acts, then no answer");
    const id = await world.begin("Go", {});
    await world.pass(10_000);
    assert.equal(world.effect("a").status, "unknown");
    await cancel(world, id);
    await world.pass(minute);
    assert.equal(world.status(id), "cancelled");
    assert.deepEqual(paths(world), ["/a", "/a/undo"]);
    assert.equal(world.effect("a").status, "compensated");
  });

  test("an effect that waits to be sent is taken back", async () => {
    const tries = process("tries", { on: "Go", input: anything }, (run) => run.do(a.act, { charge: "1", cents: 1 }));
    const world = bench([tries]);
    await world.praxis.settings.stop("pay", { by: "ada", why: "an audit" });
    const id = await world.begin("Go", {});
    await cancel(world, id);
    assert.equal(world.status(id), "cancelled");
    assert.deepEqual(world.story(world.effect("a")), ["Intended", "Entered", "Failed"]);
    await world.praxis.settings.resume("pay", { by: "ada", why: "done" });
    await world.pass(minute);
    assert.deepEqual(paths(world), []);
  });

  test("where a person is asked what became of an effect, the cancellation waits for the answer", async () => {
    const third = contract("third", {
      tier: "T3",
      via: pay,
      input: z.object({ charge: z.string(), cents: z.int() }),
      output: z.object({ id: z.string() }),
      intent: { object: (wish) => [wish.charge] },
      perform: (wish, call) => call.post("/third", wish),
      compensate: (wish) => ({ contract: a.undo, wish }),
    });
    const tries = process("tries", { on: "Go", input: anything }, async (run) => {
      await run.do(third, { charge: "1", cents: 1 });
      await run.wait("Never");
    });
    const world = bench([tries]);
    world.provider.script.push("acts, then reset");
    const id = await world.begin("Go", {});
    await world.pass(minute);
    const gate = world.openGate();
    await cancel(world, id);
    assert.notEqual(world.status(id), "cancelled");
    await world.answer(gate, { verdict: "answer", value: { happened: true, output: { id: "x" } } });
    assert.equal(world.status(id), "cancelled");
    assert.deepEqual(paths(world), ["/third", "/a/undo"]);
  });

  test("where the person says that it did not happen, it is not done any more", async () => {
    const third = refundT3();
    const tries = process("tries", { on: "Go", input: anything }, async (run) => {
      await run.do(third, { charge: "1", cents: 1 });
      await run.wait("Never");
    });
    const world = bench([tries]);
    world.provider.script.push("reset");
    const id = await world.begin("Go", {});
    await world.pass(minute);
    const gate = world.openGate();
    await cancel(world, id);
    await world.answer(gate, { verdict: "answer", value: { happened: false } });
    await world.pass(1_000);
    assert.equal(world.status(id), "cancelled");
    assert.deepEqual(paths(world), []);
  });

  test("children that are awaited are cancelled too, and once", async () => {
    const child = process("child", { input: anything }, async (run) => {
      await run.do(a.act, { charge: "child", cents: 1 });
      await run.wait("Never");
    });
    const parent = process("parent", { on: "Go", input: anything }, async (run) => (await run.start(child, {})).end());
    const world = bench([child, parent]);
    const id = await world.begin("Go", {});
    await cancel(world, id);
    assert.equal(world.status(id), "cancelled");
    const [row] = world.log.sql.all("SELECT id, status FROM runs WHERE process = 'child'");
    assert.equal(row?.status, "cancelled");
    assert.equal(world.events(String(row?.id)).filter((event) => event.type === "CancelRequested").length, 1);
    assert.deepEqual(paths(world), ["/a", "/a/undo"]);
  });

  test("a crash at any time goes on with the cancellation", async () => {
    const tries = process("tries", { on: "Go", input: anything }, async (run) => {
      await run.do(a.act, { charge: "1", cents: 1 });
      await run.do(b.act, { charge: "1", cents: 1 });
      await run.wait("Never");
    });
    const disk = new MemoryDisk();
    let world = bench([tries], { disk });
    const id = await world.begin("Go", {});
    world.provider.script.push("acts, then no answer");
    await cancel(world, id);
    for (let crash = 0; crash < 3; crash++) {
      world.crash();
      world = bench([tries], { disk, clock: world.clock, provider: world.provider });
      await world.settle();
    }
    await world.pass(minute);
    assert.equal(world.status(id), "cancelled");
    assert.deepEqual(paths(world), ["/a", "/b", "/b/undo", "/a/undo"]);
  });

  test("a run that is over cannot be cancelled, and says so", async () => {
    const quick = process("quick", { on: "Go", input: anything }, async () => "done");
    const world = bench([quick]);
    const id = await world.begin("Go", {});
    assert.throws(() => cancelRun(world.praxis.engine, id, ada), { code: "run_is_over" });
  });
});
