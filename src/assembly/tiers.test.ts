/** What becomes of an effect at a provider as bad as its script, tier by tier (E2, E5). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { connection } from "../act/connection.ts";
import { contract } from "../act/contract.ts";
import { secret } from "../act/secret.ts";
import type { Json } from "../kernel/json.ts";
import { type AnyRefund, refundT1, refundT2, refundT3 } from "./testing/contracts.ts";
import { bench, refunds } from "./testing/memory-bench.ts";
import { type Behaviour, ScriptedProvider } from "./testing/scripted-provider.ts";

const wishSchema = z.object({ charge: z.string(), cents: z.int() });
const minute = 60_000;
const day = 86_400_000;
const change = { by: "ada", why: "a test" };

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

  test("G1: a precondition is asked right before the effect; where it does not hold, nothing is sent", async () => {
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
