/** The effect path as a whole, with a provider as bad as its script: intents, tiers, retries, the switch, reconciling (E1 to E7). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { connection } from "../act/connection.ts";
import { type ContractOptions, contract } from "../act/contract.ts";
import { secret } from "../act/secret.ts";
import type { Failpoints } from "../kernel/failpoints.ts";
import type { Json } from "../kernel/json.ts";
import { MemoryDisk, openMemoryLog } from "../log/memory/open-memory-log.ts";
import { process } from "../plan/process.ts";
import { projections } from "./assemble.ts";
import type { Definition } from "./definitions.ts";
import { Bench, type BenchOptions } from "./testing/bench.ts";
import { look, pay, type Refund, refundT1, refundT2, refundT3 } from "./testing/contracts.ts";
import { type Behaviour, ScriptedProvider } from "./testing/scripted-provider.ts";

const anything = z.looseObject({});
const wishSchema = z.object({ charge: z.string(), cents: z.int() });
const minute = 60_000;
const day = 86_400_000;
const change = { by: "ada", why: "a test" };

function bench(definitions: readonly Definition[], more: Partial<BenchOptions> & { disk?: MemoryDisk } = {}): Bench {
  const { disk = new MemoryDisk(), ...options } = more;
  return new Bench({ open: (ports) => openMemoryLog({ disk, ports, projections }), definitions, ...options });
}

type AnyRefund = ReturnType<typeof refundT1> | ReturnType<typeof refundT2> | ReturnType<typeof refundT3>;

const refunds = (refund: AnyRefund, name = "refunds", on = "Refund") =>
  process(name, { on, input: wishSchema }, (run, wish) => run.do(refund, wish));

/** One refund at a provider that does as the script says, and what became of it after a while. */
async function refunded(
  refund: AnyRefund,
  script: readonly Behaviour[],
  options: { keys?: boolean; ms?: number } = {},
) {
  const provider = new ScriptedProvider({ keys: options.keys ?? true });
  provider.script.push(...script);
  const world = bench([refunds(refund)], { provider });
  const id = await world.begin("Refund", { charge: "c", cents: 5 });
  await world.pass(options.ms ?? 20 * minute);
  return { world, id, story: world.story(world.effect()).slice(2).join(" "), acted: provider.actions.length };
}

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
    assert.match(JSON.stringify(world.value(over)), /100 of at most 100 are taken/);
    const negative = await world.begin("Refund", { charge: "d", cents: -50 });
    assert.equal(world.status(negative), "set aside", "nothing makes room by being less than nothing");
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

