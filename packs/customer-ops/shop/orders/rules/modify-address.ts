/** The two changes of an address: of an order while it is pending, and of a customer at any time. */
import type { ArgumentsOf } from "../operation-request.ts";
import { allowOrderChange, refused, type Verdict } from "../verdict.ts";
import { checkOrder, type ShopView } from "./checks.ts";

export function modifyPendingOrderAddress(
  shop: ShopView,
  { order_id, ...address }: ArgumentsOf<"modify_pending_order_address">,
): Verdict {
  const order = checkOrder(shop, order_id, "pending");
  return order.outcome === "refused" ? order : allowOrderChange(order.value, { ...order.value.state, address });
}

export function modifyUserAddress(
  shop: ShopView,
  { user_id, ...address }: ArgumentsOf<"modify_user_address">,
): Verdict {
  const customer = shop.findCustomer(user_id);
  if (customer === undefined) return refused("customer_not_found", `There is no customer ${user_id}.`, "user_id");
  return { outcome: "allowed", customerId: customer.id, change: { of: "customer", address }, money: [] };
}
