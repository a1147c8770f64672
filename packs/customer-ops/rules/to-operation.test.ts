import assert from "node:assert/strict";
import { test } from "node:test";
import { describeWish } from "./describe-wish.ts";
import { office } from "./testing/sample-shop.ts";
import { toOperation } from "./to-operation.ts";
import type { Wish } from "./wish.ts";

const orderId = "#W1";
const swap = { orderId, itemIds: ["1", "2"], newItemIds: ["3", "2"], paymentMethodId: "paypal_1" };
const swapArguments = {
  order_id: "#W1",
  item_ids: ["1", "2"],
  new_item_ids: ["3", "2"],
  payment_method_id: "paypal_1",
};

const cases: { wish: Wish; operation: string; arguments: Record<string, unknown>; sentence: string }[] = [
  {
    wish: { kind: "cancel", orderId, reason: "ordered by mistake" },
    operation: "cancel_pending_order",
    arguments: { order_id: "#W1", reason: "ordered by mistake" },
    sentence: "Cancel order #W1 because it was ordered by mistake.",
  },
  {
    wish: { kind: "modify-items", ...swap },
    operation: "modify_pending_order_items",
    arguments: swapArguments,
    sentence:
      "In pending order #W1, swap item 1 for 3, item 2 for another of the same, with the price difference over paypal_1.",
  },
  {
    wish: { kind: "modify-address", orderId, address: office },
    operation: "modify_pending_order_address",
    arguments: { order_id: "#W1", ...office },
    sentence: "Send order #W1 to 9 King's Court, Duluth, MN 55802, USA.",
  },
  {
    wish: { kind: "modify-user-address", customerId: "ada", address: office },
    operation: "modify_user_address",
    arguments: { user_id: "ada", ...office },
    sentence: "Change the default address of customer ada to 9 King's Court, Duluth, MN 55802, USA.",
  },
  {
    wish: { kind: "modify-payment", orderId, paymentMethodId: "paypal_1" },
    operation: "modify_pending_order_payment",
    arguments: { order_id: "#W1", payment_method_id: "paypal_1" },
    sentence: "Charge order #W1 to paypal_1 instead.",
  },
  {
    wish: { kind: "return", orderId, itemIds: ["1"], paymentMethodId: "paypal_1" },
    operation: "return_delivered_order_items",
    arguments: { order_id: "#W1", item_ids: ["1"], payment_method_id: "paypal_1" },
    sentence: "Return item 1 of order #W1, with the refund to paypal_1.",
  },
  {
    wish: { kind: "exchange", ...swap },
    operation: "exchange_delivered_order_items",
    arguments: swapArguments,
    sentence:
      "Of delivered order #W1, exchange item 1 for 3, item 2 for another of the same, with the price difference over paypal_1.",
  },
];

for (const { wish, sentence, ...operation } of cases) {
  test(`a wish of kind ${wish.kind} maps to the shop's operation and to one sentence`, () => {
    assert.deepEqual(toOperation(wish), operation);
    assert.equal(describeWish(wish), sentence);
  });
}
