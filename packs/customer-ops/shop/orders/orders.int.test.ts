import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { codeOf, openTestShop, preparedSchema } from "../testing/shop-caller.ts";

const cancel = { order_id: "#W1", reason: "no longer needed" };
const orderSchema = z.object({
  status: z.string(),
  revision: z.int(),
  heldBy: z.string().nullable(),
  paymentHistory: z.array(z.object({ id: z.string(), transactionType: z.string(), amountCents: z.int() })),
});

test("a preparation is answered in full, and the same one again with the same answer", async (context) => {
  const shop = await openTestShop(context);
  const first = await shop.prepare("op-1", "cancel_pending_order", cancel);
  assert.equal(first.status, 201);
  assert.deepEqual(first.body, {
    id: "op-1",
    status: "prepared",
    operation: "cancel_pending_order",
    orderId: "#W1",
    orderRevision: 1,
    customerId: "ann_lee_1",
    money: [
      {
        kind: "refund",
        amountCents: 1010,
        paymentMethodId: "credit_card_1",
        ofTransaction: "capture_seed_W1_1",
        line: 0,
      },
    ],
  });
  const again = await shop.prepare("op-1", "cancel_pending_order", { reason: cancel.reason, order_id: "#W1" });
  assert.equal(again.status, 200);
  assert.deepEqual(again.body, first.body);
  const other = await shop.prepare("op-1", "cancel_pending_order", { ...cancel, reason: "ordered by mistake" });
  assert.equal(other.status, 409);
  assert.equal(codeOf(other.body), "operation_id_reused");
});

test("a prepared operation holds its order until it is committed or released", async (context) => {
  const shop = await openTestShop(context);
  await shop.prepare("op-1", "cancel_pending_order", cancel);
  const held = await shop.prepare("op-2", "cancel_pending_order", cancel);
  assert.equal(held.status, 409);
  assert.deepEqual(z.object({ error: z.looseObject({}) }).parse(held.body).error, {
    code: "order_held",
    message: "Order #W1 is held by operation op-1, until that is committed or released.",
    heldBy: "op-1",
  });
  assert.equal((await shop.get("/operations/op-2")).status, 404);
  assert.equal(orderSchema.parse((await shop.get("/orders/W1")).body).heldBy, "op-1");
  assert.deepEqual((await shop.get("/changes")).body, { orders: {} });

  const released = await shop.call("POST", "/operations/op-1/release");
  assert.equal(released.status, 200);
  assert.deepEqual((await shop.call("POST", "/operations/op-1/release")).body, released.body);
  const order = orderSchema.parse((await shop.get("/orders/W1")).body);
  assert.deepEqual([order.heldBy, order.status, order.revision], [null, "pending", 1]);
  const late = await shop.call("POST", "/operations/op-1/commit");
  assert.deepEqual([late.status, codeOf(late.body)], [409, "operation_released"]);
  assert.equal((await shop.prepare("op-2", "cancel_pending_order", cancel)).status, 201);
});

test("of two preparations at the same moment, one holds the order", async (context) => {
  const shop = await openTestShop(context);
  const ids = Array.from({ length: 20 }, (_, index) => `op-${index}`);
  const answers = await Promise.all(ids.map((id) => shop.prepare(id, "cancel_pending_order", cancel)));
  assert.equal(answers.filter(({ status }) => status === 201).length, 1);
  assert.equal(answers.filter(({ status }) => status === 409).length, 19);
});

test("a commit changes the order once, however often it is sent", async (context) => {
  const shop = await openTestShop(context);
  await shop.prepare("op-1", "cancel_pending_order", cancel);
  const committed = await shop.call("POST", "/operations/op-1/commit");
  assert.equal(committed.status, 200);
  assert.equal(preparedSchema.parse(committed.body).status, "committed");
  const again = await shop.call("POST", "/operations/op-1/commit");
  assert.deepEqual([again.status, again.body], [200, committed.body]);
  const order = orderSchema.parse((await shop.get("/orders/%23W1")).body);
  assert.deepEqual([order.status, order.revision, order.heldBy], ["cancelled", 2, null]);
  const release = await shop.call("POST", "/operations/op-1/release");
  assert.deepEqual([release.status, codeOf(release.body)], [409, "operation_committed"]);
  assert.deepEqual((await shop.get("/operations/op-1")).body, committed.body);
});

