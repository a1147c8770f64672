/** Cancelling: checked as order, status, reason; refunds whatever the history holds. */
import type { ArgumentsOf } from "../operation-request.ts";
import { allowOrderChange, refused, type Verdict } from "../verdict.ts";
import { checkOrder, type ShopView } from "./checks.ts";

const reasons: readonly string[] = ["no longer needed", "ordered by mistake"];

export function cancelPendingOrder(shop: ShopView, wish: ArgumentsOf<"cancel_pending_order">): Verdict {
  const order = checkOrder(shop, wish.order_id, "pending");
  if (order.outcome === "refused") return order;
  if (!reasons.includes(wish.reason)) {
    const message = `An order is cancelled because "${reasons.join('" or "')}", not because "${wish.reason}".`;
    return refused("reason_not_accepted", message, "reason");
  }
  const after = { ...order.value.state, status: "cancelled", cancelReason: wish.reason };
  // One refund for every entry, whatever its type: that is the rule as written (NOTE.md), and callers rely on it.
  const money = order.value.paymentHistory.map(({ id, amountCents, paymentMethodId }) => ({
    kind: "refund" as const,
    amountCents,
    paymentMethodId,
    ofTransaction: id,
  }));
  return allowOrderChange(order.value, after, { money });
}
