/** From what became of a wish to what the customer is told of it: in the shop's names, never in ids of items or payments. */
import { itemName } from "../contracts/named.ts";
import { type Operation, targetOf } from "../contracts/operation.ts";
import type { ShopOrder } from "../contracts/reads.ts";
import type { WishEnd } from "../processes/carry-out-wish.ts";
import type { CustomersShop } from "../processes/read-shop-view.ts";
import { nearOrderIds } from "../rules/order-number.ts";
import type { MethodKind, OrderFacts, WishFacts } from "./letters/facts.ts";

/** Denied by these, it is a plain no that the customer can understand; by any other policy, a colleague explains. */
const explainedPolicies: ReadonlySet<string> = new Set(["own orders", "one open return per unit"]);

export function factsOfWish(operation: Operation, end: WishEnd, shop: CustomersShop): WishFacts {
  const { of, id } = targetOf(operation);
  const order = orderOf(shop, id);
  return {
    kind: "wish",
    deed: operation.name,
    orderId: of === "order" ? (order?.id ?? id) : null,
    items: itemsOf(operation, shop, order),
    end: endOf(end),
    code: end.code,
    payments: end.money.map(({ kind, amountCents, paymentMethodId }) => ({
      kind,
      amountCents,
      method: methodOf(shop, paymentMethodId),
    })),
  };
}

export function factsOfOrders(shop: CustomersShop, ids: readonly string[]): OrderFacts[] {
  return shop.orders.flatMap(({ id, status, items }) =>
    ids.includes(id) ? [{ orderId: id, status, items: items.map(({ name }) => name) }] : [],
  );
}

function endOf({ status, code, isMet }: WishEnd): WishFacts["end"] {
  if (status === "done" && isMet) return "already";
  if (status === "done" || status === "refused") return status;
  return status === "denied" && explainedPolicies.has(code) ? "refused" : "not done";
}

function orderOf({ orders }: CustomersShop, id: string): ShopOrder | undefined {
  const near = new Set([id, ...nearOrderIds(id)]);
  return orders.find((order) => near.has(order.id));
}

function itemsOf({ name, arguments: wish }: Operation, shop: CustomersShop, order: ShopOrder | undefined): string[] {
  switch (name) {
    case "cancel_pending_order":
      return order?.items.map((item) => item.name) ?? [];
    case "return_delivered_order_items":
      return wish.item_ids.flatMap((id) => nameOf(shop, id));
    case "modify_pending_order_items":
    case "exchange_delivered_order_items":
      return wish.new_item_ids.flatMap((id) => nameOf(shop, id));
    default:
      return [];
  }
}

function nameOf(shop: CustomersShop, itemId: string): string[] {
  for (const { name, variants } of Object.values(shop.products)) {
    const variant = Object.hasOwn(variants, itemId) ? variants[itemId] : undefined;
    if (variant !== undefined) return [itemName(name, variant.options)];
  }
  return [];
}

export function methodOf({ customer }: Pick<CustomersShop, "customer">, id: string): MethodKind | null {
  return customer.paymentMethods.find((method) => method.id === id)?.source ?? null;
}
