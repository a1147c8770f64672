/**
 * What comes of a yes to an operation, in words: for whoever is asked, who sees the operation and has to know of the money and the letter, too.
 *
 * Invariant: it promises no more than the shop's rules do. A difference in price is the shop's to say, so no amount is given for it.
 */
import { formatMoney } from "praxis";
import { z } from "zod";
import type { Operation } from "./operation.ts";

/** What is paid for an order so far, by method: what a cancellation gives back. */
export const paidSchema = z.object({ paymentMethodId: z.string(), amountCents: z.int() });
export type Paid = z.infer<typeof paidSchema>;

interface Payment {
  readonly transactionType: "payment" | "refund";
  readonly amountCents: number;
  readonly paymentMethodId: string;
}

export function paidFor(history: readonly Payment[]): Paid[] {
  const byMethod = Map.groupBy(history, ({ paymentMethodId }) => paymentMethodId);
  return [...byMethod].flatMap(([paymentMethodId, payments]) => {
    const amountCents = payments.reduce(
      (cents, each) => cents + (each.transactionType === "payment" ? each.amountCents : -each.amountCents),
      0,
    );
    return amountCents > 0 ? [{ paymentMethodId, amountCents }] : [];
  });
}

/** @param over how a payment method is called */
export function whatFollows(
  { name, arguments: wish }: Operation,
  paid: readonly Paid[],
  currency: string,
  over: (methodId: string) => string = (id) => id,
): string {
  const backTo = paid.map(
    (each) => `${formatMoney(each.amountCents, currency)} goes back to ${over(each.paymentMethodId)}`,
  );
  const all = paid.reduce((cents, { amountCents }) => cents + amountCents, 0);
  switch (name) {
    case "cancel_pending_order": {
      const money = backTo.length === 0 ? "what was paid goes back the way it came" : backTo.join(", ");
      return `order ${wish.order_id} is cancelled, ${money}, and a letter tells the customer`;
    }
    case "modify_pending_order_payment": {
      const money = paid.length === 0 ? "what was paid before goes back" : backTo.join(", ");
      const charged = paid.length === 0 ? "the order's amount" : formatMoney(all, currency);
      return `${charged} is charged to ${over(wish.payment_method_id)}, ${money}, and a letter tells the customer`;
    }
    case "modify_pending_order_items":
      return `the items are swapped, the difference in price is charged or given back over ${over(wish.payment_method_id)}, and a letter tells the customer`;
    case "return_delivered_order_items":
      return `a letter tells the customer how to send it back; no money moves yet: the refund to ${over(wish.payment_method_id)} follows once the goods are here`;
    case "exchange_delivered_order_items":
      return `a letter tells the customer how to send it back; the difference in price is charged or given back over ${over(wish.payment_method_id)}`;
    case "modify_pending_order_address":
      return `order ${wish.order_id} goes to the new address, no money moves, and a letter tells the customer`;
    case "modify_user_address":
      return "later orders go to the new address, no money moves, and a letter tells the customer";
  }
}
