/**
 * Clauses about an order as a whole, and about the customer's own address.
 *
 * Boundary: one clause, one wish. How wishes of one ticket go together is `reconcile-wishes`.
 * Invariant: an address is taken to the letter, and where the text also says whose address it is, both must agree.
 */

import { clear, type Reading, unclear } from "../reading.ts";
import { findOrder } from "../resolve/find-order.ts";
import { findPaymentMethod } from "../resolve/find-payment-method.ts";
import type { ShopView } from "../shop-view.ts";
import type { CancelReason } from "../wish.ts";
import { type ClauseRule, clausePattern, type Meaning, type Parts, wishing } from "./clause-rule.ts";
import { isSameAddress, readAddress } from "./read-address.ts";

export const orderRules: readonly ClauseRule[] = [
  {
    name: "cancel, no longer needed",
    pattern: clausePattern("<please>[Cc]ancel order <order> because (?:it is )?no longer needed"),
    read: (part, shop) => readCancel(part, shop, "no longer needed"),
  },
  {
    name: "cancel, ordered by mistake",
    pattern: clausePattern("<please>[Cc]ancel order <order> because (?:it was )?ordered by mistake"),
    read: (part, shop) => readCancel(part, shop, "ordered by mistake"),
  },
  {
    name: "change payment",
    pattern: clausePattern("For <order>, change payment to <method>"),
    read: readPayment,
  },
  {
    name: "change address",
    pattern: clausePattern("For <order>, change address to <literal>"),
    read: readOrderAddress,
  },
  {
    name: "change address, same as another order",
    pattern: clausePattern("For <order>, change address to <literal> \\(same as <same>\\)"),
    read: readSameAddress,
  },
  {
    name: "change default address",
    pattern: clausePattern("<please>[Cc]hange (?:your |my )?default address to <literal>"),
    read: readCustomerAddress,
  },
];

function readCancel(part: Parts, shop: ShopView, reason: CancelReason): Reading<Meaning> {
  const order = findOrder(shop, part("order"), "pending");
  return order.clear ? clear(wishing({ kind: "cancel", orderId: order.value.id, reason })) : order;
}

function readPayment(part: Parts, shop: ShopView): Reading<Meaning> {
  const order = findOrder(shop, part("order"), "pending");
  if (!order.clear) return order;
  const method = findPaymentMethod(shop, part("method"));
  if (!method.clear) return method;
  return clear(wishing({ kind: "modify-payment", orderId: order.value.id, paymentMethodId: method.value.id }));
}

function readOrderAddress(part: Parts, shop: ShopView): Reading<Meaning> {
  const order = findOrder(shop, part("order"), "pending");
  if (!order.clear) return order;
  const address = readAddress(part("literal"), { key: "order_id", value: order.value.id });
  if (!address.clear) return address;
  return clear(wishing({ kind: "modify-address", orderId: order.value.id, address: address.value }));
}

function readSameAddress(part: Parts, shop: ShopView): Reading<Meaning> {
  const meaning = readOrderAddress(part, shop);
  if (!meaning.clear) return meaning;
  const source = findOrder(shop, part("same"), "any");
  if (!source.clear) return source;
  const { wish } = meaning.value;
  if (wish?.kind !== "modify-address" || !isSameAddress(wish.address, source.value.address))
    return unclear(`The address as written is not the address of order ${source.value.id}.`);
  return clear(wishing(wish, [source.value.id]));
}

function readCustomerAddress(part: Parts, shop: ShopView): Reading<Meaning> {
  const customerId = shop.customer.id;
  const address = readAddress(part("literal"), { key: "user_id", value: customerId });
  return address.clear ? clear(wishing({ kind: "modify-user-address", customerId, address: address.value })) : address;
}
