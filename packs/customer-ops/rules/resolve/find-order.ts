/**
 * Finds the order that a clause names.
 *
 * Boundary: the customer's own orders only.
 * Invariant: a verb and the order's status must agree. A customer who "exchanges" a pending order may mean to modify it (so
 * it is in known tickets), and one who "cancels" a delivered order may mean a return: two readings, so neither.
 */
import { clear, type Reading, unclear } from "../reading.ts";
import type { Order, ShopView } from "../shop-view.ts";

export function findOrder(shop: ShopView, orderId: string, status: "pending" | "delivered" | "any"): Reading<Order> {
  const [order, ...others] = shop.orders.filter(({ id }) => id === orderId);
  if (order === undefined || others.length > 0) return unclear(`${orderId} is not one order of this customer.`);
  if (status !== "any" && order.status !== status)
    return unclear(`Order ${orderId} is ${order.status}, but the request is one for a ${status} order.`);
  return clear(order);
}
