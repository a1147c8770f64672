import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSeed } from "../../seed/read-seed.ts";
import { openDatabase } from "../../store/open-database.ts";
import { openStore, World } from "../../store/world.ts";
import { smallSeed } from "../../testing/small-seed.ts";
import type { OperationRequest } from "../operation-request.ts";
import { stillPaid } from "./cancel-pending-order.ts";
import { judge } from "./judge.ts";

const world = new World("main", openStore(openDatabase(":memory:"), checkSeed(smallSeed)));

function refusalOf(request: OperationRequest): string {
  const verdict = judge(world, request);
  return verdict.outcome === "refused" ? verdict.refusal.code : "allowed";
}

function allowed(request: OperationRequest) {
  const verdict = judge(world, request);
  assert.equal(verdict.outcome, "allowed");
  assert.ok(verdict.outcome === "allowed");
  return verdict;
}

const address = { address1: "2", address2: "", city: "c", state: "s", country: "u", zip: "z" };

test("cancelling checks order, status and reason, in that order, and refunds what was paid", () => {
  const cancel = (order_id: string, reason: string) =>
    ({ operation: "cancel_pending_order", arguments: { order_id, reason } }) as const;
  assert.equal(refusalOf(cancel("#W0", "bored")), "order_not_found");
  assert.equal(refusalOf(cancel("W1", "no longer needed")), "order_not_found");
  assert.equal(refusalOf(cancel("#W3", "bored")), "order_not_pending");
  assert.equal(refusalOf(cancel("#W1", "bored")), "reason_not_accepted");
  assert.deepEqual(allowed(cancel("#W1", "no longer needed")).money, [
    {
      kind: "refund",
      amountCents: 1010,
      paymentMethodId: "credit_card_1",
      ofTransaction: "capture_seed_W1_1",
      line: 0,
    },
  ]);
});

test("what was given back before is not given back again: after a change of the method, and after a part of it", () => {
  const entry = (id: string, transactionType: "payment" | "refund", paymentMethodId: string, amountCents: number) => ({
    id,
    transactionType,
    paymentMethodId,
    amountCents,
  });
  const changed = [
    entry("1", "payment", "card", 500),
    entry("2", "payment", "gift", 500),
    entry("3", "refund", "card", 500),
  ];
  assert.deepEqual(stillPaid(changed), [entry("2", "payment", "gift", 500)]);
  const inPart = [
    entry("1", "payment", "card", 500),
    entry("2", "refund", "card", 120),
    entry("3", "payment", "card", 30),
  ];
  assert.deepEqual(stillPaid(inPart), [entry("1", "payment", "card", 380), entry("3", "payment", "card", 30)]);
});

test("an address changes on a pending order, and on any known customer", () => {
  const ofOrder = (order_id: string) =>
    ({ operation: "modify_pending_order_address", arguments: { order_id, ...address } }) as const;
  assert.equal(refusalOf(ofOrder("#W2")), "order_not_pending");
  assert.equal(refusalOf(ofOrder("#W1")), "allowed");
  const ofUser = (user_id: string) =>
    ({ operation: "modify_user_address", arguments: { user_id, ...address } }) as const;
  assert.equal(refusalOf(ofUser("nobody")), "customer_not_found");
  assert.deepEqual(allowed(ofUser("bob_ray_2")).change, { of: "customer", address });
});

test("another payment method must be the customer's, differ, and hold the amount", () => {
  const pay = (order_id: string, payment_method_id: string) =>
    ({ operation: "modify_pending_order_payment", arguments: { order_id, payment_method_id } }) as const;
  assert.equal(refusalOf(pay("#W2", "paypal_1")), "order_not_pending");
  assert.equal(refusalOf(pay("#W1", "paypal_2")), "payment_method_not_found");
  assert.equal(refusalOf(pay("#W1", "credit_card_1")), "payment_method_unchanged");
  assert.equal(refusalOf(pay("#W1", "gift_card_1")), "gift_card_balance_too_low");
  assert.deepEqual(allowed(pay("#W1", "gift_card_2")).money, [
    { kind: "capture", amountCents: 1010, paymentMethodId: "gift_card_2", line: 0 },
    {
      kind: "refund",
      amountCents: 1010,
      paymentMethodId: "credit_card_1",
      ofTransaction: "capture_seed_W1_1",
      line: 1,
    },
  ]);
});