test("a refusal changes nothing and is remembered, even when the rule would pass by now", async (context) => {
  const shop = await openTestShop(context);
  const pay = { order_id: "#W1", payment_method_id: "gift_card_1" };
  const refused = await shop.prepare("op-1", "modify_pending_order_payment", pay);
  assert.equal(refused.status, 422);
  assert.deepEqual(refused.body, {
    error: {
      code: "gift_card_balance_too_low",
      message: "Gift card gift_card_1 holds $5.00, and $10.10 is due.",
      field: "payment_method_id",
    },
  });
  await shop.pay("refunds", { orderId: "#W1", paymentMethodId: "gift_card_1", amountCents: 9900 });
  const again = await shop.prepare("op-1", "modify_pending_order_payment", pay);
  assert.deepEqual([again.status, again.body], [422, refused.body]);
  const commit = await shop.call("POST", "/operations/op-1/commit");
  assert.deepEqual([commit.status, codeOf(commit.body)], [409, "operation_refused"]);
  assert.equal(orderSchema.parse((await shop.get("/orders/W1")).body).heldBy, null);
});

test("the history and a gift card's balance are views over the payment log", async (context) => {
  const shop = await openTestShop(context);
  assert.equal(
    await shop.perform("op-1", "modify_pending_order_payment", { order_id: "#W1", payment_method_id: "gift_card_2" }),
    undefined,
  );
  const order = orderSchema.parse((await shop.get("/orders/W1")).body);
  assert.deepEqual(
    order.paymentHistory.map(({ transactionType, amountCents }) => [transactionType, amountCents]),
    [
      ["payment", 1010],
      ["payment", 1010],
      ["refund", 1010],
    ],
  );
  assert.equal(order.revision, 2);
  assert.deepEqual((await shop.get("/changes")).body, {
    orders: {
      "#W1": {
        new_transactions: [
          { transaction_type: "payment", amount: 10.1, payment_method_id: "gift_card_2" },
          { transaction_type: "refund", amount: 10.1, payment_method_id: "credit_card_1" },
        ],
      },
    },
    gift_cards: { gift_card_2: { before: 500, after: 489.9 } },
  });
  const again = await shop.prepare("op-2", "modify_pending_order_payment", {
    order_id: "#W1",
    payment_method_id: "paypal_1",
  });
  assert.equal(codeOf(again.body), "history_not_one_payment");
});

test("a customer's address is prepared and committed without any order", async (context) => {
  const shop = await openTestShop(context);
  const address = { address1: "9", address2: "", city: "c", state: "s", country: "u", zip: "12345" };
  assert.equal(await shop.perform("op-1", "modify_user_address", { user_id: "bob_ray_2", ...address }), undefined);
  assert.deepEqual((await shop.get("/changes")).body, { orders: {}, user_addresses: { bob_ray_2: address } });
  const found = await shop.get("/customers?firstName=bob&lastName=RAY&zip=12345");
  const customer = z.object({ customers: z.array(z.object({ id: z.string(), revision: z.int() })) }).parse(found.body);
  assert.deepEqual(customer.customers, [{ id: "bob_ray_2", revision: 2 }]);
});

test("customers, orders and products are found, and what is not there is said to be so", async (context) => {
  const shop = await openTestShop(context);
  const statuses = async (...paths: string[]) => Promise.all(paths.map(async (path) => (await shop.get(path)).status));
  assert.deepEqual(
    await statuses(
      "/customers/ann_lee_1",
      "/customers?email=ANN@example.com",
      "/orders?customer=ann_lee_1",
      "/products",
      "/products/mug",
    ),
    [200, 200, 200, 200, 200],
  );
  assert.deepEqual(
    await statuses("/customers/x", "/orders/W99", "/orders?customer=x", "/products/x", "/operations/x", "/nothing"),
    [404, 404, 404, 404, 404, 404],
  );
  assert.deepEqual(await statuses("/customers", "/customers?firstName=Ann&zip=62701", "/orders"), [400, 400, 400]);
});

test("a request of the wrong shape is answered 400 and not remembered", async (context) => {
  const shop = await openTestShop(context);
  const wrong = await shop.prepare("op-1", "cancel_pending_order", { order_id: 1 });
  assert.deepEqual([wrong.status, codeOf(wrong.body)], [400, "invalid_request"]);
  assert.equal((await shop.prepare("op-1", "burn_down", {})).status, 400);
  assert.equal((await shop.prepare("op-1", "cancel_pending_order", cancel)).status, 201);
});
