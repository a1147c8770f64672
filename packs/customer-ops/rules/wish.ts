/**
 * What a customer asks for, once the rules have understood all of a ticket.
 *
 * Boundary: the vocabulary between the rules and whoever plans the work. A wish is not a permission: the shop may refuse it.
 * Invariants:
 * 1. Every id in a wish was found in the shop view, never only in the text.
 * 2. `itemIds[n]` becomes `newItemIds[n]`; the lists are as long and in the order of the text.
 */
import type { Address } from "./shop-view.ts";

export type CancelReason = "no longer needed" | "ordered by mistake";

/** A swap of items for other variants of the same products; the price difference goes over `paymentMethodId`. */
type ItemSwap = { orderId: string; itemIds: string[]; newItemIds: string[]; paymentMethodId: string };

export type Wish =
  | { kind: "cancel"; orderId: string; reason: CancelReason }
  | ({ kind: "modify-items" } & ItemSwap)
  | { kind: "modify-address"; orderId: string; address: Address }
  | { kind: "modify-user-address"; customerId: string; address: Address }
  | { kind: "modify-payment"; orderId: string; paymentMethodId: string }
  | { kind: "return"; orderId: string; itemIds: string[]; paymentMethodId: string }
  | ({ kind: "exchange" } & ItemSwap);

/** A clause that one rule recognised; `wish` is an index into `wishes`, or null when the clause asks for nothing. */
export type Clause = { text: string; wish: number | null; rule: string };

/** A piece of the text that stopped the rules, and why, in words for a person. */
export type Unclear = { text: string; why: string };

/** `understood`: every clause is accounted for. `declined`: nothing may be done on the strength of the rules. */
export type Understanding =
  | { status: "understood"; wishes: Wish[]; clauses: Clause[] }
  | { status: "declined"; clauses: Clause[]; unclear: Unclear[] };
