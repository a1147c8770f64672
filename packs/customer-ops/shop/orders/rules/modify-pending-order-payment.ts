/** Changing the method: the new one pays the whole amount first, and only then the old one gets it back. */
import type { ArgumentsOf } from "../operation-request.ts";
import { allowOrderChange, refused, type Verdict } from "../verdict.ts";
import { checkBalance, checkOrder, checkPaymentMethod, type ShopView } from "./checks.ts";

export function modifyPendingOrderPayment(shop: ShopView, wish: ArgumentsOf<"modify_pending_order_payment">): Verdict {
  const order = checkOrder(shop, wish.order_id, "pending");
  if (order.outcome === "refused") return order;
  const method = checkPaymentMethod(shop, order.value, wish.payment_method_id);
  if (method.outcome === "refused") return method;
  const [payment, ...others] = order.value.paymentHistory;
  if (payment === undefined || others.length > 0 || payment.transactionType !== "payment") {
    const message = `The method can be changed only while the history of order ${order.value.id} is exactly one payment.`;
    return refused("history_not_one_payment", message, "order_id");
  }
  if (payment.paymentMethodId === method.value.id) {
    const message = `Order ${order.value.id} is already paid with ${method.value.id}; the new method must differ.`;
    return refused("payment_method_unchanged", message, "payment_method_id");
  }
  const { amountCents } = payment;
  const covered = checkBalance(method.value, amountCents);
  if (covered.outcome === "refused") return covered;
  return allowOrderChange(order.value, order.value.state, {
    money: [
      { kind: "capture", amountCents, paymentMethodId: method.value.id },
      { kind: "refund", amountCents, paymentMethodId: payment.paymentMethodId, ofTransaction: payment.id },
    ],
  });
}
