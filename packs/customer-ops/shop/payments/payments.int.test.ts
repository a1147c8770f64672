import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { codeOf, idOf, openTestShop, type ShopCaller } from "../testing/shop-caller.ts";

const refund = { orderId: "#W1", paymentMethodId: "credit_card_1", amountCents: 500, reference: "r-1" };

async function capturedOf(shop: ShopCaller): Promise<unknown> {
  return (await shop.get("/payments/captured?orderId=W1")).body;
}

test("each of the four calls appends one transaction, and only captures and refunds count", async (context) => {
  const shop = await openTestShop(context, { now: () => 0 });
  const { reference: _, ...order } = refund;
  const authorised = await shop.pay("authorisations", order);
  assert.equal(authorised.status, 201);
  assert.deepEqual(authorised.body, {
    id: "authorisation_1",
    kind: "authorisation",
    orderId: "#W1",
    paymentMethodId: "credit_card_1",
    amountCents: 500,
    reference: null,
    authorisationId: null,
    ofTransaction: null,
    at: "1970-01-01T00:00:00.000Z",
  });
  const authorisationId = idOf(authorised.body);
  assert.equal(idOf((await shop.pay("captures", { authorisationId, amountCents: 700 })).body), "capture_2");
  assert.equal(idOf((await shop.pay("voids", { authorisationId })).body), "void_3");
  assert.equal(idOf((await shop.pay("refunds", { ...refund, ofTransaction: "capture_2" })).body), "refund_4");
  assert.deepEqual(await capturedOf(shop), { capturedCents: 1710, refundedCents: 500 });
  const log = z.object({ transactions: z.array(z.object({ kind: z.string() })) });
  const { body } = await shop.get("/payments/transactions?orderId=%23W1");
  assert.deepEqual(
    log.parse(body).transactions.map(({ kind }) => kind),
    ["capture", "authorisation", "capture", "void", "refund"],
  );
});

test("nothing guards a refund but its key: without one, each call acts, beyond what was paid too", async (context) => {
  const shop = await openTestShop(context);
  for (let count = 0; count < 5; count += 1) assert.equal((await shop.pay("refunds", refund)).status, 201);
  assert.deepEqual(await capturedOf(shop), { capturedCents: 1010, refundedCents: 2500 });
});

test("an unknown order, method or authorisation and an amount that is none are refused, and keep no key", async (context) => {
  const shop = await openTestShop(context);
  const codes = async (what: "refunds" | "captures", changes: object) => {
    const { status, body } = await shop.pay(what, { ...refund, ...changes }, "key");
    return [status, codeOf(body)];
  };
  assert.deepEqual(await codes("refunds", { orderId: "#W99" }), [422, "order_not_found"]);
  assert.deepEqual(await codes("refunds", { paymentMethodId: "paypal_2" }), [422, "payment_method_not_found"]);
  assert.deepEqual(await codes("captures", { authorisationId: "authorisation_9" }), [422, "authorisation_not_found"]);
  assert.deepEqual(await codes("refunds", { amountCents: -1 }), [422, "invalid_request"]);
  assert.deepEqual(await codes("refunds", { amountCents: 1.5 }), [422, "invalid_request"]);
  assert.equal(await shop.countTransactions(), 0);
  assert.equal((await shop.pay("refunds", { ...refund, amountCents: 0 }, "key")).status, 201);
});

test("a key acts once and repeats its response; with another request it is refused", async (context) => {
  const shop = await openTestShop(context);
  const first = await shop.pay("refunds", refund, "key");
  assert.equal(first.headers.get("idempotent-replayed"), null);
  const again = await shop.pay("refunds", refund, "key");
  assert.equal(again.status, 201);
  assert.equal(again.headers.get("idempotent-replayed"), "true");
  assert.deepEqual(again.body, first.body);
  const other = await shop.pay("refunds", { ...refund, amountCents: 501 }, "key");
  assert.deepEqual([other.status, codeOf(other.body)], [409, "idempotency_key_reused"]);
  const elsewhere = await shop.pay("authorisations", refund, "key");
  assert.equal(codeOf(elsewhere.body), "idempotency_key_reused");
  assert.equal(await shop.countTransactions(), 1);
});

test("of fifty calls with one key at the same moment, one acts", async (context) => {
  const shop = await openTestShop(context);
  const answers = await Promise.all(Array.from({ length: 50 }, () => shop.pay("refunds", refund, "key")));
  assert.equal(new Set(answers.map(({ body }) => idOf(body))).size, 1);
  assert.equal(answers.filter(({ headers }) => headers.has("idempotent-replayed")).length, 49);
  assert.equal(await shop.countTransactions(), 1);
});

test("a key is forgotten when its retention is over, and then acts again", async (context) => {
  let nowMs = 1_000_000;
  const shop = await openTestShop(context, { keyRetentionMs: 1_000, now: () => nowMs });
  const first = await shop.pay("refunds", refund, "key");
  nowMs += 999;
  assert.deepEqual((await shop.pay("refunds", refund, "key")).body, first.body);
  nowMs += 1;
  const late = await shop.pay("refunds", refund, "key");
  assert.notEqual(idOf(late.body), idOf(first.body));
  assert.deepEqual((await shop.pay("refunds", refund, "key")).body, late.body);
  assert.equal(await shop.countTransactions(), 2);
});

test("the look-up by reference shows at once what acted", async (context) => {
  const shop = await openTestShop(context);
  assert.deepEqual((await shop.get("/payments/transactions?reference=r-1")).body, { transactions: [] });
  const { body } = await shop.pay("refunds", refund);
  assert.deepEqual((await shop.get("/payments/transactions?reference=r-1")).body, { transactions: [body] });
});

test("with ignoreKeys each call acts; with noLookup nobody can ask", async (context) => {
  const shop = await openTestShop(context);
  await shop.call("PUT", "/faults", { ignoreKeys: true });
  await shop.pay("refunds", refund, "key");
  assert.equal((await shop.pay("refunds", refund, "key")).headers.has("idempotent-replayed"), false);
  assert.equal(await shop.countTransactions(), 2);
  assert.equal((await shop.get("/payments/transactions?reference=r-1")).status, 200);
  await shop.call("PUT", "/faults", { ignoreKeys: true, noLookup: true });
  const asked = await shop.get("/payments/transactions?reference=r-1");
  assert.deepEqual([asked.status, codeOf(asked.body)], [501, "lookup_not_supported"]);
});
