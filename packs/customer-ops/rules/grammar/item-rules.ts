/**
 * Clauses about items of one order: return, exchange, modify.
 *
 * Boundary: one clause, one wish; the list inside a clause is read entry by entry, all or nothing.
 * Invariants:
 * 1. An entry names a product and, where the order holds it more than once, its options; it never names "all" or "some".
 * 2. `to {}` means the same options as now. In all 48 known cases the correct new item is then the old one.
 */

import { clear, type Reading, readAll, unclear } from "../reading.ts";
import { findItem, heldAsOftenAsNamed } from "../resolve/find-item.ts";
import { findOrder } from "../resolve/find-order.ts";
import { findPaymentMethod } from "../resolve/find-payment-method.ts";
import { findVariant } from "../resolve/find-variant.ts";
import type { Order, ShopView } from "../shop-view.ts";
import { type ClauseRule, clausePattern, type Meaning, type Parts, wishing } from "./clause-rule.ts";
import { readOptionsLiteral } from "./options-literal.ts";
import { splitList } from "./split-clauses.ts";

export const itemRules: readonly ClauseRule[] = [
  {
    name: "return items",
    pattern: clausePattern("<please>[Rr]eturn <order> via <method>: (?<items>.+)"),
    read: readReturn,
  },
  {
    name: "modify items",
    pattern: clausePattern("For <order>, modify (?<items>.+); via <method>"),
    read: (part, shop) => readSwap(part, shop, { kind: "modify-items", status: "pending" }),
  },
  {
    name: "exchange items",
    pattern: clausePattern("For <order>, exchange (?<items>.+); via <method>"),
    read: (part, shop) => readSwap(part, shop, { kind: "exchange", status: "delivered" }),
  },
];

/** `Tea Kettle` or `Tea Kettle {...}` */
const itemPattern = /^(?<name>[^{};]+?)(?: (?<options>\{[^{}]*\}))?$/;
/** `Tea Kettle {...} to {...}` */
const swapPattern = /^(?<name>[^{};]+) (?<from>\{[^{}]*\}) to (?<to>\{[^{}]*\})$/;

function readReturn(part: Parts, shop: ShopView): Reading<Meaning> {
  const order = findOrder(shop, part("order"), "delivered");
  if (!order.clear) return order;
  const method = findPaymentMethod(shop, part("method"));
  if (!method.clear) return method;
  const itemIds = readAll(splitList(part("items")), (entry) => readItem(entry, order.value));
  if (!itemIds.clear) return itemIds;
  const held = heldAsOftenAsNamed(order.value, itemIds.value);
  if (!held.clear) return held;
  const target = { orderId: order.value.id, itemIds: itemIds.value, paymentMethodId: method.value.id };
  return clear(wishing({ kind: "return", ...target }));
}

function readItem(entry: string, order: Order): Reading<string> {
  const { name, options } = itemPattern.exec(entry)?.groups ?? {};
  if (name === undefined) return unclear(`"${entry}" is not an item.`);
  if (options === undefined) return findItemId(order, name, null);
  const stated = readOptionsLiteral(options);
  return stated.clear ? findItemId(order, name, stated.value) : stated;
}

function findItemId(order: Order, name: string, options: ReadonlyMap<string, string> | null): Reading<string> {
  const item = findItem(order, name, options);
  return item.clear ? clear(item.value.itemId) : item;
}

type SwapKind = { kind: "modify-items"; status: "pending" } | { kind: "exchange"; status: "delivered" };

function readSwap(part: Parts, shop: ShopView, { kind, status }: SwapKind): Reading<Meaning> {
  const order = findOrder(shop, part("order"), status);
  if (!order.clear) return order;
  const method = findPaymentMethod(shop, part("method"));
  if (!method.clear) return method;
  const swaps = readAll(splitList(part("items")), (entry) => readSwapEntry(entry, order.value, shop));
  if (!swaps.clear) return swaps;
  const itemIds = swaps.value.map((swap) => swap.itemId);
  const held = heldAsOftenAsNamed(order.value, itemIds);
  if (!held.clear) return held;
  const newItemIds = swaps.value.map((swap) => swap.newItemId);
  return clear(wishing({ kind, orderId: order.value.id, itemIds, newItemIds, paymentMethodId: method.value.id }));
}

function readSwapEntry(entry: string, order: Order, shop: ShopView): Reading<{ itemId: string; newItemId: string }> {
  const { name, from, to } = swapPattern.exec(entry)?.groups ?? {};
  if (name === undefined || from === undefined || to === undefined)
    return unclear(`"${entry}" is not an item with its old and new options.`);
  const stated = readOptionsLiteral(from);
  if (!stated.clear) return stated;
  const changes = readOptionsLiteral(to);
  if (!changes.clear) return changes;
  const item = findItem(order, name, stated.value);
  if (!item.clear) return item;
  const variant = findVariant(shop, item.value, changes.value);
  return variant.clear ? clear({ itemId: item.value.itemId, newItemId: variant.value.itemId }) : variant;
}
