/** The effect path as a whole: intents, units, caps, conflicts, deadlines and the switch (E1, E3, E6). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { connection } from "../act/connection.ts";
import { type ContractOptions, contract } from "../act/contract.ts";
import type { Failpoints } from "../kernel/failpoints.ts";
import type { Json } from "../kernel/json.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { openedOf } from "../oversee/gates/answer-gate.ts";
import { process } from "../plan/process.ts";
import type { Bench } from "./testing/bench.ts";
import { look, pay, type Refund, refundT1, refundT2, refundT3 } from "./testing/contracts.ts";
import { bench, refunds } from "./testing/memory-bench.ts";
import { type Behaviour, ScriptedProvider } from "./testing/scripted-provider.ts";

const anything = z.looseObject({});
const wishSchema = z.object({ charge: z.string(), cents: z.int() });
const minute = 60_000;
const change = { by: "ada", why: "a test" };

const statusOf = (value: Json): string => z.looseObject({ status: z.string() }).parse(value).status;

describe("one intent, one effect (E1, E3)", () => {
  test("E1: a second event, another process, a later run: all meet the same row, whatever they say beside it", async () => {
    const schema = z.object({ charge: z.string(), cents: z.int(), note: z.string().optional() });
    const noted = contract("refund", {
      tier: "T1",
      via: pay,
      input: schema,
      output: z.object({ id: z.string() }),
      intent: { object: (wish) => [wish.charge] },
      perform: (wish, call) => call.post("/refunds", wish),
    });
    const one = process("one", { on: "Go", input: schema }, (run, wish) => run.do(noted, wish));
    const two = process("two", { on: "Go", input: schema }, (run, wish) => run.do(noted, wish));
    const world = bench([one, two]);
    const ids = [
      ...(await world.send("Go", { charge: "c", cents: 5 })),
      ...(await world.send("Go", { charge: "c", cents: 5 })),
    ];
    assert.deepEqual(
      ids.map((id) => statusOf(world.value(id))),
      Array(4).fill("succeeded"),
    );
    assert.equal(world.provider.actions.length, 1);
  });

  test("E1: another occasion is another wish; another account another world; another contract another intent", async () => {
    const schema = z.object({ order: z.string(), revision: z.int() });
    const options: ContractOptions<z.infer<typeof schema>, { id: string }> = {
      via: pay,
      input: schema,
      output: z.object({ id: z.string() }),
      intent: { object: (wish) => [wish.order], occasion: (wish) => [wish.revision] },
      perform: (wish, call) => call.put("/address", wish),
    };
    const address = contract("address", { tier: "T1", ...options });
    const other = contract("other", { tier: "T1", ...options });
    const sets = process("sets", { on: "Set", input: schema }, (run, wish) => run.do(address, wish));
    const setsOther = process("sets other", { on: "Other", input: schema }, (run, wish) => run.do(other, wish));
    const world = bench([sets, setsOther]);
    await world.send("Set", { order: "1", revision: 1 });
    await world.send("Set", { order: "1", revision: 2 });
    await world.send("Set", { order: "1", revision: 2 });
    await world.send("Set", { order: "1", revision: 2 }, { account: "another shop" });
    await world.send("Other", { order: "1", revision: 2 });
    assert.equal(world.provider.actions.length, 4);
    assert.equal(new Set(world.provider.actions.map((action) => action.key)).size, 4);
  });

  test("E3: the same intent with other arguments is a conflict for a person, whatever they say, and never a second effect", async () => {
    const world = bench([refunds(refundT1())]);
    await world.begin("Refund", { charge: "c", cents: 5 });
    const second = await world.begin("Refund", { charge: "c", cents: 9 });
    const effect = world.effect().id;
    await world.answer(world.openGate(), { verdict: "approve", reason: "fine" });
    const outcome = z.looseObject({ status: z.string(), with: z.array(z.string()) }).parse(world.value(second));
    assert.deepEqual([outcome.status, outcome.with], ["conflict", [effect]]);
    assert.equal(world.provider.actions.length, 1);
  });

  test("E3: that the cause of a conflict is gone by the time of the answer does not let the effect through", async () => {
    const units = { units: () => ["order/1"] };
    const one = refundT1(units);
    const other = contract("other", {
      tier: "T1",
      via: pay,
      input: wishSchema,
      output: z.object({ id: z.string() }),
      intent: { object: (wish) => [wish.charge] },
      ...units,
      perform: (wish, call) => call.post("/other", wish),
    });
    const world = bench([
      refunds(one),
      process("others", { on: "Other", input: wishSchema }, (run, wish) => run.do(other, wish)),
    ]);
    await world.praxis.settings.stop("*", change);
    await world.begin("Refund", { charge: "c", cents: 5 });
    const second = await world.begin("Other", { charge: "d", cents: 5 });
    const gate = world.openGate();
    world.provider.script.push("refused");
    await world.praxis.settings.resume("*", change);
    await world.pass(minute);
    assert.equal(world.effect("refund").status, "refused");
    await world.answer(gate, { verdict: "approve" });
    assert.equal(statusOf(world.value(second)), "conflict");
    assert.equal(world.provider.actions.length, 0);
  });

  test("E1: units are claimed one by one across contracts: of {A} and then {A, B} the second is a conflict", async () => {
    const schema = z.object({ items: z.array(z.string()) });
    const claim = (name: string) =>
      contract(name, {
        tier: "T1",
        via: pay,
        input: schema,
        output: z.object({ id: z.string() }),
        intent: { object: (wish) => wish.items },
        units: (wish) => wish.items,
        perform: (wish, call) => call.post(`/${name}`, wish),
      });
    const back = claim("return");
    const exchange = claim("exchange");
    const returns = process("returns", { on: "Return", input: schema }, (run, wish) => run.do(back, wish));
    const exchanges = process("exchanges", { on: "Exchange", input: schema }, (run, wish) => run.do(exchange, wish));
    const world = bench([returns, exchanges]);
    await world.begin("Return", { items: ["A"] });
    await world.begin("Return", { items: ["A", "B"] });
    await world.begin("Exchange", { items: ["B", "A"] });
    assert.equal(world.openGates().length, 2);
    await world.begin("Exchange", { items: ["B"] });
    assert.equal(world.provider.actions.length, 2, "B was not taken by what did not happen");
    const twice = await world.begin("Return", { items: ["C", "C"] });
    assert.match(JSON.stringify(world.last(twice, "RunSetAside")), /the unit \\"C\\" is named twice/);
  });

  test("E1: two at once that claim the same unit: one is carried out, one is a conflict", async () => {
    const refund = refundT1({ units: () => ["the unit"] });
    const both = process("both", { on: "Go", input: anything }, async (run) => {
      const outcomes = await Promise.all([
        run.do(refund, { charge: "1", cents: 1 }),
        run.do(refund, { charge: "2", cents: 1 }),
      ]);
      return outcomes.map((each) => each.status);
    });
    const world = bench([both]);
    const id = await world.begin("Go", {});
    await world.answer(world.openGate(), { verdict: "decline" });
    assert.deepEqual(world.value(id), ["succeeded", "conflict"]);
    assert.equal(world.provider.actions.length, 1);
  });

  test("E1: never more than the cap is given back, whatever contract and method; what failed gives its share back", async () => {
    const cap = { of: () => "order 1", amount: (wish: Refund) => wish.cents, limit: () => 100 };
    const money = refundT1({ cap });
    const card = contract("giftcard", {
      tier: "T1",
      via: pay,
      input: wishSchema,
      output: z.object({ id: z.string() }),
      intent: { object: (wish) => [wish.charge] },
      cap,
      perform: (wish, call) => call.post("/giftcards", wish),
    });
    const world = bench([
      refunds(money),
      process("cards", { on: "Card", input: wishSchema }, (run, wish) => run.do(card, wish)),
    ]);
    world.provider.script.push("refused");
    await world.begin("Refund", { charge: "a", cents: 100 });
    await world.begin("Refund", { charge: "b", cents: 60 });
    await world.begin("Card", { charge: "b", cents: 40 });
    const over = await world.begin("Card", { charge: "c", cents: 1 });
    assert.equal(world.provider.actions.length, 2);
    await world.answer(world.openGate(), { verdict: "approve" });
    assert.match(JSON.stringify(world.value(over)), /at most 100 may be taken for order 1, and 100 is taken already/);
    const negative = await world.begin("Refund", { charge: "d", cents: -50 });
    assert.equal(world.status(negative), "set aside", "nothing makes room by being less than nothing");
  });

  test("E1: what a cap says is in money where the contract says that it moves money", async () => {
    const cap = { of: () => "order 1", amount: (wish: Refund) => wish.cents, limit: () => 117_800 };
    const world = bench([refunds(refundT1({ cap, money: ({ cents }) => ({ cents, currency: "EUR" }) }))]);
    await world.begin("Refund", { charge: "a", cents: 117_800 });
    await world.begin("Refund", { charge: "b", cents: 58_905 });
    const opened = openedOf(world.log, world.openGate());
    assert.deepEqual(opened?.reasons, [
      "at most 1,178.00 € may be taken for order 1, and 1,178.00 € is taken already; 589.05 € more is too much",
    ]);
  });

  test("E2: what was refused is done again only on a person's word, as the next generation, with a key of its own", async () => {
    const world = bench([refunds(refundT1())]);
    world.provider.script.push("refused");
    const first = await world.begin("Refund", { charge: "c", cents: 5 });
    assert.equal(statusOf(world.value(first)), "refused");
    const second = await world.begin("Refund", { charge: "c", cents: 5 });
    assert.equal(world.status(second), "waiting");
    await world.answer(world.openGate(), { verdict: "approve" });
    assert.equal(statusOf(world.value(second)), "succeeded");
    assert.deepEqual(
      world.effects().map((row) => [row.generation, row.status]),
      [
        [1, "refused"],
        [2, "succeeded"],
      ],
    );
    const keys = world.provider.exchanges.map((exchange) => exchange.headers["idempotency-key"]);
    assert.equal(new Set(keys).size, 2);
    const third = await world.begin("Refund", { charge: "c", cents: 5 });
    assert.equal(statusOf(world.value(third)), "succeeded");
    assert.equal(world.provider.actions.length, 1);
  });
});

describe("deadlines (E6)", () => {
  const stopsAt = (name: string, act: () => void): Failpoints => ({ hit: (hit) => void (hit === name && act()) });

  test("E6: an attempt whose process was stopped before the send is not sent after its deadline", async () => {
    for (const halt of ["stop", "jump"] as const) {
      const worlds: Bench[] = [];
      let halted = false;
      const failpoints = stopsAt("effect.attempting.after", () => {
        if (halted) return;
        halted = true;
        worlds[0]?.clock[halt](60_000);
      });
      const world = bench([refunds(refundT3())], { failpoints, provider: new ScriptedProvider({ keys: false }) });
      worlds.push(world);
      const id = await world.begin("Refund", { charge: "c", cents: 5 });
      assert.equal(world.provider.exchanges.length, 0, halt);
      await world.pass(5 * minute);
      assert.equal(statusOf(world.value(id)), "succeeded", "it was surely not sent, so it is tried again");
      assert.equal(world.provider.actions.length, 1);
    }
  });

  test("E6: code that had no time to send anything by its deadline, in a process that was busy, is no broken contract: it is tried again", async () => {
    let tries = 0;
    const { promise: never } = Promise.withResolvers<void>();
    const slow = refundT3({
      perform: async (wish, call) => {
        tries += 1;
        if (tries === 1) await never;
        return call.post("/refunds", wish);
      },
    });
    const world = bench([refunds(slow)], { provider: new ScriptedProvider({ keys: false }) });
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.pass(5 * minute);
    assert.equal(statusOf(world.value(id)), "succeeded");
    assert.deepEqual([tries, world.provider.actions.length], [2, 1]);
  });

  test("E6: a successor of a process that may only be stopped waits for its deadline and the settling time", async () => {
    const disk = new MemoryDisk();
    const world = bench([refunds(refundT2())], { disk, provider: new ScriptedProvider({ keys: false }) });
    const never = Promise.withResolvers<void>();
    world.provider.during = () => never.promise;
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    assert.equal(world.effect().status, "attempting");
    world.crash();
    world.provider.during = () => undefined;
    const { clock, provider } = world;
    const successor = bench([refunds(refundT2())], { disk, clock, provider });
    await successor.pass(10_999);
    assert.equal(provider.exchanges.length, 1, "neither looked up nor sent before 10 s and 1 s have passed");
    await successor.pass(minute);
    assert.equal(statusOf(successor.value(id)), "succeeded");
  });

  test("E6: it waits for the settling time of the connection also where only the process knows the contract", async () => {
    const slow = connection("slow", { baseUrl: "https://slow.example.com", settle: "30 seconds" });
    const disk = new MemoryDisk();
    const world = bench([refunds(refundT2({ via: slow }))], { disk, provider: new ScriptedProvider({ keys: false }) });
    world.provider.during = () => Promise.withResolvers<void>().promise;
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    world.crash();
    world.provider.during = () => undefined;
    const { clock, provider } = world;
    const successor = bench([refunds(refundT2({ via: slow }))], { disk, clock, provider });
    await successor.pass(39_999);
    assert.equal(provider.exchanges.length, 1, "neither looked up nor sent before 10 s and 30 s have passed");
    await successor.pass(minute);
    assert.equal(statusOf(successor.value(id)), "succeeded");
  });

  test("E6: a successor waits also where the process is dead, for what it sent may still be at work; then a person is asked (T3)", async () => {
    const disk = new MemoryDisk();
    const world = bench([refunds(refundT3())], { disk, provider: new ScriptedProvider({ keys: false }) });
    world.provider.script.push("acts, then no answer");
    await world.begin("Refund", { charge: "c", cents: 5 });
    world.crash();
    const { clock, provider } = world;
    const successor = bench([refunds(refundT3())], { disk, clock, provider });
    assert.equal(successor.effect().status, "unknown");
    await successor.pass(10_999);
    assert.equal(successor.openGates().length, 0);
    await successor.pass(1);
    assert.equal(successor.openGates().length, 1);
  });

  test("E6: after a broken connection T2 looks up only when the other side can no longer be at it", async () => {
    const world = bench([refunds(refundT2())], { provider: new ScriptedProvider({ keys: false }) });
    world.provider.script.push("acts, then reset");
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.pass(10_999);
    assert.equal(world.provider.exchanges.length, 1, "the deadline and the settling time are waited for");
    await world.pass(minute);
    assert.equal(statusOf(world.value(id)), "succeeded");
    assert.equal(world.provider.actions.length, 1);
  });

  test("K7: a contract whose code never comes to an end is settled once its budget of attempts is spent", async () => {
    const { promise: never } = Promise.withResolvers<void>();
    const world = bench([refunds(refundT1({ perform: () => never }))]);
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    assert.equal(world.effect().status, "attempting");
    for (let passed = 0; passed < 24 * 60 && world.effect().status !== "failed"; passed += 30)
      await world.pass(30 * minute);
    assert.equal(world.effect().status, "failed", "nothing was sent, so nothing was done");
    assert.equal(statusOf(world.value(id)), "failed");
  });
});

describe("the switch", () => {
  test("stops everything, one connection or one account, and what it held goes on afterwards", async () => {
    for (const scope of ["*", "pay", "pay@main"]) {
      const world = bench([refunds(refundT1())]);
      await world.praxis.settings.stop(scope, change);
      const id = await world.begin("Refund", { charge: "c", cents: 5 });
      const other = await world.begin("Refund", { charge: "c", cents: 5 }, { account: "another" });
      await world.pass(10 * minute);
      assert.equal(world.provider.actions.length, scope === "pay@main" ? 1 : 0, scope);
      await world.praxis.settings.resume(scope, change);
      await world.pass(minute);
      assert.equal(statusOf(world.value(id)), "succeeded");
      assert.equal(statusOf(world.value(other)), "succeeded");
    }
  });

  test("an effect that waits for its place when the switch is thrown is not sent", async () => {
    const narrow = connection("pay", { baseUrl: "https://pay.example.com/{account}", concurrency: 1 });
    const refund = contract("refund", {
      tier: "T1",
      via: narrow,
      input: wishSchema,
      output: z.object({ id: z.string() }),
      intent: { object: (wish) => [wish.charge] },
      perform: (wish, call) => call.post("/refunds", wish),
    });
    const world = bench([refunds(refund)]);
    const first = Promise.withResolvers<void>();
    world.provider.during = () => first.promise;
    await world.begin("Refund", { charge: "1", cents: 5 });
    await world.begin("Refund", { charge: "2", cents: 5 });
    assert.equal(world.provider.exchanges.length, 1);
    await world.praxis.settings.stop("*", change);
    first.resolve();
    await world.pass(minute);
    assert.equal(world.provider.exchanges.length, 1);
    await world.praxis.settings.resume("*", change);
    await world.pass(minute);
    assert.equal(world.provider.actions.length, 2);
  });

  test("needs a reason, and is on record with who, why, before and after", async () => {
    const world = bench([]);
    assert.throws(() => world.praxis.settings.stop("*", { by: "ada", why: " " }), { code: "why_missing" });
    await world.praxis.settings.stop("*", { by: "ada", why: "an audit" });
    const [event] = world.log.readStream("settings");
    assert.equal(event?.principal, "person:ada");
    assert.deepEqual(event?.data, { key: "stopped/*", before: null, after: "an audit", why: "an audit" });
  });
});

describe("reads", () => {
  test("E5: are tried again within their budget; what is not reached sets the run aside with what to do", async () => {
    const reads = process("reads", { on: "Go", input: anything }, (run) => run.do(look, { id: "1" }));
    const world = bench([reads]);
    world.provider.readScript.push("500", "reset", "429");
    const id = await world.begin("Go", {});
    await world.pass(5 * minute);
    assert.deepEqual(world.value(id), { ok: true });
    world.provider.readScript.push(...Array<Behaviour>(40).fill("500"));
    const other = await world.begin("Go", {});
    await world.pass(30 * minute);
    assert.match(JSON.stringify(world.last(other, "RunSetAside")), /unreachable.*10 attempts.*praxis retry/);
  });

  test("two reads by POST of one run have keys of their own, so that the second is not answered with the first", async () => {
    const search = contract("search", {
      tier: "read",
      via: pay,
      input: z.object({ q: z.string() }),
      output: z.object({ id: z.string() }),
      perform: (wish, call) => call.post("/search", wish),
    });
    const reads = process("reads", { on: "Go", input: anything }, async (run) => [
      await run.do(search, { q: "one" }),
      await run.do(search, { q: "two" }),
    ]);
    const world = bench([reads]);
    assert.deepEqual(world.value(await world.begin("Go", {})), [{ id: "done-1" }, { id: "done-2" }]);
  });
});
