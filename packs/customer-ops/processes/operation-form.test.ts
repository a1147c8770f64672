/** What a person can choose from where a ticket or a letter is not clear: this customer's own, by name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { sampleShop } from "../rules/testing/sample-shop.ts";
import { operationForm } from "./operation-form.ts";

const field = z.object({
  default: z.string().optional(),
  anyOf: z.array(z.object({ const: z.string().optional(), title: z.string().optional() })),
});
const many = z.object({ items: field });
const schema = z.object({
  oneOf: z.array(
    z.object({
      properties: z.object({
        name: z.object({ const: z.string() }),
        arguments: z.object({
          properties: z.object({
            order_id: field.optional(),
            item_ids: many.optional(),
            new_item_ids: many.optional(),
            payment_method_id: field.optional(),
          }),
        }),
      }),
    }),
  ),
});

function fieldsOf(name: string, shop = sampleShop) {
  const { oneOf } = schema.parse(z.toJSONSchema(operationForm(shop, "USD")));
  const found = oneOf.find(({ properties }) => properties.name.const === name);
  assert.ok(found);
  return found.properties.arguments.properties;
}
const titles = (of: z.infer<typeof field> | undefined) => of?.anyOf.flatMap(({ title }) => title ?? []) ?? [];

test("orders, items, what they may be swapped for and ways to pay go by name, price and state", () => {
  const exchange = fieldsOf("exchange_delivered_order_items");
  assert.match(titles(exchange.order_id)[0] ?? "", /^#W3000003: .*Lamp.*, \$[\d.]+, delivered$/);
  const items = titles(exchange.item_ids?.items);
  assert.ok(items.some((title) => /^Lamp \(black, tall\), \$[\d.]+ \(order #W3000003, delivered\)$/.test(title)));
  assert.ok(!items.some((title) => title.includes("#W1000001")), "what is not delivered cannot be exchanged");
  const wanted = titles(exchange.new_item_ids?.items);
  assert.ok(wanted.some((title) => title.startsWith("Lamp (black, short), ")));
  assert.ok(!wanted.some((title) => title.startsWith("Lamp (white, short)")), "sold out");
  assert.ok(titles(exchange.payment_method_id).includes("gift card ($25.00 left)"));
});

test("what is unambiguous is filled in, and nothing else", () => {
  assert.equal(fieldsOf("cancel_pending_order").order_id?.default, undefined);
  const { customer, orders } = sampleShop;
  const one = {
    ...sampleShop,
    customer: { ...customer, paymentMethods: customer.paymentMethods.slice(0, 1) },
    orders: orders.filter(({ id }) => id !== "#W1000001"),
  };
  const cancel = fieldsOf("cancel_pending_order", one);
  assert.equal(cancel.order_id?.default, "#W2000002");
  const change = fieldsOf("modify_pending_order_items", one);
  assert.equal(change.item_ids?.items.default, "1300000001");
  assert.equal(change.payment_method_id?.default, "paypal_1111111");
  assert.equal(fieldsOf("return_delivered_order_items", one).item_ids?.items.default, undefined);
});

test("any other id may be typed", () => {
  const typed = { name: "cancel_pending_order", arguments: { order_id: "w99", reason: "by phone" } };
  assert.deepEqual(operationForm(sampleShop, "").parse(typed), typed);
});
