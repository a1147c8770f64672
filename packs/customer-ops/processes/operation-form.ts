/**
 * What a person is asked to fill in where it is not clear what a customer wants: the operations, with what this customer has to choose from (orders,
 * items, ways to pay), in names and prices; and words of the person's own.
 *
 * Invariant: a choice is offered, never required. Any other id may be typed, and the answer has the form that it has without choices; what is wrong
 * is for the shop to refuse.
 */
import { formatMoney } from "praxis";
import { z } from "zod";
import { countedNames, fullName, itemName, methodNames } from "../contracts/named.ts";
import { operationSchema } from "../contracts/operation.ts";
import type { Order, PaymentMethod, ShopView } from "../rules/shop-view.ts";

export const ownWords = z
  .string()
  .max(5_000)
  .default("")
  .describe("in your own words to the customer; empty: templates tell what was done");

interface Choice {
  readonly id: string;
  readonly title: string;
}

type Money = (cents: number) => string;

/** @param currency of the prices in the titles */
export function operationForm(shop: ShopView, currency: string): z.ZodType {
  const money: Money = (cents) => formatMoney(cents, currency === "" ? null : currency);
  const { customer } = shop;
  const pending = fieldsFor(shop, ({ status }) => status.startsWith("pending"), money);
  const delivered = fieldsFor(shop, ({ status }) => status === "delivered", money);
  const reason = oneOf("Reason", [
    { id: "no longer needed", title: "no longer needed" },
    { id: "ordered by mistake", title: "ordered by mistake" },
  ]);
  const user = oneOf("Customer", [{ id: customer.id, title: `${fullName(customer)} (${customer.id})` }], customer.id);
  const method = oneOf("Payment method", methodsOf(shop, money), onlyOf(customer.paymentMethods.map(({ id }) => id)));
  const [cancel, orderAddress, ownAddress, payment, changeItems, giveBack, exchange] = operationSchema.options;
  const { order_id } = pending;
  const { new_item_ids: _, ...toReturn } = delivered;
  return z.discriminatedUnion("name", [
    cancel.extend({ arguments: cancel.shape.arguments.extend({ order_id, reason }) }),
    orderAddress.extend({ arguments: orderAddress.shape.arguments.extend({ order_id }) }),
    ownAddress.extend({ arguments: ownAddress.shape.arguments.extend({ user_id: user }) }),
    payment.extend({ arguments: payment.shape.arguments.extend({ order_id, payment_method_id: method }) }),
    changeItems.extend({ arguments: changeItems.shape.arguments.extend(pending) }),
    giveBack.extend({ arguments: giveBack.shape.arguments.extend(toReturn) }),
    exchange.extend({ arguments: exchange.shape.arguments.extend(delivered) }),
  ]);
}

/** For what is done with the items of an order in one state: orders in that state come first, and only their items are offered. */
function fieldsFor(shop: ShopView, isMeant: (order: Order) => boolean, money: Money) {
  const meant = shop.orders.filter(isMeant);
  const orders = [...meant, ...shop.orders.filter((order) => !isMeant(order))];
  const only = meant.length === 1 ? meant[0] : undefined;
  const methods = shop.customer.paymentMethods.map(({ id }) => id);
  const paidWith = only?.paymentHistory.map(({ paymentMethodId }) => paymentMethodId) ?? methods;
  const items = meant.flatMap(itemsOf);
  const item = oneOf("Item", itemChoices(meant, money), onlyOf(items));
  const newItem = oneOf("New item", variantsLike(shop, meant, money));
  return {
    order_id: oneOf(
      "Order",
      orders.map((order) => orderChoice(order, money)),
      only?.id,
    ),
    item_ids: z.array(item).min(1).meta({ title: "Items" }),
    new_item_ids: z
      .array(newItem)
      .min(1)
      .meta({ title: "New items", description: "one for each item, in the same order" }),
    payment_method_id: oneOf("Payment method", methodsOf(shop, money), onlyOf(paidWith)),
  };
}

/** Any text, with these to choose from. @param initial what it is where nobody says otherwise */
function oneOf(title: string, choices: readonly Choice[], initial?: string) {
  const offered = [...new Map(choices.map((choice) => [choice.id, choice])).values()];
  const field = z.union([...offered.map(({ id, title }) => z.literal(id).meta({ title })), z.string().min(1)]);
  return (initial === undefined ? field : field.default(initial)).meta({ title });
}

function onlyOf(ids: readonly string[]): string | undefined {
  const [only, ...others] = ids;
  return others.every((id) => id === only) ? only : undefined;
}

function itemsOf({ items }: Order): string[] {
  return items.map(({ itemId }) => itemId);
}

function orderChoice({ id, status, items }: Order, money: Money): Choice {
  const cents = items.reduce((sum, { priceCents }) => sum + priceCents, 0);
  return { id, title: `${id}: ${countedNames(items.map(({ name }) => name))}, ${money(cents)}, ${status}` };
}

/** "Stoneware Kettle (slate), $71.00 (order #W7106002, delivered)" */
function itemChoices(orders: readonly Order[], money: Money): Choice[] {
  const held = orders.flatMap(({ id, status, items }) =>
    items.map((item) => ({ ...item, in: `order ${id}, ${status}` })),
  );
  return [...Map.groupBy(held, ({ itemId }) => itemId)].flatMap(([id, [first, ...others]]) => {
    if (first === undefined) return [];
    const places = [...new Set([first, ...others].map((each) => each.in))];
    return [{ id, title: `${itemName(first.name, first.options)}, ${money(first.priceCents)} (${places.join("; ")})` }];
  });
}

/** What is to be had of the products that these orders hold. */
function variantsLike({ products }: ShopView, orders: readonly Order[], money: Money): Choice[] {
  const held = new Set(orders.flatMap(({ items }) => items.map(({ productId }) => productId)));
  return [...held].flatMap((id) => {
    const product = products[id];
    return Object.values(product?.variants ?? {}).flatMap(({ itemId, available, options, priceCents }) =>
      available ? [{ id: itemId, title: `${itemName(product?.name ?? "", options)}, ${money(priceCents)}` }] : [],
    );
  });
}

/** One of a kind goes by its kind alone. */
function methodsOf({ customer, orders }: ShopView, money: Money): Choice[] {
  const title = ({ id, source, balanceCents }: PaymentMethod): string => {
    const isAlone = customer.paymentMethods.filter((method) => method.source === source).length === 1;
    const paid = orders.flatMap((order) =>
      order.paymentHistory.some(({ paymentMethodId }) => paymentMethodId === id) ? [order.id] : [],
    );
    const facts = [
      ...(isAlone ? [] : [id]),
      ...(balanceCents === undefined ? [] : [`${money(balanceCents)} left`]),
      ...(paid.length === 0 ? [] : [`paid ${paid.join(", ")}`]),
    ];
    return facts.length === 0 ? methodNames[source] : `${methodNames[source]} (${facts.join("; ")})`;
  };
  return customer.paymentMethods.map((method) => ({ id: method.id, title: title(method) }));
}
