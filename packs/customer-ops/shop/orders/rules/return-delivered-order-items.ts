/** Asking to give items back. The method is checked before the items; no money moves until the goods are back. */
import type { ArgumentsOf } from "../operation-request.ts";
import { allowOrderChange, refused, type Verdict } from "../verdict.ts";
import { checkItems, checkOrder, checkPaymentMethod, type ShopView } from "./checks.ts";

export function returnDeliveredOrderItems(shop: ShopView, wish: ArgumentsOf<"return_delivered_order_items">): Verdict {
  const order = checkOrder(shop, wish.order_id, "delivered");
  if (order.outcome === "refused") return order;
  const method = checkPaymentMethod(shop, order.value, wish.payment_method_id);
  if (method.outcome === "refused") return method;
  const original = order.value.paymentHistory[0]?.paymentMethodId;
  if (method.value.source !== "gift_card" && method.value.id !== original) {
    const message = `A return is refunded to the method that paid (${original ?? "none"}) or to a gift card, not to ${method.value.id}.`;
    return refused("payment_method_not_allowed", message, "payment_method_id");
  }
  const held = checkItems(order.value, wish.item_ids);
  if (held.outcome === "refused") return held;
  return allowOrderChange(order.value, {
    ...order.value.state,
    status: "return requested",
    return: { itemIds: wish.item_ids.toSorted(), paymentMethodId: method.value.id },
  });
}
