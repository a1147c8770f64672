/**
 * More than can be done at once: who is refused, who goes first, and what one account, one event or one connection that is down costs the others. Order and counts only; how long it takes
 * is measured by bench/figures/overload.ts.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { CallError } from "../act/call.ts";
import { connection } from "../act/connection.ts";
import { contract } from "../act/contract.ts";
import { receive } from "../engine/intake.ts";
import { retryRun } from "../engine/operations.ts";
import { soon } from "../kernel/clock.ts";
import { PraxisError } from "../kernel/errors.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { integer, text } from "../log/rows.ts";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import type { Bench } from "./testing/bench.ts";
import { pay, refundT1 } from "./testing/contracts.ts";
import { bench, refunds } from "./testing/memory-bench.ts";

const anything = z.looseObject({});
const minute = 60_000;

const think = contract("think", { tier: "T0", input: anything, output: anything, perform: () => ({ ok: true }) });
/** Three steps, nothing outside. */
const thinks = process("thinks", { on: "Go", input: anything }, async (run) => {
  for (let step = 0; step < 3; step++) await run.do(think, { step });
  return "thought";
});

/** As a sender that can send it again. @returns the code of the refusal, or null */
function send(
  world: Bench,
  type: string,
  id: string,
  account: string,
  payload = {},
  about: string | null = null,
): PraxisError | null {
  const incoming = { source: "test", id, type, payload, about, account, subject: null, principal: "source:test" };
  try {
    receive(world.praxis.engine, { ...incoming, mayComeAgain: true });
    return null;
  } catch (thrown) {
    assert.ok(thrown instanceof PraxisError, String(thrown));
    return thrown;
  }
}

/** The accounts of the runs that ended, first first. */
const ended = (world: Bench, type = "RunFinished"): string[] =>
  world.log
    .readAll(1, 1_000_000)
    .filter((event) => event.type === type)
    .map((event) => text(world.run(event.stream.slice("run/".length)), "account"));

const turns = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await new Promise<void>((resolve) => soon(resolve));
};

