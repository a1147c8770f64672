/** Changing items before they are sent: the difference in price is settled at once, on the method that is named. */
import type { ArgumentsOf } from "../operation-request.ts";
import { allowOrderChange, type Verdict } from "../verdict.ts";
import { checkBalance, checkOrder, checkPaymentMethod, checkSwap, type ShopView } from "./checks.ts";

export function modifyPendingOrderItems(shop: ShopView, wish: ArgumentsOf<"modify_pending_order_items">): Verdict {
  const order = checkOrder(shop, wish.order_id, "pending");
  if (order.outcome === "refused") return order;
  const swap = checkSwap(shop, order.value, wish.item_ids, wish.new_item_ids);
  if (swap.outcome === "refused") return swap;
  const method = checkPaymentMethod(shop, order.value, wish.payment_method_id);
  if (method.outcome === "refused") return method;
  const { items, priceDifferenceCents } = swap.value;
  const covered = checkBalance(method.value, priceDifferenceCents);
  if (covered.outcome === "refused") return covered;

  const after = { ...order.value.state, status: "pending (item modified)", items };
  const kind = priceDifferenceCents > 0 ? "capture" : "refund";
  // A difference of zero is a refund of zero: the history shows that the items were changed.
  const amountCents = Math.abs(priceDifferenceCents);
  const money = [{ kind, amountCents, paymentMethodId: method.value.id } as const];
  return allowOrderChange(order.value, after, { money, priceDifferenceCents });
}
