/** Cancelling: checked as order, status, reason; refunds each payment, less what of it was given back before. */
import type { HistoryEntry } from "../../payments/transaction.ts";
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
  const money = stillPaid(order.value.paymentHistory).map(({ id, amountCents, paymentMethodId }) => ({
    kind: "refund" as const,
    amountCents,
    paymentMethodId,
    ofTransaction: id,
  }));
  return allowOrderChange(order.value, after, { money });
}

/** After a change of the payment method the first payment has gone back already; a refund for it again would be more than was paid. */
export function stillPaid(history: readonly HistoryEntry[]): HistoryEntry[] {
  const givenBack = new Map<string, number>();
  for (const { transactionType, paymentMethodId, amountCents } of history)
    if (transactionType === "refund")
      givenBack.set(paymentMethodId, (givenBack.get(paymentMethodId) ?? 0) + amountCents);
  return history.flatMap((entry) => {
    if (entry.transactionType === "refund") return [];
    const back = Math.min(entry.amountCents, givenBack.get(entry.paymentMethodId) ?? 0);
    givenBack.set(entry.paymentMethodId, (givenBack.get(entry.paymentMethodId) ?? 0) - back);
    const amountCents = entry.amountCents - back;
    return amountCents > 0 ? [{ ...entry, amountCents }] : [];
  });
}