describe("ten times what can be borne, from one account", () => {
  test("is refused beyond its share, and nothing of that is kept; another's events are taken; sent again as told, each is done once", async () => {
    const mostWaiting = 100;
    const world = bench([thinks], { mostWaiting, mostLive: 10 });
    const { engine } = world.praxis;
    let waiting = Array.from({ length: 10 * mostWaiting }, (_, n) => `loud ${n}`);
    let refused = 0;
    let rounds = 0;
    for (; waiting.length > 0 && rounds < 100; rounds++) {
      const again: string[] = [];
      for (const id of waiting) {
        const before = engine.log.head().position;
        const refusal = send(world, "Go", id, "loud");
        if (refusal === null) continue;
        again.push(id);
        assert.equal(refusal.code, "overloaded");
        assert.equal(engine.log.head().position, before);
        assert.ok(Number(refusal.fields.retryAfterSeconds) >= 1);
      }
      refused += again.length;
      waiting = again;
      assert.equal(send(world, "Go", `quiet ${rounds}`, "quiet"), null);
      // All that waits is in the log's tables; in memory there are an id for each, and as many runs as there is room for.
      assert.ok(engine.backlog.size <= mostWaiting + mostWaiting / 2, `${engine.backlog.size} wait`);
      assert.ok(engine.unsettledCount <= engine.backlog.size + 10 + 5 + 10, `${engine.unsettledCount} live`);
      await turns(20);
    }
    await world.settle();
    assert.ok(refused > 1_000, `${refused} were refused`);
    const runs = world.log.sql.all(
      "SELECT account, count(*) AS count FROM runs WHERE status = 'done' GROUP BY account",
    );
    assert.deepEqual(
      runs.map((row) => [text(row, "account"), integer(row, "count")]),
      [
        ["loud", 10 * mostWaiting],
        ["quiet", rounds],
      ],
    );
  });

  test("what a run waits for and what nobody sends again are taken all the same, and what came before is known as such", async () => {
    const waits = process("waits", { on: "Begin", input: anything }, (run) => run.wait("Paid", { about: "order 1" }));
    const world = bench([thinks, waits], { mostWaiting: 2 });
    const run = await world.begin("Begin", {}, { account: "loud" });
    for (const id of ["a", "b"]) assert.equal(send(world, "Go", id, "loud"), null);
    assert.equal(send(world, "Go", "c", "loud")?.code, "overloaded");
    assert.equal(send(world, "Go", "a", "loud"), null);
    assert.equal(send(world, "Paid", "paid", "loud", {}, "order 1"), null);
    // What nobody sends again, such as what a schedule says, is taken.
    await world.send("Go", {}, { id: "a schedule's", account: "loud" });
    await world.settle();
    assert.equal(world.status(run), "done");
  });

  test("another's run, begun after 1,000 of it, is done after a few of them, and one that a person answered before it", async () => {
    const size = decision("size", { input: anything, answer: z.string(), question: () => "which size" });
    const asks = process("asks", { on: "Ask", input: anything }, (run) => run.decide(size, {}));
    const world = bench([thinks, asks]);
    const asked = await world.begin("Ask", {}, { account: "loud" });
    const gate = world.openGate();
    for (let n = 0; n < 1_000; n++) assert.equal(send(world, "Go", `loud ${n}`, "loud"), null);
    await turns(10);
    assert.equal(send(world, "Go", "quiet", "quiet"), null);
    await world.answer(gate, { verdict: "answer", value: "large" });
    await world.settle();
    const order = ended(world);
    const done = world.log.readAll(1, 1_000_000).filter((event) => event.type === "RunFinished");
    const place = done.findIndex((event) => event.stream === `run/${asked}`);
    assert.equal(order.length, 1_002);
    const begun = 10 * 8;
    assert.ok(order.indexOf("quiet") < begun + 40, `quiet was number ${order.indexOf("quiet")}`);
    assert.ok(place <= order.indexOf("quiet"), `the answered one was number ${place}`);
  });

  test("runs that hold all places in memory, for their connection gives no answer, leave another account its share", async () => {
    const world = bench([refunds(refundT1()), thinks], { mostLive: 5 });
    world.provider.script.push(...Array.from({ length: 100 }, () => "not reached" as const));
    for (let n = 0; n < 20; n++) send(world, "Refund", `r${n}`, "loud", { charge: `c${n}`, cents: 1 });
    await world.settle();
    assert.equal(send(world, "Go", "quiet", "quiet"), null);
    await world.settle();
    assert.deepEqual(ended(world), ["quiet"]);
  });

  test("after a crash, what waited counts as waiting, and comes to its end", async () => {
    const disk = new MemoryDisk();
    const world = bench([thinks], { disk, mostWaiting: 20 });
    for (let n = 0; n < 30; n++) send(world, "Go", `loud ${n}`, "loud");
    await world.log.whenDurable();
    world.crash();
    const again = bench([thinks], { disk, clock: world.clock, mostWaiting: 20 });
    assert.equal(again.praxis.engine.backlog.of("loud"), 20);
    assert.equal(send(again, "Go", "one more", "loud")?.code, "overloaded");
    await again.settle();
    assert.equal(ended(again).length, 20);
    assert.equal(again.praxis.engine.backlog.size, 0);
  });
});

