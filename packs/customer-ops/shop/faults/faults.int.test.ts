import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { codeOf, openTestShop, type ShopCaller } from "../testing/shop-caller.ts";
import type { FaultSettingsInput } from "./fault-settings.ts";

const refund = { orderId: "#W1", paymentMethodId: "credit_card_1", amountCents: 500 };

async function faultedShop(context: TestContext, faults: FaultSettingsInput): Promise<ShopCaller> {
  const shop = await openTestShop(context);
  assert.equal((await shop.call("PUT", "/faults", faults)).status, 200);
  return shop;
}

function post(shop: ShopCaller, signal?: AbortSignal): Promise<Response> {
  return fetch(`${shop.url}/w/${shop.world}/payments/refunds`, {
    method: "POST",
    body: JSON.stringify(refund),
    ...(signal === undefined ? {} : { signal }),
  });
}

test("timeoutAfterSuccess acts, and never answers until the client leaves", async (context) => {
  const shop = await faultedShop(context, { timeoutAfterSuccess: 1 });
  await assert.rejects(post(shop, AbortSignal.timeout(100)), { name: "TimeoutError" });
  assert.equal(await shop.countTransactions(), 1);
});

test("timeoutAfterSuccess gives the connection up after hangMs", async (context) => {
  const shop = await faultedShop(context, { timeoutAfterSuccess: 1, hangMs: 50 });
  await assert.rejects(post(shop), { name: "TypeError" });
  assert.equal(await shop.countTransactions(), 1);
});

test("error500 does nothing, on the order API too", async (context) => {
  const shop = await faultedShop(context, { error500: 1 });
  assert.equal((await shop.pay("refunds", refund)).status, 500);
  assert.equal((await shop.prepare("op-1", "cancel_pending_order", {})).status, 500);
  assert.equal(await shop.countTransactions(), 0);
});

test("rateLimited does nothing and says when to come back", async (context) => {
  const shop = await faultedShop(context, { rateLimited: 1, retryAfterSeconds: 7 });
  const { status, headers, body } = await shop.pay("refunds", refund);
  assert.deepEqual([status, headers.get("retry-after"), codeOf(body)], [429, "7", "rate_limited"]);
  assert.equal(await shop.countTransactions(), 0);
});

test("reset destroys the connection, sometimes before and sometimes after acting", async (context) => {
  const shop = await faultedShop(context, { reset: 1 });
  for (let count = 0; count < 20; count += 1) await assert.rejects(post(shop), { name: "TypeError" });
  const acted = await shop.countTransactions();
  assert.ok(acted > 0 && acted < 20, `${acted} of 20 acted`);
});

test("slow answers correctly, later", async (context) => {
  const shop = await faultedShop(context, { slow: { p: 1, delayMs: 60 } });
  const startMs = performance.now();
  assert.equal((await shop.pay("refunds", refund)).status, 201);
  assert.ok(performance.now() - startMs >= 55);
});

test("garbage acts, and answers 200 with something that is no JSON", async (context) => {
  const shop = await faultedShop(context, { garbage: 1 });
  const response = await post(shop);
  assert.equal(response.status, 200);
  await assert.rejects(response.json(), { name: "SyntaxError" });
  assert.equal(await shop.countTransactions(), 1);
});

test("a one-shot fault meets one call, and the next one passes", async (context) => {
  const shop = await openTestShop(context);
  const next = { pathContains: "/payments/refunds", fault: "resetAfter" };
  assert.equal((await shop.call("PUT", "/faults/next", next)).status, 201);
  assert.equal((await shop.prepare("op-1", "modify_user_address", {})).status, 400);
  await assert.rejects(post(shop), { name: "TypeError" });
  assert.equal((await post(shop)).status, 201);
  assert.equal(await shop.countTransactions(), 2);
});

test("a key makes a retry safe after an answer that never came", async (context) => {
  const shop = await openTestShop(context);
  await shop.call("PUT", "/faults/next", { pathContains: "/refunds", fault: "resetAfter" });
  await assert.rejects(shop.pay("refunds", refund, "key"));
  const retried = await shop.pay("refunds", refund, "key");
  assert.equal(retried.headers.get("idempotent-replayed"), "true");
  assert.equal(await shop.countTransactions(), 1);
});

test("reads fail only if asked for; control calls and administration never", async (context) => {
  const shop = await faultedShop(context, { error500: 1 });
  assert.equal((await shop.get("/orders/W1")).status, 200);
  await shop.call("PUT", "/faults", { error500: 1, reads: true });
  assert.equal((await shop.get("/orders/W1")).status, 500);
  assert.equal((await shop.get("/changes")).status, 200);
  assert.equal((await shop.get("/payments/transactions")).status, 200);
  assert.equal((await shop.call("POST", "^/worlds", { name: "another" })).status, 201);
  assert.equal((await shop.call("DELETE", "/faults")).status, 200);
  assert.equal((await shop.get("/orders/W1")).status, 200);
});

test("faults can be on from the start, for all worlds, and be set for all at run time", async (context) => {
  const shop = await openTestShop(context, { faults: { error500: 1 } });
  assert.equal((await shop.pay("refunds", refund)).status, 500);
  await shop.call("PUT", "^/faults", {});
  assert.equal((await shop.pay("refunds", refund)).status, 201);
  const wrong = await shop.call("PUT", "^/faults", { error500: 2 });
  assert.deepEqual([wrong.status, codeOf(wrong.body)], [400, "invalid_request"]);
  assert.equal((await shop.call("PUT", "^/faults", { eror500: 1 })).status, 400);
});