describe("T1: the same key again (E2, E5)", () => {
  const cases: [string, Behaviour[], string, number, string][] = [
    ["all is well", [], "Attempting Succeeded", 1, "succeeded"],
    ["a timeout after success", ["acts, then no answer"], "Attempting Unknown Attempting Succeeded", 1, "succeeded"],
    ["a timeout without it", ["no answer"], "Attempting Unknown Attempting Succeeded", 1, "succeeded"],
    ["a 500 after success", ["acts, then 500"], "Attempting Unknown Attempting Succeeded", 1, "succeeded"],
    ["a 500", ["500"], "Attempting Unknown Attempting Succeeded", 1, "succeeded"],
    ["a reset after success", ["acts, then reset"], "Attempting Unknown Attempting Succeeded", 1, "succeeded"],
    ["a reset before", ["reset"], "Attempting Unknown Attempting Succeeded", 1, "succeeded"],
    ["garbage after success", ["acts, then garbage"], "Attempting Unknown Attempting Succeeded", 1, "succeeded"],
    ["a 429", ["429"], "Attempting Retrying Attempting Succeeded", 1, "succeeded"],
    ["no connection", ["not reached"], "Attempting Retrying Attempting Succeeded", 1, "succeeded"],
    ["a key in use", ["key in use"], "Attempting Retrying Attempting Succeeded", 1, "succeeded"],
    ["a refusal", ["refused"], "Attempting Refused", 0, "refused"],
    ["credentials", ["401", "401"], "Attempting Retrying Attempting Retrying Attempting Succeeded", 1, "succeeded"],
    [
      "a timeout after success, and then the key in use: that is no refusal",
      ["acts, then no answer", "key in use"],
      "Attempting Unknown Attempting Unknown Attempting Succeeded",
      1,
      "succeeded",
    ],
    [
      "a timeout after success, and then no connection: it stays unknown",
      ["acts, then no answer", "not reached", "429"],
      "Attempting Unknown Attempting Unknown Attempting Unknown Attempting Succeeded",
      1,
      "succeeded",
    ],
  ];
  for (const [what, script, story, acted, status] of cases) {
    test(`${what}: ${story}`, async () => {
      const end = await refunded(refundT1(), script);
      assert.equal(end.story, story);
      assert.equal(end.acted, acted);
      assert.equal(statusOf(end.world.value(end.id)), status);
      const keys = end.world.provider.exchanges.map((exchange) => exchange.headers["idempotency-key"]);
      assert.equal(new Set(keys).size, 1, "every attempt carries the same key");
      assert.deepEqual(end.world.openGates(), [], "nobody is asked");
    });
  }

  test("E5: Retry-After is honoured to the second", async () => {
    const world = bench([refunds(refundT1())]);
    world.provider.script.push("429");
    await world.begin("Refund", { charge: "c", cents: 5 });
    await world.pass(6_999);
    assert.equal(world.provider.exchanges.length, 1);
    await world.pass(1);
    assert.equal(world.provider.exchanges.length, 2);
  });

  test("E5: the budget of attempts is spent on what surely did not happen, and then it failed", async () => {
    const end = await refunded(refundT1({ retry: { attempts: 3 } }), ["429", "not reached", "429", "ok"]);
    assert.equal(end.story, "Attempting Retrying Attempting Retrying Attempting Failed");
    assert.match(JSON.stringify(end.world.value(end.id)), /budget_spent/);
  });

  test("E2: where the outcome is unknown and the budget spent, a person is asked, once", async () => {
    const end = await refunded(refundT1({ retry: { attempts: 2 } }), ["acts, then no answer", "acts, then no answer"]);
    assert.equal(end.story, "Attempting Unknown Attempting Unknown");
    const gate = end.world.openGate();
    await end.world.pass(day);
    assert.equal(end.world.openGate(), gate);
    assert.equal(end.world.waits(end.id)[0]?.what, "a person's answer: what became of refund");
    await end.world.answer(gate, { verdict: "answer", value: { happened: true, output: { id: "seen" } } });
    assert.deepEqual(z.looseObject({ value: z.unknown() }).parse(end.world.value(end.id)).value, { id: "seen" });
    assert.equal(end.acted, 1);
  });

  test("beyond the provider's retention of keys a repeat could act twice, so a person is asked", async () => {
    const short = connection("pay", { baseUrl: "https://pay.example.com/{account}", keyRetention: "1 hour" });
    const refund = contract("refund", {
      tier: "T1",
      via: short,
      input: wishSchema,
      output: z.object({ id: z.string() }),
      intent: { object: (wish) => [wish.charge] },
      perform: (wish, call) => call.post("/refunds", wish),
    });
    const world = bench([refunds(refund)]);
    world.provider.script.push("acts, then no answer");
    await world.begin("Refund", { charge: "c", cents: 5 });
    await world.pass(10_000);
    await world.praxis.settings.stop("pay", change);
    await world.pass(2 * 60 * minute);
    await world.praxis.settings.resume("pay", change);
    await world.pass(minute);
    assert.equal(world.provider.exchanges.length, 1);
    assert.equal(world.openGates().length, 1);
  });

  test("E2: a precondition that fails because the first attempt acted does not make it refused", async () => {
    let acted = false;
    const refund = refundT1({ precondition: async () => (acted ? "it was refunded already" : null) });
    const world = bench([refunds(refund)]);
    world.provider.script.push("acts, then no answer");
    world.provider.during = () => {
      acted = true;
    };
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.pass(minute);
    assert.equal(statusOf(world.value(id)), "succeeded");
    assert.equal(world.effect().status, "succeeded");
  });

  test("section 6: a precondition is asked right before the effect; where it does not hold, nothing is sent", async () => {
    const refund = refundT1({ precondition: async () => "the order was shipped" });
    const world = bench([refunds(refund)]);
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    assert.match(JSON.stringify(world.value(id)), /refused.*the order was shipped/);
    assert.equal(world.provider.exchanges.length, 0);
  });

  test("E2: a contract's own error before anything was sent is a failure; after that nobody knows", async () => {
    const before = await refunded(
      refundT1({
        perform: () => {
          throw new Error("a typo");
        },
      }),
      [],
    );
    assert.equal(before.story, "Attempting Failed");
    let calls = 0;
    const after = refundT1({
      perform: async (wish, call) => {
        const done = await call.post("/refunds", wish);
        if (++calls === 1) throw new Error("a typo");
        return done;
      },
    });
    const end = await refunded(after, []);
    assert.equal(end.story, "Attempting Unknown Attempting Succeeded");
    assert.equal(end.acted, 1);
  });

  test("E2: a contract that begins to throw does not turn an unknown outcome into a failure", async () => {
    let calls = 0;
    const refund = refundT1({
      retry: { attempts: 3 },
      perform: (wish, call) => {
        if (++calls > 1) throw new Error("a typo in the second version");
        return call.post("/refunds", wish);
      },
    });
    const end = await refunded(refund, ["acts, then no answer"]);
    assert.equal(end.world.effect().status, "unknown");
    assert.equal(end.world.openGates().length, 1);
  });

  test("E2: where one of two calls was answered, a later `did nothing` is not true of both", async () => {
    const refund = refundT3({
      perform: async (wish, call) => {
        await call.post("/prepare", wish);
        return call.post("/commit", wish);
      },
    });
    const end = await refunded(refund, ["ok", "429"]);
    assert.equal(end.story, "Attempting Unknown");
    assert.equal(end.world.provider.count("/main/prepare"), 1);
  });

  test("a missing secret holds the effect, and it goes on once that is there", async () => {
    const sealed = connection("sealed", { baseUrl: "https://pay.example.com", token: secret("PAY_TOKEN") });
    const refund = contract("refund", {
      tier: "T1",
      via: sealed,
      input: wishSchema,
      output: z.object({ id: z.string() }),
      intent: { object: (wish) => [wish.charge] },
      perform: (wish, call) => call.post("/refunds", wish),
    });
    const secrets: Record<string, string> = {};
    const world = bench([refunds(refund)], { secrets });
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    assert.equal(world.provider.exchanges.length, 0);
    secrets.PAY_TOKEN = "s3cret";
    await world.pass(minute);
    assert.equal(statusOf(world.value(id)), "succeeded");
    assert.equal(world.provider.exchanges[0]?.headers.authorization, "Bearer s3cret");
    const all = JSON.stringify(world.log.readAll(1, 1_000));
    assert.ok(!all.includes("s3cret"), "the log never sees it");
  });
});

