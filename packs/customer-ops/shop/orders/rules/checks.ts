/**
 * The checks that several rules share. Pure: they see the shop through `ShopView` and change nothing.
 */
import { formatCents } from "../../money.ts";
import type { PaymentMethod, Variant } from "../../seed/base.ts";
import type { Customer, Item, Order } from "../order.ts";
import { type Checked, passed, refused } from "../verdict.ts";

/** What a rule may see: one world as it is now. */
export interface ShopView {
  findOrder(id: string): Order | undefined;
  findCustomer(id: string): Customer | undefined;
  findVariant(productId: string, itemId: string): Variant | undefined;
}

/** `status` must match exactly: "pending (item modified)" is not pending. */
export function checkOrder(shop: ShopView, orderId: string, status: "pending" | "delivered"): Checked<Order> {
  const order = shop.findOrder(orderId);
  if (order === undefined) return refused("order_not_found", `There is no order ${orderId}.`, "order_id");
  if (order.state.status === status) return passed(order);
  const message = `Order ${order.id} is "${order.state.status}"; this can only be done while it is "${status}".`;
  return refused(`order_not_${status}`, message, "order_id");
}

export function checkPaymentMethod(shop: ShopView, order: Order, methodId: string): Checked<PaymentMethod> {
  const method = shop.findCustomer(order.customerId)?.paymentMethods.find(({ id }) => id === methodId);
  if (method !== undefined) return passed(method);
  const message = `The customer of order ${order.id} has no payment method ${methodId}.`;
  return refused("payment_method_not_found", message, "payment_method_id");
}

/** A method that is no gift card holds any amount; so does an empty card if nothing is due. */
export function checkBalance(method: PaymentMethod, amountCents: number): Checked<PaymentMethod> {
  if (method.source !== "gift_card" || amountCents <= 0 || method.balanceCents >= amountCents) return passed(method);
  const message = `Gift card ${method.id} holds ${formatCents(method.balanceCents)}, and ${formatCents(amountCents)} is due.`;
  return refused("gift_card_balance_too_low", message, "payment_method_id");
}

/**
 * The positions in the order of the named items: an item that is named twice takes two positions.
 */
export function checkItems(order: Order, itemIds: readonly string[]): Checked<readonly number[]> {
  const positions: number[] = [];
  for (const itemId of itemIds) {
    const position = order.state.items.findIndex((item, at) => item.itemId === itemId && !positions.includes(at));
    if (position === -1) {
      const message = `Order ${order.id} does not hold item ${itemId} as often as it is named.`;
      return refused("item_not_in_order", message, "item_ids");
    }
    positions.push(position);
  }
  return passed(positions);
}

export interface Swap {
  /** The order's items after the swap, in their old places. */
  readonly items: Item[];
  /** New minus old prices: what the customer owes, or is owed if negative. */
  readonly priceDifferenceCents: number;
}

/** Items and variants, as for both modify and exchange. A new item is priced as the catalogue prices it now. */
export function checkSwap(
  shop: ShopView,
  order: Order,
  itemIds: readonly string[],
  newItemIds: readonly string[],
): Checked<Swap> {
  const held = checkItems(order, itemIds);
  if (held.outcome === "refused") return held;
  if (itemIds.length !== newItemIds.length) {
    const message = `${itemIds.length} items are named, and ${newItemIds.length} new ones: each needs exactly one.`;
    return refused("item_lists_differ", message, "new_item_ids");
  }
  const items = [...order.state.items];
  let priceDifferenceCents = 0;
  for (const [index, position] of held.value.entries()) {
    const old = items[position];
    const newItemId = newItemIds[index];
    if (old === undefined || newItemId === undefined)
      throw new RangeError("A checked position lies outside the order.");
    const variant = shop.findVariant(old.productId, newItemId);
    if (variant === undefined) {
      const message = `Item ${newItemId} is not a variant of the same product (${old.name}) as item ${old.itemId}.`;
      return refused("variant_not_found", message, "new_item_ids");
    }
    if (!variant.available) {
      return refused("variant_not_available", `Item ${newItemId} (${old.name}) is not available.`, "new_item_ids");
    }
    priceDifferenceCents += variant.priceCents - old.priceCents;
    items[position] = { ...old, itemId: newItemId, priceCents: variant.priceCents, options: variant.options };
  }
  return passed({ items, priceDifferenceCents });
}
