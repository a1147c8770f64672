/** What goes wrong in a process is found, named and kept from the others (K4, K7). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { contract } from "../act/contract.ts";
import { retryRun } from "../engine/operations.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import { look, refundT1, undoable } from "./testing/contracts.ts";
import { bench } from "./testing/memory-bench.ts";

const anything = z.looseObject({});
const day = 86_400_000;

describe("time and randomness", () => {
  test("K4: the run's clock and randomness are its own, and the same when it comes back", async () => {
    const seen: unknown[] = [];
    const uses = process("uses", { on: "Go", input: anything }, async (run) => {
      const before = [run.now(), run.random()];
      await run.sleep("1 day");
      seen.push([...before, run.now(), run.random()]);
      return before;
    });
    const disk = new MemoryDisk();
    const world = bench([uses], { disk });
    const startedAt = world.clock.now();
    const id = await world.begin("Go", {});
    world.crash();
    const again = bench([uses], { disk, clock: world.clock, seed: 99 });
    await again.pass(day);
    const [before] = [again.value(id)];
    assert.ok(Array.isArray(before));
    assert.equal(before[0], startedAt);
    assert.deepEqual(seen.length, 1);
  });

  test("K4: foreign clocks, random numbers, timers and calls set the run aside, and name what was used", async () => {
    const foreign: Record<string, (run: { now(): number }) => unknown> = {
      "Date.now()": () => Date.now(),
      "new Date()": () => new Date(),
      "Math.random()": () => Math.random(),
      "fetch()": () => fetch("https://example.com"),
      "setTimeout()": () => setTimeout(() => undefined, 1),
      "setInterval()": () => setInterval(() => undefined, 1),
      "setImmediate()": () => setImmediate(() => undefined),
      "crypto.randomUUID()": () => crypto.randomUUID(),
      "performance.now()": () => performance.now(),
    };
    for (const [what, use] of Object.entries(foreign)) {
      const uses = process(`uses ${what}`, { on: "Go", input: anything }, async (run) => {
        try {
          use(run);
        } catch {
          // Even a process that hides it is found out.
        }
        return "done";
      });
      const world = bench([uses]);
      const id = await world.begin("Go", {});
      assert.equal(world.status(id), "set aside", what);
      assert.ok(JSON.stringify(world.last(id, "RunSetAside")).includes(what), what);
      world.stop();
    }
    assert.ok(Date.now() > 0, "outside of runs all works as ever");
    assert.equal(new Date(5).getTime(), 5);
  });

  test("K4: awaiting something that is not the run's sets it aside", async () => {
    const foreign = process("foreign", { on: "Go", input: anything }, async () => {
      await new Promise(() => undefined);
    });
    const world = bench([foreign]);
    const id = await world.begin("Go", {});
    assert.match(JSON.stringify(world.last(id, "RunSetAside")), /foreign_await/);
  });
});

describe("what goes wrong in a process", () => {
  test("one that throws is set aside with the message and the line; after a retry it repeats no step", async () => {
    let mended = false;
    const refund = refundT1();
    const throws = process("throws", { on: "Go", input: anything }, async (run) => {
      const done = await run.do(refund, { charge: "a", cents: 1 });
      if (!mended) throw new TypeError("cents is not a function");
      return done.status;
    });
    const world = bench([throws]);
    const id = await world.begin("Go", {});
    const aside = JSON.stringify(world.last(id, "RunSetAside"));
    assert.match(aside, /process_threw/);
    assert.match(aside, /cents is not a function \(at .*faulty-processes\.test\.ts/);
    mended = true;
    await retryRun(world.praxis.engine, id, { principal: "person:ada", why: "mended" });
    await world.settle();
    assert.equal(world.value(id), "succeeded");
    assert.equal(world.provider.actions.length, 1);
  });

  test("input that does not fit is an error of the run, not of the server", async () => {
    const strict = process("strict", { on: "Go", input: z.object({ n: z.number() }) }, async () => "done");
    const world = bench([strict]);
    const id = await world.begin("Go", { n: "one" });
    assert.match(JSON.stringify(world.last(id, "RunSetAside")), /does not fit its schema: n: /);
  });

  test("only a run that was set aside can be retried", async () => {
    const waits = process("waits", { on: "Go", input: anything }, (run) => run.wait("Paid"));
    const world = bench([waits]);
    const id = await world.begin("Go", {});
    assert.throws(() => retryRun(world.praxis.engine, id, { principal: "p", why: "w" }), {
      code: "run_is_not_set_aside",
    });
    assert.throws(() => retryRun(world.praxis.engine, "nobody", { principal: "p", why: "w" }), { code: "unknown_run" });
  });

  test("a run whose record cannot be read is set aside, and the others go on", async () => {
    const waits = process("waits", { on: "Go", input: anything }, (run) => run.wait("Paid"));
    const disk = new MemoryDisk();
    const world = bench([waits], { disk });
    const bad = await world.begin("Go", {}, { subject: "someone" });
    const good = await world.begin("Go", {}, { subject: "another" });
    world.crash();
    disk.handle
      .prepare(
        "UPDATE events SET payload = zeroblob(60) WHERE stream = (SELECT id FROM streams WHERE name = ?) AND number = 2",
      )
      .run(`run/${bad}`);
    const again = bench([waits], { disk, clock: world.clock });
    await again.send("Paid", { n: 1 }, { id: "paid" });
    assert.equal(again.status(good), "done");
    assert.equal(again.status(bad), "set aside");
  });

  test("a decision whose rule throws, a read that is refused and a T0 contract that throws each set aside or tell", async () => {
    const broken = decision("broken", {
      input: anything,
      answer: z.string(),
      rules: [
        {
          name: "throws",
          answer: () => {
            throw new Error("no rule");
          },
        },
      ],
      question: () => "what now",
    });
    const local = contract("local", {
      tier: "T0",
      input: anything,
      output: anything,
      perform: () => {
        throw new Error("no local");
      },
    });
    const decides = process("decides", { on: "Decide", input: anything }, (run) => run.decide(broken, {}));
    const acts = process("acts", { on: "Act", input: anything }, (run) => run.do(local, {}));
    const reads = process("reads", { on: "Read", input: anything }, async (run) => {
      const scoped = await run.scope("reading", (scope) => scope.do(look, { id: "1" }));
      return scoped.status === "failed" ? scoped.reason : "read";
    });
    const world = bench([decides, acts, reads]);
    world.provider.readScript.push("refused");
    assert.match(JSON.stringify(world.last(await world.begin("Decide", {}), "RunSetAside")), /rule_threw.*no rule/);
    assert.match(JSON.stringify(world.last(await world.begin("Act", {}), "RunSetAside")), /local_threw.*no local/);
    assert.equal(world.value(await world.begin("Read", {})), "the order has left");
  });

  test("what cannot be recorded is refused at once: a promise that was not awaited, a map", async () => {
    const { act } = undoable("thing");
    const forgets = process("forgets", { on: "Go", input: anything }, async (run) => ({
      later: run.sleep(1),
      act: act.name,
    }));
    const world = bench([forgets]);
    const id = await world.begin("Go", {});
    await world.pass(1_000);
    assert.match(JSON.stringify(world.last(id, "RunSetAside")), /a Promise cannot be recorded/);
  });
});
