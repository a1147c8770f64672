/** Runs: how they move, wait, are put out of memory and come back (K4, K5, K7). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { z } from "zod";
import { retryRun } from "../engine/operations.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { process } from "../plan/process.ts";
import { look, refundT1 } from "./testing/contracts.ts";
import { bench } from "./testing/memory-bench.ts";

const anything = z.looseObject({});
const minute = 60_000;
const day = 86_400_000;

describe("waiting", () => {
  test("K7: a waiting run says for what, for whose sake and since when, and is out of memory (K5)", async () => {
    const waits = process("waits", { on: "Go", input: anything }, (run) => run.wait("Paid", { atMost: "2 days" }));
    const world = bench([waits]);
    const id = await world.begin("Go", {});
    assert.equal(world.status(id), "waiting");
    assert.equal(world.praxis.engine.unsettledCount, 0);
    const [wait] = world.waits(id);
    assert.equal(wait?.what, "the event Paid, at most 2 days");
    assert.equal(wait?.owner, "outside");
    assert.equal(wait?.due_at, world.clock.now() + 2 * day);
  });

  test("an event that comes in time is given, with its content", async () => {
    const waits = process("waits", { on: "Go", input: anything }, (run) => run.wait("Paid", { atMost: "2 days" }));
    const world = bench([waits]);
    const id = await world.begin("Go", {});
    await world.pass(day);
    await world.send("Paid", { cents: 5 });
    assert.deepEqual(world.value(id), { status: "arrived", event: { cents: 5 } });
  });

  test("at the very moment of the timeout the wait is over; an event after it is not given", async () => {
    const waits = process("waits", { on: "Go", input: anything }, (run) => run.wait("Paid", { atMost: "2 days" }));
    const world = bench([waits]);
    const id = await world.begin("Go", {});
    await world.pass(2 * day - 1);
    assert.equal(world.status(id), "waiting");
    await world.pass(1);
    assert.deepEqual(world.value(id), { status: "timed out" });
    await world.send("Paid", {});
    assert.deepEqual(world.value(id), { status: "timed out" });
  });

  test("an event that was there before the run waited for it is given; one from before the run is not", async () => {
    const waits = process("waits", { on: "Go", input: anything }, async (run) => {
      await run.sleep("1 hour");
      return run.wait("Paid", { atMost: "1 hour" });
    });
    const world = bench([waits]);
    await world.send("Paid", { which: "before the run" });
    const id = await world.begin("Go", {});
    await world.send("Paid", { which: "while it slept" });
    await world.pass(60 * minute);
    assert.deepEqual(world.value(id), { status: "arrived", event: { which: "while it slept" } });
  });

  test("`about` gives only what is about that thing, and only in the run's own account", async () => {
    const waits = process("waits", { on: "Go", input: anything }, (run) => run.wait("Paid", { about: "order 1" }));
    const world = bench([waits]);
    const id = await world.begin("Go", {});
    await world.send("Paid", {}, { about: "order 2" });
    await world.send("Paid", {}, { about: "order 1", account: "another shop" });
    assert.equal(world.status(id), "waiting");
    await world.send("Paid", { n: 1 }, { about: "order 1" });
    assert.deepEqual(world.value(id), { status: "arrived", event: { n: 1 } });
  });

  test("one event is given once: two waits take two events, in the order of arrival", async () => {
    const waits = process("waits", { on: "Go", input: anything }, async (run) => [
      await run.wait("Paid"),
      await run.wait("Paid"),
    ]);
    const world = bench([waits]);
    const id = await world.begin("Go", {});
    await world.send("Paid", { n: 1 });
    assert.equal(world.status(id), "waiting");
    await world.send("Paid", { n: 2 });
    assert.deepEqual(world.value(id), [
      { status: "arrived", event: { n: 1 } },
      { status: "arrived", event: { n: 2 } },
    ]);
  });

  test("one event is given once, also where one wait names what it is about and another does not", async () => {
    const waits = process("waits", { on: "Go", input: anything }, async (run) => {
      const first = await run.wait("Paid", { about: "order 1" });
      const second = await run.wait("Paid");
      const third = await run.wait("Paid", { about: "order 2" });
      return [first, second, third].map((each) => (each.status === "arrived" ? each.event : null));
    });
    const world = bench([waits]);
    const id = await world.begin("Go", {});
    await world.send("Paid", { n: 1 }, { about: "order 1" });
    assert.equal(world.status(id), "waiting");
    await world.send("Paid", { n: 2 }, { about: "order 2" });
    assert.equal(world.status(id), "waiting", "the third wait must not get the event that the second one got");
    await world.send("Paid", { n: 3 }, { about: "order 2" });
    assert.deepEqual(world.value(id), [{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  test("two waits at once for the same take one event each", async () => {
    const waits = process("waits", { on: "Go", input: anything }, (run) =>
      Promise.all([run.wait("Paid"), run.wait("Paid")]),
    );
    const world = bench([waits]);
    const id = await world.begin("Go", {});
    await world.send("Paid", { n: 1 });
    assert.equal(world.status(id), "waiting");
    await world.send("Paid", { n: 2 });
    assert.deepEqual(world.value(id), [
      { status: "arrived", event: { n: 1 } },
      { status: "arrived", event: { n: 2 } },
    ]);
  });

  test("K7: a run that got one of two things is shown as waiting for the other", async () => {
    const waits = process("waits", { on: "Go", input: anything }, (run) => Promise.all([run.wait("A"), run.wait("B")]));
    const world = bench([waits]);
    const id = await world.begin("Go", {});
    await world.send("A", {});
    assert.equal(world.status(id), "waiting");
    assert.deepEqual(
      world.waits(id).map((wait) => wait.what),
      ["the event B"],
    );
  });

  test("the time of a branch comes although another branch is at work", async () => {
    const refund = refundT1();
    const races = process("races", { on: "Go", input: anything }, (run) =>
      Promise.race([
        run.do(refund, { charge: "a", cents: 1 }).then(() => "refunded"),
        run.sleep("5 minutes").then(() => "too slow"),
      ]),
    );
    const world = bench([races]);
    await world.praxis.settings.stop("*", { by: "ada", why: "to look into something" });
    const id = await world.begin("Go", {});
    await world.pass(6 * minute);
    assert.equal(world.last(id, "OutcomeDelivered") !== null, true);
    await world.praxis.settings.resume("*", { by: "ada", why: "done" });
    await world.pass(minute);
    assert.equal(world.value(id), "too slow");
  });

  test("a pause that is not a whole number of milliseconds is rounded, and harms nobody", async () => {
    const sleeps = process("sleeps", { on: "Go", input: anything }, (run) => run.sleep(0.4).then(() => "awake"));
    const world = bench([sleeps]);
    const id = await world.begin("Go", {});
    await world.pass(5);
    assert.equal(world.value(id), "awake");
  });

  test("a pause that is no duration sets the run aside, and says so", async () => {
    const sleeps = process("sleeps", { on: "Go", input: anything }, (run) => run.sleep(Number.NaN));
    const world = bench([sleeps]);
    const id = await world.begin("Go", {});
    assert.equal(world.status(id), "set aside");
    assert.match(JSON.stringify(world.last(id, "RunSetAside")), /not a duration/);
  });

  test("an event in the moment in which its run goes to rest is not missed", async () => {
    // One branch is at work while the other waits; the event comes in the same tick in which the work is done.
    const waits = process("waits", { on: "Go", input: anything }, async (run) => {
      const [arrived] = await Promise.all([
        run.wait("Paid"),
        run.do(look, { id: "1" }).then(() => run.wait("Shipped", { atMost: "1 hour" })),
      ]);
      return arrived;
    });
    for (let ticks = 0; ticks < 16; ticks++) {
      const world = bench([waits]);
      const looking = Promise.withResolvers<unknown>();
      world.provider.answers.set("GET /main/things/1", () => looking.promise);
      const id = await world.begin("Go", {});
      looking.resolve({ ok: true });
      for (let tick = 0; tick < ticks; tick++) await new Promise((resolve) => setImmediate(resolve));
      await world.send("Paid", { ticks });
      const left = world.waits(id).map((wait) => wait.what);
      assert.deepEqual(left, ["the event Shipped, at most 60 minutes"], `after ${ticks} ticks`);
      await world.pass(60 * minute);
      assert.deepEqual(world.value(id), { status: "arrived", event: { ticks } }, `after ${ticks} ticks`);
    }
  });
});

test("K5: an evicted run leaves nothing of itself in memory", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const seen: WeakRef<object>[] = [];
  const waits = process("waits", { on: "Go", input: anything }, async (run) => {
    seen.push(new WeakRef(run));
    await Promise.all([run.wait("Never", { atMost: "30 days" }), run.do(look, { id: "1" })]);
  });
  const world = bench([waits]);
  for (let n = 0; n < 20; n++) await world.begin("Go", {});
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  assert.ok(seen.filter((ref) => ref.deref() !== undefined).length <= 2, "they wait in the log alone");
});

describe("parallel branches", () => {
  const branches = process("branches", { on: "Go", input: anything }, async (run) => {
    const order: string[] = [];
    const note = (name: string) => (value: unknown) => {
      order.push(name);
      return value;
    };
    const first = await Promise.race([run.wait("A").then(note("A")), run.wait("B").then(note("B"))]);
    await Promise.all([
      run.wait("C").then(note("C")),
      run.sleep("1 hour").then(note("hour")),
      run.do(look, { id: "1" }).then(note("look")),
      run.wait("D").then(note("D")),
    ]);
    return { first, order, random: run.random(), now: run.now() };
  });

  test("K4: what was delivered in one order is replayed in that order, whatever is there by then", async () => {
    const disk = new MemoryDisk();
    let world = bench([branches], { disk });
    const id = await world.begin("Go", {});
    for (const type of ["B", "D", "A", "C"]) {
      await world.send(type, {}, { id: type });
      world.crash();
      world = bench([branches], { disk, clock: world.clock, provider: world.provider });
      await world.settle();
    }
    await world.pass(2 * 60 * minute);
    const value = world.value(id);
    assert.ok(typeof value === "object" && value !== null && "order" in value);
    assert.deepEqual([...(Array.isArray(value.order) ? value.order : [])].sort(), ["A", "B", "C", "D", "hour", "look"]);
    assert.equal(Array.isArray(value.order) && value.order[0], "B");
    assert.deepEqual(z.looseObject({ first: z.unknown() }).parse(value).first, { status: "arrived", event: {} });
  });

  test("64 commands at once are all answered, in a run of its own and with nothing lost", async () => {
    const many = process("many", { on: "Go", input: anything }, async (run) => {
      const refund = refundT1();
      const done = await Promise.all(
        Array.from({ length: 64 }, (_, n) => run.do(refund, { charge: `c${n}`, cents: n + 1 })),
      );
      return done.filter((each) => each.status === "succeeded").length;
    });
    const world = bench([many]);
    const id = await world.begin("Go", {});
    await world.pass(minute);
    assert.equal(world.value(id), 64);
    assert.equal(world.provider.actions.length, 64);
  });

  test("no more runs than there is room for are in memory, and all come to their end", async () => {
    const reads = process("reads", { on: "Go", input: anything }, async (run) => run.do(look, { id: "1" }));
    const world = bench([reads], { mostLive: 3 });
    const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => world.begin("Go", {}, { id: `go ${n}` })));
    await world.settle();
    for (const id of ids) assert.deepEqual(world.value(id), { ok: true });
  });
});

describe("child runs", () => {
  const child = process("child", { input: z.object({ n: z.number() }) }, async (run, { n }) => {
    await run.wait("Paid", { about: `child ${n}` });
    return n * 2;
  });
  const parent = process("parent", { on: "Go", input: anything }, async (run) => {
    const children = [await run.start(child, { n: 1 }), await run.start(child, { n: 2 })];
    return Promise.all(children.map((each) => each.end()));
  });

  test("a run waits for the ends of others that it started, also through a crash", async () => {
    const disk = new MemoryDisk();
    const world = bench([parent, child], { disk });
    const id = await world.begin("Go", {});
    assert.equal(world.log.sql.all("SELECT 1 FROM runs").length, 3);
    await world.send("Paid", {}, { about: "child 2" });
    world.crash();
    const again = bench([parent, child], { disk, clock: world.clock });
    await again.settle();
    await again.send("Paid", {}, { about: "child 1", id: "one more" });
    assert.deepEqual(again.value(id), [
      { status: "done", value: 2 },
      { status: "done", value: 4 },
    ]);
  });

  test("one that starts a process that is not loaded is set aside, and goes on once it is", async () => {
    const disk = new MemoryDisk();
    const world = bench([parent], { disk });
    const id = await world.begin("Go", {});
    assert.match(JSON.stringify(world.last(id, "RunSetAside")), /unknown_process/);
    world.crash();
    const again = bench([parent, child], { disk, clock: world.clock });
    await retryRun(again.praxis.engine, id, { principal: "person:ada", why: "it is loaded now" });
    await again.settle();
    assert.equal(again.status(id), "waiting");
  });
});

describe("going on as a new run (K5)", () => {
  const endless = process(
    "endless",
    { on: "Go", input: z.looseObject({ seen: z.array(z.number()).default([]) }) },
    async (run, { seen }) => {
      if (seen.length === 4) return seen;
      const arrived = await run.wait("Tick");
      const { n } = z.object({ n: z.number() }).parse(arrived.status === "arrived" ? arrived.event : null);
      return run.continueAs({ seen: [...seen, n] });
    },
  );

  test("it carries its state, misses no event and gets none twice", async () => {
    const world = bench([endless]);
    const id = await world.begin("Go", {});
    await Promise.all([1, 2, 3, 4].map((n) => world.send("Tick", { n }, { id: `tick ${n}` })));
    await world.settle();
    const runs = world.log.sql.all("SELECT id, status FROM runs");
    assert.equal(runs.length, 5);
    assert.ok(runs.every((run) => run.status === "done"));
    const lastOf = (run: string): string => {
      const next = world.run(run).detail;
      return typeof next === "string" ? lastOf(next) : run;
    };
    assert.deepEqual(world.value(lastOf(id)), [1, 2, 3, 4]);
  });

  test("whoever joins the first gets the value of the last", async () => {
    const joins = process("joins", { on: "Join", input: anything }, async (run) =>
      (await run.start(endless, { seen: [7, 8] })).end(),
    );
    const world = bench([endless, joins]);
    const id = await world.begin("Join", {});
    await world.send("Tick", { n: 9 });
    await world.send("Tick", { n: 10 });
    assert.deepEqual(world.value(id), { status: "done", value: [7, 8, 9, 10] });
  });

  test("K5: a run that grows without end is set aside, and told of the way out", async () => {
    const grows = process("grows", { on: "Go", input: anything }, async (run) => {
      for (;;) await run.do(look, { id: "1" });
    });
    const world = bench([grows], { longestRun: 20 });
    const id = await world.begin("Go", {});
    assert.match(JSON.stringify(world.last(id, "RunSetAside")), /too_long.*continueAs/);
  });
});
