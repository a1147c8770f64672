/**
 * From what a sentence asks for to what can be done at the shop: the order is found, or it is said that it has to be asked for.
 *
 * Invariants: an order that the letter names is one of the customer's own; an order that it does not name is taken only where exactly one fits.
 */
import type { Operation } from "../../contracts/operation.ts";
import type { ShopOrder } from "../../contracts/reads.ts";
import { clear, type Reading, unclear } from "../../rules/reading.ts";
import type { Order, ShopView } from "../../rules/shop-view.ts";
import type { Draft, MailWish } from "./draft.ts";
import { findItems, findMethod, findVersion, methodThatPaid } from "./find-phrase.ts";
import type { NounWords } from "./tongues/tongue.ts";

export interface MailShop extends ShopView {
  readonly orders: ShopOrder[];
}

export type Resolved =
  | Reading<readonly MailWish[]>
  | { readonly clear: "which order"; readonly named: string | null; readonly candidates: readonly ShopOrder[] };

type OfOrder = Exclude<Draft, { kind: "own address" }>;

export interface OrderHints {
  /** That the letter names elsewhere. */
  readonly hint: string | null;
  /** That the customer gave when asked: it stands for one that is not named, and for one that is none of theirs. */
  readonly chosen: string | null;
}

export function resolveDraft(draft: Draft, shop: MailShop, { hint, chosen }: OrderHints, nouns: NounWords): Resolved {
  if (draft.kind === "own address") {
    const wish = { user_id: shop.customer.id, ...draft.address };
    return clear([{ kind: "operation", operation: { name: "modify_user_address", arguments: wish } }]);
  }
  const isTheirs = shop.orders.some(({ id }) => id === draft.order);
  const named = chosen !== null && !isTheirs ? chosen : (draft.order ?? hint);
  const candidates = shop.orders.filter((order) => fits(draft, order, nouns));
  if (named !== null) {
    const order = shop.orders.find(({ id }) => id === named);
    return order === undefined ? { clear: "which order", named, candidates } : wishFor(draft, order, shop, nouns);
  }
  if (draft.kind === "whereabouts") return whereAreThey(candidates);
  const [only, ...others] = candidates;
  return only !== undefined && others.length === 0
    ? wishFor(draft, only, shop, nouns)
    : { clear: "which order", named: null, candidates };
}

/** Whoever asks where "it" is, is told of all that is not there yet: nothing depends on which they mean. */
function whereAreThey(orders: readonly ShopOrder[]): Reading<readonly MailWish[]> {
  return orders.length === 0
    ? unclear("No order of this customer waits to be sent, or is on its way.")
    : clear(orders.map(whereaboutsOf));
}

function whereaboutsOf({ id, status, fulfillments }: ShopOrder): MailWish {
  return { kind: "whereabouts", orderId: id, status, tracking: fulfillments.flatMap(({ trackingIds }) => trackingIds) };
}

/** Whether a letter that names no order may mean this one. */
function fits(draft: OfOrder, order: ShopOrder, nouns: NounWords): boolean {
  switch (draft.kind) {
    case "cancel":
    case "address":
    case "payment":
      return order.status === "pending";
    case "return":
      return order.status === "delivered" && (draft.items === null || findItems(order, draft.items, nouns).clear);
    case "swap":
      return /^(?:pending|delivered)$/.test(order.status) && findItems(order, draft.item, nouns).clear;
    case "whereabouts":
      return order.status === "pending" || order.status === "processed";
  }
}

function wishFor(draft: OfOrder, order: ShopOrder, shop: MailShop, nouns: NounWords): Reading<readonly MailWish[]> {
  switch (draft.kind) {
    case "cancel":
      if (order.status === "cancelled") return already("cancel_pending_order", order);
      if (order.status === "delivered")
        return unclear(`Order ${order.id} is delivered: whoever cancels it may mean to return it.`);
      return act({ name: "cancel_pending_order", arguments: { order_id: order.id, reason: draft.reason } });
    case "address":
      if (isAt(order, draft.address)) return already("modify_pending_order_address", order);
      return act({ name: "modify_pending_order_address", arguments: { order_id: order.id, ...draft.address } });
    case "payment":
      return payOtherwise(draft.method, order, shop);
    case "return":
      return sendBack(draft, order, shop, nouns);
    case "swap":
      return swap(draft, order, shop, nouns);
    case "whereabouts":
      if (order.status === "delivered")
        return unclear(`The shop says that order ${order.id} was delivered; the customer does not have it.`);
      return clear([whereaboutsOf(order)]);
  }
}

function payOtherwise(method: string, order: ShopOrder, shop: MailShop): Reading<readonly MailWish[]> {
  const found = findMethod(shop.customer, order, method);
  if (!found.clear) return found;
  const wish = { order_id: order.id, payment_method_id: found.value };
  return act({ name: "modify_pending_order_payment", arguments: wish });
}

function sendBack(
  { items, method }: Extract<Draft, { kind: "return" }>,
  order: ShopOrder,
  shop: MailShop,
  nouns: NounWords,
): Reading<readonly MailWish[]> {
  const found = items === null ? clear(order.items.map(({ itemId }) => itemId)) : findItems(order, items, nouns);
  if (!found.clear) return found;
  const goingBack = order.return?.itemIds ?? [];
  if (order.status === "return requested" && found.value.every((id) => goingBack.includes(id)))
    return already("return_delivered_order_items", order);
  if (order.status === "pending")
    return unclear(`Order ${order.id} is not sent yet: whoever returns from it may mean to cancel or change it.`);
  const paid = method === null ? methodThatPaid(order) : findMethod(shop.customer, order, method);
  if (!paid.clear) return paid;
  const wish = { order_id: order.id, item_ids: found.value, payment_method_id: paid.value };
  return act({ name: "return_delivered_order_items", arguments: wish });
}

/** Before it is sent, an order is changed; after that, goods are exchanged. */
function swap(
  { item: phrase, to }: Extract<Draft, { kind: "swap" }>,
  order: ShopOrder,
  shop: MailShop,
  nouns: NounWords,
): Reading<readonly MailWish[]> {
  const found = findItems(order, phrase, nouns);
  if (!found.clear) return found;
  const [itemId = "", ...more] = found.value;
  const item = order.items.find((each) => each.itemId === itemId);
  if (item === undefined || more.length > 0) return unclear("More than one item is to be swapped for one.");
  const goingBack = order.exchange?.itemIds ?? [];
  if (order.status === "exchange requested" && goingBack.includes(itemId))
    return already("exchange_delivered_order_items", order);
  const variant = findVersion(shop, item, to, nouns);
  if (!variant.clear) return variant;
  const paid = methodThatPaid(order);
  if (!paid.clear) return paid;
  const wish = {
    order_id: order.id,
    item_ids: [itemId],
    new_item_ids: [variant.value.itemId],
    payment_method_id: paid.value,
  };
  const name = order.status === "pending" ? "modify_pending_order_items" : "exchange_delivered_order_items";
  return act({ name, arguments: wish });
}

function act(operation: Operation): Reading<readonly MailWish[]> {
  return clear([{ kind: "operation", operation }]);
}

function already(operation: Operation["name"], { id }: ShopOrder): Reading<readonly MailWish[]> {
  return clear([{ kind: "already", operation, orderId: id }]);
}

function isAt(order: Order, address: Order["address"]): boolean {
  const { address1, city, zip } = order.address;
  return address1 === address.address1 && city === address.city && zip === address.zip;
}
