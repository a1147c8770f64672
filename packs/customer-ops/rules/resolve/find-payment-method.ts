/** Finds the payment method that a clause names by its id, among the customer's own. */
import { clear, type Reading, unclear } from "../reading.ts";
import type { PaymentMethod, ShopView } from "../shop-view.ts";

export function findPaymentMethod(shop: ShopView, methodId: string): Reading<PaymentMethod> {
  const [method, ...others] = shop.customer.paymentMethods.filter(({ id }) => id === methodId);
  if (method === undefined || others.length > 0)
    return unclear(`${methodId} is not a payment method of this customer.`);
  return clear(method);
}
