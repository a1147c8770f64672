import assert from "node:assert/strict";
import { test } from "node:test";
import { describeOperation } from "./describe-operation.ts";
import { canonicalOperation, type Operation, operationSchema, targetOf } from "./operation.ts";

const exchange = (item_ids: string[], new_item_ids: string[]): Operation => ({
  name: "exchange_delivered_order_items",
  arguments: { order_id: "#W1", item_ids, new_item_ids, payment_method_id: "paypal_1" },
});

test("items named in another order are the same operation, and old and new stay paired", () => {
  const one = canonicalOperation(exchange(["b", "a"], ["b2", "a2"]));
  assert.deepEqual(one, canonicalOperation(exchange(["a", "b"], ["a2", "b2"])));
  assert.deepEqual(one, exchange(["a", "b"], ["a2", "b2"]));
});

test("pieces of one item keep their sequence, for each becomes something else", () => {
  assert.deepEqual(
    canonicalOperation(exchange(["b", "a", "a"], ["1", "3", "2"])),
    exchange(["a", "a", "b"], ["3", "2", "1"]),
  );
});

test("lists of different lengths are left to the shop to refuse", () => {
  assert.deepEqual(canonicalOperation(exchange(["b", "a"], ["1"])), exchange(["b", "a"], ["1"]));
});

test("an operation is about an order, or about a customer", () => {
  assert.deepEqual(targetOf(exchange(["a"], ["b"])), { of: "order", id: "#W1" });
  const address = { address1: "1", address2: "", city: "c", state: "s", country: "USA", zip: "1" };
  const moved: Operation = { name: "modify_user_address", arguments: { user_id: "ann", ...address } };
  assert.deepEqual(targetOf(moved), { of: "customer", id: "ann" });
  assert.equal(describeOperation(moved), "Change the address of ann for future orders to 1, c, s 1, USA");
});

test("what is no operation of the shop is not read", () => {
  assert.equal(operationSchema.safeParse({ name: "transfer_to_human_agents", arguments: {} }).success, false);
  assert.equal(operationSchema.safeParse(exchange([], [])).success, false);
});
