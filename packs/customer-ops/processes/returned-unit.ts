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

export function findUnit(
  order: ShopOrder,
  unit: string,
): { name: string; amountCents: number; paymentMethodId: string } | { why: string } {
  const [itemId = "", piece = "1"] = unit.split("/");
  const requested = order.return?.itemIds.filter((id) => id === itemId).length ?? 0;
  if (order.return === undefined || !(Number(piece) >= 1 && Number(piece) <= requested)) {
    return { why: "nobody has asked to return it" };
  }
  const item = order.items.filter((each) => each.itemId === itemId)[Number(piece) - 1];
  return item === undefined
    ? { why: "the order does not hold it" }
    : { name: item.name, amountCents: item.priceCents, paymentMethodId: order.return.paymentMethodId };
}