describe("T2: looked up before any retry (E2)", () => {
  const cases: [string, Behaviour[], string, number][] = [
    ["a timeout after success", ["acts, then no answer"], "Attempting Unknown Succeeded", 1],
    ["a timeout without it", ["no answer"], "Attempting Unknown Retrying Attempting Succeeded", 1],
    ["a reset after success", ["acts, then reset"], "Attempting Unknown Succeeded", 1],
    ["a reset before", ["reset"], "Attempting Unknown Retrying Attempting Succeeded", 1],
    ["a 500 after success", ["acts, then 500"], "Attempting Unknown Succeeded", 1],
    ["garbage after success", ["acts, then garbage"], "Attempting Unknown Succeeded", 1],
    ["a 429", ["429"], "Attempting Retrying Attempting Succeeded", 1],
    ["a refusal", ["refused"], "Attempting Refused", 0],
  ];
  for (const [what, script, story, acted] of cases) {
    test(`${what}: ${story}`, async () => {
      const end = await refunded(refundT2(), script, { keys: false });
      assert.equal(end.story, story);
      assert.equal(end.acted, acted);
      const methods = end.world.provider.exchanges.map((exchange) => exchange.method).join(" ");
      assert.ok(!/POST POST/.test(methods) || story.includes("Attempting Retrying"), methods);
    });
  }

  test("a look-up without an answer is repeated, ever more slowly, and nothing is sent meanwhile", async () => {
    const world = bench([refunds(refundT2())], { provider: new ScriptedProvider({ keys: false }) });
    world.provider.script.push("acts, then reset");
    world.provider.readScript.push("500", "no answer", "garbage");
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.pass(10 * minute);
    assert.equal(statusOf(world.value(id)), "succeeded");
    assert.equal(world.provider.actions.length, 1);
  });

  test("E2: after an hour of look-ups in vain a person is asked: an unknown outcome has an owner", async () => {
    const refund = refundT2({ retry: { withinMs: 5 * minute } });
    const world = bench([refunds(refund)], { provider: new ScriptedProvider({ keys: false }) });
    world.provider.script.push("acts, then reset");
    world.provider.readScript.push(...Array<Behaviour>(200).fill("500"));
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.pass(30 * minute);
    assert.equal(world.effect().status, "unknown");
    await world.answer(world.openGate(), { verdict: "answer", value: { happened: true, output: { id: "seen" } } });
    assert.equal(statusOf(world.value(id)), "succeeded");
    assert.equal(world.provider.actions.length, 1);
  });

  test("where the attempts are spent, it is looked up all the same, and what was not done has failed", async () => {
    const end = await refunded(refundT2({ retry: { attempts: 1 } }), ["reset"], { keys: false });
    assert.equal(end.story, "Attempting Unknown Failed");
    const found = await refunded(refundT2({ retry: { attempts: 1 } }), ["acts, then reset"], { keys: false });
    assert.equal(found.story, "Attempting Unknown Succeeded");
  });
});

