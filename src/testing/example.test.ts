/** The example of the documentation: a shop takes goods back and refunds them, once, wherever the plug is pulled. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { connection } from "../act/connection.ts";
import { contract } from "../act/contract.ts";
import { policy } from "../act/policy/policy.ts";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import { approve, decline, type FakeProviderOptions, fakeProvider, respond, world } from "./index.ts";

const payments = connection("payments", { baseUrl: "https://pay.example.com" });
const shop = connection("shop", { baseUrl: "https://shop.example.com/{account}" });

const readOrder = contract("shop.order", {
  tier: "read",
  via: shop,
  input: z.object({ id: z.string() }),
  output: z.object({ charge: z.string(), cents: z.int() }),
  perform: (wish, call) => call.get(`/orders/${wish.id}`),
});

const cancelReturn = contract("shop.cancel return", {
  tier: "T1",
  via: shop,
  input: z.object({ returnId: z.string() }),
  output: z.object({}),
  intent: { object: (wish) => [wish.returnId] },
  perform: (wish, call) => call.delete(`/returns/${wish.returnId}`),
});

const openReturn = contract("shop.open return", {
  tier: "T1",
  via: shop,
  input: z.object({ returnId: z.string() }),
  output: z.object({ label: z.string() }),
  intent: { object: (wish) => [wish.returnId] },
  perform: (wish, call) => call.post("/returns", wish),
  compensate: (wish) => ({ contract: cancelReturn, wish }),
});

const refund = contract("payments.refund", {
  tier: "T1",
  via: payments,
  input: z.object({ charge: z.string(), cents: z.int().positive() }),
  output: z.object({ refundId: z.string() }),
  intent: { object: (wish) => [wish.charge] },
  describe: (wish) => `Refund ${wish.cents / 100} for ${wish.charge}`,
  perform: (wish, call) => call.post("/refunds", wish),
});

const refundLimits = policy("refund limits", {
  on: refund,
  parameters: z.object({ askAboveCents: z.int().default(5_000) }),
  judge: ({ wish, parameters, allow, ask }) =>
    wish.cents > parameters.askAboveCents ? ask("amount above the limit") : allow(),
});

const eligibility = decision("is it eligible?", {
  input: z.object({ reason: z.string() }),
  answer: z.enum(["yes", "no"]),
  rules: [{ name: "damaged goods", answer: ({ reason }) => (reason === "damaged" ? "yes" : null) }],
  question: ({ reason }) => `May this be returned: ${reason}?`,
});

const returns = process(
  "returns",
  { on: "ReturnRequested", input: z.object({ returnId: z.string(), orderId: z.string(), reason: z.string() }) },
  async (run, request) => {
    const order = await run.do(readOrder, { id: request.orderId });
    const verdict = await run.decide(eligibility, { reason: request.reason });
    if (verdict.status !== "answered" || verdict.answer === "no") return "declined";
    return run.scope("take back and refund", async (wish) => {
      await wish.must(openReturn, { returnId: request.returnId });
      const arrival = await wish.wait("GoodsArrived", { about: request.returnId, atMost: "30 days" });
      if (arrival.status === "timed out") wish.fail("the goods never arrived");
      return wish.must(refund, { charge: order.charge, cents: order.cents });
    });
  },
);

const sample = { returnId: "r-1", orderId: "o-1", reason: "damaged" };

const fakePayments = (options: FakeProviderOptions<undefined> = {}) =>
  fakeProvider({ "POST /refunds": (request) => ({ refundId: request.newId("refund") }) }, options);

const shopWith = (fake = fakePayments()) =>
  world(returns, refundLimits)
    .withConnection(payments, fake)
    .withConnection(shop, {
      "GET /orders/:id": ({ params }) => (params.id === "o-1" ? { charge: "c-1", cents: 4_320 } : respond(404)),
      "POST /returns": ({ account }) => ({ label: `label of ${account}` }),
      "DELETE /returns/:id": () => ({}),
    });

describe("a return", () => {
  test("is refunded once, wherever the plug is pulled", async () => {
    const shop = shopWith(fakePayments({ timeOutAfterSuccess: "next" }));
    const report = await shop.crashingAfterEveryEvent((play) =>
      play.event(returns, sample).event("GoodsArrived", {}, { about: "r-1" }),
    );
    assert.equal(shop.connection(payments).done.length, 1);
    assert.ok(report.powerCuts > 20, `${report.powerCuts} power cuts`);
  });

  test("is refunded once, also when every second answer gets lost and the power fails again and again", async () => {
    const shop = shopWith(fakePayments({ timeOutAfterSuccess: 0.5, resetBefore: 0.2, resetAfter: 0.2 }));
    await shop.crashingAtRandom((play) => play.event(returns, sample).event("GoodsArrived", {}, { about: "r-1" }), {
      seeds: 20,
    });
    assert.equal(shop.connection(payments).done.length, 1);
  });

  test("waits for the goods, and is refunded when they arrive", async () => {
    const shop = shopWith();
    await shop.given((play) => play.event(returns, sample));
    shop.expect.run(returns).isWaitingFor("the event GoodsArrived, at most 30 days");
    await shop.when((play) => play.advance("29 days").event("GoodsArrived", {}, { about: "r-1" }));
    shop.expect.run(returns).isDone({ status: "done", value: { refundId: shop.effects(refund)[0]?.output?.refundId } });
    shop.expect.run(returns).effects([openReturn, "succeeded"], [refund, "succeeded"]).askedNobody();
  });

  test("is taken back after 30 days without the goods", async () => {
    const shopWorld = shopWith();
    await shopWorld.when((play) => play.event(returns, sample).advance("30 days"));
    shopWorld.expect.run(returns).effects([openReturn, "compensated"], [cancelReturn, "succeeded"]);
    shopWorld.expect.connection(shop).did("DELETE /returns/:id", 1);
  });

  test("above the limit is refunded only after a yes", async () => {
    const shop = shopWith().withParameters(refundLimits, { askAboveCents: 1_000 });
    await shop.given((play) => play.event(returns, sample).event("GoodsArrived", {}, { about: "r-1" }));
    shop.expect.run(returns).isWaitingFor(/Refund 43.2 for c-1/);
    shop.expect.connection(payments).did("POST /refunds", 0);
    await shop.when((play) => play.answer(/Refund/, approve()));
    shop.expect.connection(payments).did("POST /refunds", 1);
  });

  test("is undone where a person declines the refund, wherever the plug is pulled", async () => {
    const shopWorld = shopWith()
      .withParameters(refundLimits, { askAboveCents: 0 })
      .person(() => decline("not this one"));
    await shopWorld.crashingAfterEveryEvent((play) =>
      play.event(returns, sample).event("GoodsArrived", {}, { about: "r-1" }),
    );
    shopWorld.expect.run(returns).effects([openReturn, "compensated"], [cancelReturn, "succeeded"]);
  });

  test("for a reason that no rule knows is decided by a person", async () => {
    const shop = shopWith();
    await shop.given((play) => play.event(returns, { ...sample, reason: "it sings" }));
    shop.expect.run(returns).asked("May this be returned: it sings?");
    await shop.when((play) => play.answer(eligibility, "no"));
    shop.expect.run(returns).isDone("declined");
  });

  test("in shadow is only proposed", async () => {
    const shop = shopWith().at("shadow");
    await shop.when((play) => play.event(returns, sample));
    shop.expect.run(returns).isDone().effects();
  });
});
