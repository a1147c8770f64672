/** From what became of a wish to what the customer is told of it: in the shop's names, never in ids of items or payments. */
import { type Operation, targetOf } from "../contracts/operation.ts";
import type { WishEnd } from "../processes/carry-out-wish.ts";
import type { CustomersShop } from "../processes/read-shop-view.ts";
import type { MethodKind, WishFacts } from "./letters/facts.ts";

/** Denied by these, it is a plain no that the customer can understand; by any other policy, a colleague explains. */
const explainedPolicies: ReadonlySet<string> = new Set(["own orders", "one open return per unit"]);

export function factsOfWish(operation: Operation, end: WishEnd, shop: CustomersShop): WishFacts {
  const { of, id } = targetOf(operation);
  return {
    kind: "wish",
    deed: operation.name,
    orderId: of === "order" ? id : null,
    items: itemsOf(operation, shop),
    end: endOf(end),
    code: end.code,
    payments: end.money.map(({ kind, amountCents, paymentMethodId }) => ({
      kind,
      amountCents,
      method: methodOf(shop, paymentMethodId),
    })),
  };
}

function endOf({ status, code }: WishEnd): WishFacts["end"] {
  if (status === "done" || status === "refused") return status;
  return status === "denied" && explainedPolicies.has(code) ? "refused" : "not done";
}

function itemsOf({ name, arguments: wish }: Operation, shop: CustomersShop): string[] {
  switch (name) {
    case "cancel_pending_order":
      return shop.orders.find(({ id }) => id === wish.order_id)?.items.map((item) => item.name) ?? [];
    case "return_delivered_order_items":
      return wish.item_ids.flatMap((id) => nameOf(shop, id));
    case "modify_pending_order_items":
    case "exchange_delivered_order_items":
      return wish.new_item_ids.flatMap((id) => nameOf(shop, id));
    default:
      return [];
  }
}

/** "Wool Throw (slate, double)" */
function nameOf(shop: CustomersShop, itemId: string): string[] {
  for (const { name, variants } of Object.values(shop.products)) {
    const variant = Object.hasOwn(variants, itemId) ? variants[itemId] : undefined;
    if (variant !== undefined) return [`${name} (${Object.values(variant.options).join(", ")})`];
  }
  return [];
}

export function methodOf({ customer }: Pick<CustomersShop, "customer">, id: string): MethodKind | null {
  return customer.paymentMethods.find((method) => method.id === id)?.source ?? null;
}
