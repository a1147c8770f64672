/** One unit of a return: how a notice names it, what was paid for it, and what became of it. */
import type { ShopOrder } from "../contracts/reads.ts";

export interface UnitEnd {
  readonly unit: string;
  readonly status: "refunded" | "not refunded";
  readonly why: string;
  /** What was refunded for it. */
  readonly amountCents: number;
  /** Another notice named the unit before: it was refunded for that one, and the customer heard of it. */
  readonly isMet: boolean;
}

/** The first piece may be named with or without its number. */
export function unitName(unit: string): string {
  return unit.replace(/\/1$/, "");
}

/** The piece of the order that it names. */
export function itemOf(order: ShopOrder, unit: string): ShopOrder["items"][number] | undefined {
  const [itemId = "", piece = "1"] = unit.split("/");
  return order.items.filter((each) => each.itemId === itemId)[Number(piece) - 1];
}

export function findUnit(
  order: ShopOrder,
  unit: string,
): { name: string; amountCents: number; paymentMethodId: string } | { why: "order" | "return" } {
  const item = itemOf(order, unit);
  if (item === undefined) return { why: "order" };
  const [, piece = "1"] = unit.split("/");
  const requested = order.return?.itemIds.filter((id) => id === item.itemId).length ?? 0;
  return order.return === undefined || Number(piece) > requested
    ? { why: "return" }
    : { name: item.name, amountCents: item.priceCents, paymentMethodId: order.return.paymentMethodId };
}