describe("T3: at most once, and then a person (E2)", () => {
  const ambiguous: Behaviour[] = ["acts, then no answer", "no answer", "acts, then reset", "reset", "500", "garbage"];
  for (const behaviour of ambiguous) {
    test(`${behaviour}: a person is asked exactly once, and nothing is sent meanwhile`, async () => {
      const end = await refunded(refundT3(), [behaviour], { keys: false });
      assert.equal(end.story, "Attempting Unknown");
      const gate = end.world.openGate();
      await end.world.pass(day);
      assert.equal(end.world.openGate(), gate);
      assert.equal(end.world.provider.exchanges.length, 1);
    });
  }

  test("the person says that it happened: it counts as done, with the output that they give", async () => {
    const { world, id } = await refunded(refundT3(), ["acts, then reset"], { keys: false });
    await assert.rejects(world.answer(world.openGate(), { verdict: "answer", value: { happened: true } }), {
      code: "bad_answer",
    });
    await assert.rejects(
      world.answer(world.openGate(), { verdict: "answer", value: { happened: true, output: { id: 7 } } }),
      { code: "bad_answer" },
    );
    await assert.rejects(world.answer(world.openGate(), { verdict: "decline" }), { code: "bad_answer" });
    await world.answer(world.openGate(), { verdict: "answer", value: { happened: true, output: { id: "r-1" } } });
    assert.deepEqual(z.looseObject({ value: z.unknown() }).parse(world.value(id)).value, { id: "r-1" });
    assert.equal(world.provider.actions.length, 1);
  });

  test("the person says that it did not happen: it is attempted once more; unknown again, they are asked again", async () => {
    const { world, id } = await refunded(refundT3(), ["reset", "reset"], { keys: false });
    await world.answer(world.openGate(), { verdict: "answer", value: { happened: false } });
    await world.pass(minute);
    assert.equal(world.provider.exchanges.length, 2);
    await world.answer(world.openGate(), { verdict: "answer", value: { happened: false } });
    await world.pass(minute);
    assert.equal(statusOf(world.value(id)), "succeeded");
    assert.equal(world.provider.actions.length, 1);
  });

  test("what surely did not happen is retried without asking", async () => {
    const end = await refunded(refundT3(), ["429", "not reached"], { keys: false });
    assert.equal(end.story, "Attempting Retrying Attempting Retrying Attempting Succeeded");
  });

  test("K10: what the person is shown is sealed with the key of whom it is about", async () => {
    const provider = new ScriptedProvider({ keys: false });
    provider.script.push("reset");
    const world = bench([refunds(refundT3())], { provider });
    await world.begin("Refund", { charge: "c", cents: 5 }, { subject: "mia@example.com" });
    await world.pass(minute);
    const opened = world.log.readStream(`gate/${world.openGate()}`)[0];
    assert.deepEqual(opened?.subjects, [world.log.pseudonym("mia@example.com")]);
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
    const successor = bench([refunds(refundT2())], { disk, clock, provider, predecessorIsDead: false });
    await successor.pass(10_999);
    assert.equal(provider.exchanges.length, 1, "neither looked up nor sent before 10 s and 1 s have passed");
    await successor.pass(minute);
    assert.equal(statusOf(successor.value(id)), "succeeded");
  });

  test("E2: after a crash the successor of a dead process waits for the settling time alone", async () => {
    const disk = new MemoryDisk();
    const world = bench([refunds(refundT3())], { disk, provider: new ScriptedProvider({ keys: false }) });
    world.provider.script.push("acts, then no answer");
    await world.begin("Refund", { charge: "c", cents: 5 });
    world.crash();
    const { clock, provider } = world;
    const successor = bench([refunds(refundT3())], { disk, clock, provider });
    assert.equal(successor.effect().status, "unknown");
    await successor.pass(1_000);
    assert.equal(successor.openGates().length, 1);
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

describe("after a restore (E7)", () => {
  async function restored(refund: AnyRefund, options: { keys?: boolean; sinceMs?: number; acted: boolean }) {
    const provider = new ScriptedProvider({ keys: options.keys ?? true });
    const before = bench([refunds(refund)], { provider });
    if (options.acted) await before.begin("Refund", { charge: "c", cents: 5 });
    before.stop();
    // The same intent on a disk that knows nothing of it, as after an older copy was put back.
    const world = bench([refunds(refund)], { provider, clock: before.clock });
    await world.praxis.settings.startReconciling(world.clock.now() - (options.sinceMs ?? 60 * minute), change);
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.pass(minute);
    return { world, id, provider };
  }

  test("T1: the same intent has the same key after a restore, so a repeat is none", async () => {
    const { world, id, provider } = await restored(refundT1(), { acted: true });
    assert.equal(statusOf(world.value(id)), "succeeded");
    assert.equal(provider.actions.length, 1);
    assert.deepEqual(world.openGates(), []);
  });

  test("T1 beyond the provider's retention counts as T2, or asks where it cannot be looked up", async () => {
    const asked = await restored(refundT1(), { acted: true, sinceMs: 3 * day });
    assert.equal(asked.world.openGates().length, 1);
    assert.equal(asked.provider.actions.length, 1);
    const lookUp = refundT2();
    const able = refundT1({
      lookUp: async (_wish, call) => {
        const { found } = z.object({ found: z.json() }).parse(await call.get("/refunds", { key: call.key }));
        return found === null ? null : { found };
      },
    });
    assert.ok(lookUp.canLookUp);
    const found = await restored(able, { acted: true, sinceMs: 3 * day, keys: false });
    assert.equal(statusOf(found.world.value(found.id)), "succeeded");
    assert.equal(found.provider.actions.length, 1);
  });

  test("T2: looked up before it is done: found, it is not done; absent, it is", async () => {
    const found = await restored(refundT2(), { acted: true, keys: false });
    assert.equal(found.provider.actions.length, 1);
    assert.equal(statusOf(found.world.value(found.id)), "succeeded");
    const absent = await restored(refundT2(), { acted: false, keys: false });
    assert.equal(absent.provider.actions.length, 1);
    assert.equal(absent.provider.exchanges[0]?.method, "GET");
  });

  test("T3: a person is asked before anything is sent", async () => {
    const { world, provider, id } = await restored(refundT3(), { acted: true, keys: false });
    assert.equal(provider.actions.length, 1);
    await world.answer(world.openGate(), { verdict: "decline", reason: "it was done at ten" });
    assert.equal(statusOf(world.value(id)), "declined");
    assert.equal(provider.actions.length, 1);
  });
});

describe("a disk that is full", () => {
  test("K1: an answer that could not be recorded is recorded when there is space, and nothing is done twice", async () => {
    const disk = new MemoryDisk();
    const world = bench([refunds(refundT3())], { disk, provider: new ScriptedProvider({ keys: false }) });
    const id50k = "x".repeat(50_000);
    world.provider.answers.set("POST /main/refunds", () => ({ id: id50k }));
    world.provider.during = () => fill(disk);
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.pass(10_000);
    assert.equal(world.effect().status, "attempting");
    assert.ok(
      world.reports.some((report) => /the disk is full/.test(report)),
      world.reports.join("\n"),
    );
    makeRoom(disk);
    await world.pass(10_000);
    assert.equal(statusOf(world.value(id)), "succeeded");
    assert.equal(world.provider.exchanges.length, 1);
    assert.deepEqual(world.openGates(), []);
  });

  test("K1: a full disk acknowledges nothing, and everything goes on when there is space", async () => {
    const disk = new MemoryDisk();
    const world = bench(
      [
        refunds(refundT1()),
        process("sleeps", { on: "Sleep", input: anything }, async (run) => {
          await run.sleep("1 minute");
          return "awake";
        }),
      ],
      { disk },
    );
    const sleeper = await world.begin("Sleep", {});
    fill(disk);
    const big = { charge: "c", cents: 5, note: "x".repeat(50_000) };
    await assert.rejects(world.send("Refund", big), { code: "disk_full" });
    assert.deepEqual(world.effects(), []);
    await world.pass(5 * minute);
    makeRoom(disk);
    await world.pass(5 * minute);
    assert.equal(world.value(sleeper), "awake");
    const id = await world.begin("Refund", { charge: "c", cents: 5 }, { id: "event again" });
    assert.equal(statusOf(world.value(id)), "succeeded");
  });
});

/** From now on the disk has no more room than what is in use. */
function fill({ handle }: MemoryDisk): void {
  handle.exec("PRAGMA max_page_count = 1");
}

function makeRoom({ handle }: MemoryDisk): void {
  handle.exec("PRAGMA max_page_count = 1000000");
}

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