describe("a poison event", () => {
  test("is set aside, at once or after its tries, while its 300 neighbours are done", async () => {
    let tries = 0;
    const flaky = process("flaky", { on: "Flaky", input: anything }, (run) => run.do(think, {}));
    const throws = process("throws", { on: "Throws", input: anything }, async () => {
      throw new Error("poison");
    });
    const world = bench([thinks, flaky, throws], {
      before: ({ engine }) => {
        const { append } = engine;
        // As where what it has to record is refused each time, for a reason that might pass.
        engine.append = (run, event, cause) => {
          if (run.process !== "flaky" || event.type === "RunSetAside") return append.call(engine, run, event, cause);
          tries += 1;
          throw new PraxisError("not_now", "it is refused", { next: "It is tried again.", disposition: "retry" });
        };
      },
    });
    const poison = [...(await world.send("Throws", {})), ...(await world.send("Flaky", {}))];
    for (let n = 0; n < 300; n++) send(world, "Go", `${n}`, "main");
    await world.settle();
    assert.equal(ended(world).length, 300, "nobody waits for it");
    await world.pass(minute);
    assert.deepEqual(
      poison.map((run) => text(world.run(run), "status")),
      ["set aside", "set aside"],
    );
    assert.equal(tries, 10);
    const [, given] = poison;
    assert.match(JSON.stringify(world.last(given ?? "", "RunSetAside")), /not_now/);
    await world.pass(60 * minute);
    assert.equal(tries, 10, "and is left alone then");
    await assert.doesNotReject(retryRun(world.praxis.engine, given ?? "", { principal: "person:ada", why: "again" }));
  });
});

describe("a connection that is down for five minutes", () => {
  test("E5: gets no more calls than one for each rest, no effect more than its budget; when it is back, calls come by and by, and all that could wait is done", async () => {
    const breakAfter = 5;
    const restMs = 5_000;
    const via = connection("shop", { baseUrl: "https://shop.example.com", concurrency: 20, breakAfter, rest: restMs });
    const world = bench([refunds(refundT1({ via, retry: { attempts: 10, withinMs: 3_600_000 } }))]);
    let isDown = true;
    let atOnce = 0;
    /** Since it is back: how many were under way when each began, and how many had succeeded by then. */
    const crowd: { atOnce: number; succeeded: number }[] = [];
    world.provider.during = async () => {
      if (isDown) throw new CallError("not sent", "ECONNREFUSED", "no connection");
      atOnce += 1;
      crowd.push({ atOnce, succeeded: world.provider.actions.length });
      await turns(3);
      atOnce -= 1;
    };
    for (let n = 0; n < 400; n++) send(world, "Refund", `r${n}`, "main", { charge: `c${n}`, cents: 1 });
    await world.settle();
    await world.pass(5 * minute);
    const whileDown = world.provider.exchanges.length;
    assert.ok(whileDown <= breakAfter + 20 + (5 * minute) / restMs, `${whileDown} calls`);
    assert.ok(whileDown >= 30, `${whileDown} calls: it is asked now and then whether it is back`);
    const most = world.log.sql.get("SELECT max(attempt) AS most FROM effects");
    assert.ok(most && integer(most, "most") <= 10);
    isDown = false;
    await world.pass(10_000);
    assert.ok(crowd.length > 100, `${crowd.length} calls`);
    for (const [index, { atOnce, succeeded }] of crowd.entries())
      assert.ok(atOnce <= Math.min(20, succeeded + 1), `number ${index + 1}: ${atOnce} at once after ${succeeded}`);
    await world.pass(5 * minute);
    const failed = world.effects().filter((effect) => effect.status !== "succeeded");
    for (const effect of failed) assert.equal(effect.attempt, 10, "only what had used its budget up has failed");
    assert.ok(failed.length < 20, `${failed.length} failed`);
    assert.equal(world.provider.actions.length, 400 - failed.length);
  });

  test("holds up no other connection", async () => {
    const other = connection("other", { baseUrl: "https://other.example.com" });
    const asks = contract("ask", {
      tier: "T1",
      via: other,
      input: anything,
      output: anything,
      intent: { object: () => ["it"] },
      perform: (_wish, call) => call.post("/ask", {}),
    });
    const uses = process("uses", { on: "Use", input: anything }, (run) => run.do(asks, {}));
    const world = bench([refunds(refundT1()), uses]);
    world.provider.during = ({ url }) => {
      if (url.startsWith(pay.baseUrl.toString().slice(0, 20)))
        throw new CallError("not sent", "ECONNREFUSED", "no connection");
    };
    for (let n = 0; n < 100; n++) send(world, "Refund", `r${n}`, "main", { charge: `c${n}`, cents: 1 });
    await world.settle();
    const run = await world.begin("Use", {});
    assert.equal(world.status(run), "done");
  });
});
