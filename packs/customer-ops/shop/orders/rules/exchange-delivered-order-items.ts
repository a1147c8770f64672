/** Asking for other items after delivery: the order keeps its items, and no money moves, until the goods are back. */
import type { ArgumentsOf } from "../operation-request.ts";
import { allowOrderChange, type Verdict } from "../verdict.ts";
import { checkBalance, checkOrder, checkPaymentMethod, checkSwap, type ShopView } from "./checks.ts";

export function exchangeDeliveredOrderItems(
  shop: ShopView,
  wish: ArgumentsOf<"exchange_delivered_order_items">,
): Verdict {
  const order = checkOrder(shop, wish.order_id, "delivered");
  if (order.outcome === "refused") return order;
  const swap = checkSwap(shop, order.value, wish.item_ids, wish.new_item_ids);
  if (swap.outcome === "refused") return swap;
  const method = checkPaymentMethod(shop, order.value, wish.payment_method_id);
  if (method.outcome === "refused") return method;
  const { priceDifferenceCents } = swap.value;
  const covered = checkBalance(method.value, priceDifferenceCents);
  if (covered.outcome === "refused") return covered;

  const exchange = {
    itemIds: wish.item_ids.toSorted(),
    newItemIds: wish.new_item_ids.toSorted(),
    paymentMethodId: method.value.id,
    priceDifferenceCents,
  };
  const after = { ...order.value.state, status: "exchange requested", exchange };
  return allowOrderChange(order.value, after, { priceDifferenceCents });
}