test("items are modified into available variants of the same product, each as often as it is held", () => {
  const modify = (item_ids: string[], new_item_ids: string[], payment_method_id = "paypal_1", order_id = "#W4") =>
    ({
      operation: "modify_pending_order_items",
      arguments: { order_id, item_ids, new_item_ids, payment_method_id },
    }) as const;
  const [red, blue] = ["mug_red", "mug_blue"];
  assert.equal(refusalOf(modify([red], [blue], "paypal_1", "#W3")), "order_not_pending");
  assert.equal(refusalOf(modify([red, red, red], [blue, blue])), "item_not_in_order");
  assert.equal(refusalOf(modify([red, red], [blue])), "item_lists_differ");
  assert.equal(refusalOf(modify([red], ["bowl_red"])), "variant_not_found");
  assert.equal(refusalOf(modify([red], ["mug_gold"], "paypal_9")), "variant_not_available");
  assert.equal(refusalOf(modify([red], [blue], "paypal_9")), "payment_method_not_found");
  assert.equal(refusalOf(modify([red, red, blue], [blue, blue, blue], "gift_card_1")), "allowed");

  const dearer = allowed(modify([red, red], [blue, "mug_grey"]));
  assert.equal(dearer.priceDifferenceCents, 225 - 210);
  assert.deepEqual(dearer.money, [{ kind: "capture", amountCents: 15, paymentMethodId: "paypal_1", line: 0 }]);
  assert.ok(dearer.change.of === "order");
  assert.deepEqual(
    dearer.change.after.items.map(({ itemId }) => itemId),
    ["mug_blue", "mug_grey", "mug_blue"],
  );
  assert.deepEqual(allowed(modify([red], [red])).money, [
    { kind: "refund", amountCents: 0, paymentMethodId: "paypal_1", line: 0 },
  ]);
});

test("swapping two items into each other changes each of them once", () => {
  const { change } = allowed({
    operation: "modify_pending_order_items",
    arguments: {
      order_id: "#W4",
      item_ids: ["mug_red", "mug_blue"],
      new_item_ids: ["mug_blue", "mug_red"],
      payment_method_id: "paypal_1",
    },
  });
  assert.ok(change.of === "order");
  assert.deepEqual(
    change.after.items.map(({ itemId }) => itemId),
    ["mug_blue", "mug_red", "mug_red"],
  );
});

test("a return goes to the method that paid or to a gift card, checked before the items", () => {
  const giveBack = (payment_method_id: string, item_ids = ["mug_red"], order_id = "#W2") =>
    ({ operation: "return_delivered_order_items", arguments: { order_id, item_ids, payment_method_id } }) as const;
  assert.equal(refusalOf(giveBack("paypal_1", ["mug_red"], "#W1")), "order_not_delivered");
  assert.equal(refusalOf(giveBack("paypal_2")), "payment_method_not_found");
  assert.equal(refusalOf(giveBack("credit_card_1", ["mug_blue"])), "payment_method_not_allowed");
  assert.equal(refusalOf(giveBack("gift_card_1", ["mug_blue"])), "item_not_in_order");
  assert.deepEqual(allowed(giveBack("gift_card_1")).money, []);
});

test("an exchange needs a gift card that holds the difference, and moves no money yet", () => {
  const exchange = (new_item_id: string, payment_method_id: string): OperationRequest => ({
    operation: "exchange_delivered_order_items",
    arguments: { order_id: "#W2", item_ids: ["mug_red"], new_item_ids: [new_item_id], payment_method_id },
  });
  assert.equal(refusalOf(exchange("mug_gold", "paypal_1")), "variant_not_available");
  const verdict = allowed(exchange("mug_grey", "gift_card_1"));
  assert.deepEqual(verdict.money, []);
  assert.equal(verdict.priceDifferenceCents, -210);
});
