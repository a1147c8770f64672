/** The crash tests find bugs: each of these processes is wrong in a way that an undisturbed play does not show. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import type { Call } from "../../act/call.ts";
import { connection } from "../../act/connection.ts";
import { contract, type Tier } from "../../act/contract.ts";
import { process } from "../../plan/process.ts";
import { CrashTestFailure, type FakeProviderOptions, fakeProvider, world } from "../index.ts";

const payments = connection("payments", { baseUrl: "https://pay.example.com" });

interface Refunding {
  readonly tier?: Exclude<Tier, "read" | "T0">;
  readonly occasion?: () => (string | number)[];
  readonly perform?: (wish: unknown, call: Call) => Promise<unknown>;
}

const refundBy = ({ tier = "T1", occasion, perform }: Refunding = {}) =>
  contract("payments.refund", {
    tier,
    via: payments,
    input: z.object({ charge: z.string() }),
    output: z.object({ refundId: z.string() }),
    intent: { object: (wish) => [wish.charge], ...(occasion ? { occasion } : {}) },
    perform: perform ?? ((wish, call) => call.post("/refunds", wish)),
    lookUp: async () => null,
  });

const refundWith = (refund: ReturnType<typeof refundBy>, begun: () => void = () => undefined) =>
  process("refunds", { on: "RefundRequested", input: z.object({ charge: z.string() }) }, async (run, { charge }) => {
    begun();
    return run.do(refund, { charge });
  });

const shopOf = (
  definition: ReturnType<typeof refundWith>,
  options: FakeProviderOptions<undefined> = { timeOutAfterSuccess: "next" },
) =>
  world(definition).withConnection(
    payments,
    fakeProvider({ "POST /refunds": (request) => ({ refundId: request.newId("refund") }) }, options),
  );

/** @returns what the crash test says. */
async function failureOf(shop: ReturnType<typeof shopOf>): Promise<CrashTestFailure> {
  try {
    await shop.crashingAfterEveryEvent((play) => play.event("RefundRequested", { charge: "c-1" }));
  } catch (thrown) {
    if (thrown instanceof CrashTestFailure) return thrown;
    throw thrown;
  }
  assert.fail("the crash test found nothing");
}

describe("the crash test after every event", () => {
  test("finds nothing where nothing is wrong", async () => {
    await shopOf(refundWith(refundBy())).crashingAfterEveryEvent((play) =>
      play.event("RefundRequested", { charge: "c-1" }),
    );
  });

  test("finds an intent that changes with a restart, and so refunds twice", async () => {
    let began = 0;
    const refund = refundBy({ occasion: () => [began] });
    const failure = await failureOf(shopOf(refundWith(refund, () => began++)));
    assert.match(failure.message, /POST \/refunds \{"charge":"c-1"\}\n {4}undisturbed: +1 time\n.+: 2 times/);
    assert.match(failure.message, /power cut right (before|after) event \d+ of \d+ \(/);
    assert.match(failure.message, /the power was cut, and came back/);
    assert.match(failure.detail.next, /`intent` reads nothing but the wish/);
  });

  test("finds a contract that makes up an idempotency key of its own", async () => {
    let calls = 0;
    const perform = (wish: unknown, call: Call) =>
      call.post("/refunds", wish, { headers: { "idempotency-key": `call ${calls++}` } });
    const failure = await failureOf(shopOf(refundWith(refundBy({ perform })), {}));
    assert.match(failure.message, /: 2 times/);
  });

  test("finds a provider without keys behind a contract that claims T1", async () => {
    const failure = await failureOf(shopOf(refundWith(refundBy()), { idempotencyKeys: false }));
    assert.match(failure.message, /: 2 times/);
  });

  test("finds a look-up that always says that nothing was done", async () => {
    const failure = await failureOf(shopOf(refundWith(refundBy({ tier: "T2" })), { idempotencyKeys: false }));
    assert.match(failure.message, /: 2 times/);
  });

  test("finds a process that keeps something outside of its run", async () => {
    const refund = refundBy();
    let seen = 0;
    const refunds = process("refunds", { on: "RefundRequested", input: z.object({}) }, async (run) => {
      seen += 1;
      await run.sleep("1 minute");
      return run.do(refund, { charge: `c-${seen}` });
    });
    await assert.rejects(
      world(refunds)
        .withConnection(payments, { "POST /refunds": () => ({ refundId: "r" }) })
        .crashingAfterEveryEvent((play) => play.event("RefundRequested", {}).advance("1 hour")),
      { name: "CrashTestFailure" },
    );
  });

  test("finds a process that reads the clock, before any power cut", async () => {
    const refund = refundBy();
    const refunds = process("refunds", { on: "RefundRequested", input: z.object({ charge: z.string() }) }, (run) =>
      run.do(refund, { charge: `c-${Date.now()}` }),
    );
    await assert.rejects(
      shopOf(refunds).crashingAfterEveryEvent((play) => play.event(refunds, { charge: "c-1" })),
      /also when nothing disturbs it \(foreign_call\): the process called Date.now\(\)/,
    );
  });

  test("stops where an intent is another one each time, and the world never comes to rest", async () => {
    let asked = 0;
    const refunds = refundWith(refundBy({ occasion: () => [asked++] }));
    await assert.rejects(
      shopOf(refunds, {}).when((play) => play.event(refunds, { charge: "c-1" })),
      { code: "restless" },
    );
  });

  test("performs the one point that a failure names", async () => {
    const report = await shopOf(refundWith(refundBy())).crashingAfterEveryEvent(
      (play) => play.event("RefundRequested", { charge: "c-1" }),
      { only: "after event 2" },
    );
    assert.equal(report.powerCuts, 1);
  });

  test("does not blame times that it is told to ignore", async () => {
    const timed = process("timed", { on: "Asked", input: z.object({}) }, async (run) => {
      await run.sleep("1 minute");
      return { at: run.now() };
    });
    const play = () =>
      world(timed).crashingAfterEveryEvent((steps) => steps.event("Asked", {}).advance("1 minute"), {
        ignoring: ["at"],
      });
    await assert.doesNotReject(play);
  });
});

describe("the crash test at random moments", () => {
  test("finds an intent that changes with a restart", async () => {
    let began = 0;
    const shop = shopOf(refundWith(refundBy({ occasion: () => [began] }), () => began++));
    await assert.rejects(
      shop.crashingAtRandom((play) => play.event("RefundRequested", { charge: "c-1" }), { seeds: 20 }),
      /crashingAtRandom\(play, \{ seeds: \[\d+\], cuts: 3 \}\)/,
    );
  });
});
