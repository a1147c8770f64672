/**
 * Reads a folder of tau-bench retail data (users, orders, products, requests) for measuring the rules.
 *
 * Boundary: tests only. The data lies outside the repository and is never copied into it.
 * Invariant: `actions` stay with the measurement; the rules get the text and the shop view.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { addressSchema, type ShopView, shopViewSchema } from "../shop-view.ts";

const cents = z.number().transform((amount) => Math.round(amount * 100));
const options = z.record(z.string(), z.string());

const users = z.record(
  z.string(),
  z.object({
    name: z.object({ first_name: z.string(), last_name: z.string() }),
    address: addressSchema,
    email: z.string(),
    payment_methods: z.record(z.string(), z.object({ id: z.string(), source: z.string(), balance: cents.optional() })),
    orders: z.array(z.string()),
  }),
);

const orders = z.record(
  z.string(),
  z.object({
    order_id: z.string(),
    status: z.string(),
    address: addressSchema,
    items: z.array(z.object({ name: z.string(), product_id: z.string(), item_id: z.string(), price: cents, options })),
    payment_history: z.array(z.object({ transaction_type: z.string(), amount: cents, payment_method_id: z.string() })),
  }),
);

const products = z.record(
  z.string(),
  z.object({
    name: z.string(),
    product_id: z.string(),
    variants: z.record(z.string(), z.object({ item_id: z.string(), options, available: z.boolean(), price: cents })),
  }),
);

const retailRequest = z.object({
  id: z.string(),
  customer: z.string(),
  request: z.string(),
  actions: z.array(z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) })),
});

export type RetailRequest = z.infer<typeof retailRequest>;
export type RetailFolder = { requests: RetailRequest[]; viewOf: (customerId: string) => ShopView };

export function readRetailFolder(folder: string): RetailFolder {
  const json = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const [allUsers, allOrders] = [users.parse(json("users.json")), orders.parse(json("orders.json"))];
  const catalogue = toCatalogue(products.parse(json("products.json")));
  const lines = readFileSync(join(folder, "requests.jsonl"), "utf8").split("\n");
  return {
    requests: lines.filter((line) => line.trim() !== "").map((line) => retailRequest.parse(JSON.parse(line))),
    viewOf: (customerId) => {
      const user = allUsers[customerId];
      assert.ok(user !== undefined, `No user ${customerId} in ${folder}: is the folder complete?`);
      return shopViewSchema.parse({
        customer: toCustomer(customerId, user),
        orders: user.orders.flatMap((id) => allOrders[id] ?? []).map(toOrder),
        products: catalogue,
      });
    },
  };
}

function toCustomer(id: string, user: z.infer<typeof users>[string]) {
  return {
    id,
    firstName: user.name.first_name,
    lastName: user.name.last_name,
    email: user.email,
    address: user.address,
    paymentMethods: Object.values(user.payment_methods).map(({ balance, ...method }) => ({
      ...method,
      balanceCents: balance,
    })),
  };
}

function toOrder(order: z.infer<typeof orders>[string]) {
  return {
    id: order.order_id,
    status: order.status,
    address: order.address,
    items: order.items.map((item) => ({
      name: item.name,
      productId: item.product_id,
      itemId: item.item_id,
      priceCents: item.price,
      options: item.options,
    })),
    paymentHistory: order.payment_history.map((entry) => ({
      transactionType: entry.transaction_type,
      amountCents: entry.amount,
      paymentMethodId: entry.payment_method_id,
    })),
  };
}

function toCatalogue(all: z.infer<typeof products>) {
  return Object.fromEntries(
    Object.entries(all).map(([id, product]) => {
      const variants = Object.entries(product.variants).map(([itemId, variant]) => [
        itemId,
        { itemId: variant.item_id, options: variant.options, available: variant.available, priceCents: variant.price },
      ]);
      return [id, { id: product.product_id, name: product.name, variants: Object.fromEntries(variants) }];
    }),
  );
}
