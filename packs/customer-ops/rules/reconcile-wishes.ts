/**
 * Says whether the wishes of one ticket go together in exactly one way.
 *
 * Boundary: looks across clauses, each of which is clear by itself.
 * Invariants:
 * 1. On one order, a new address and a new payment method (each once) may come before a change of items (once), in the
 *    text's order. Every other pair on one order is unclear: after a cancellation, a change of items, a return or an
 *    exchange the shop takes no more, so a person may have meant them merged, reordered, or one in place of the other.
 * 2. An address described by an order's is unclear if the same or an earlier clause changes that order's address: then the
 *    address as written and the address as described differ. A later change (1 of 49 known cases) is in sequence, and clear.
 */
import type { Meaning } from "./grammar/clause-rule.ts";
import type { Wish } from "./wish.ts";

/** A clause's place in the text, and why it does not go with the others. */
export type Conflict = { clause: number; why: string };

export function reconcileWishes(meanings: readonly Meaning[]): Conflict[] {
  return meanings.flatMap(({ wish, reliesOn }, clause) => {
    if (wish === null) return [];
    const earlier = meanings.slice(0, clause).flatMap((meaning) => meaning.wish ?? []);
    const why = clashWithEarlier(wish, earlier) ?? movedReference(meanings.slice(0, clause + 1), reliesOn);
    return why === null ? [] : [{ clause, why }];
  });
}

function clashWithEarlier(wish: Wish, earlier: readonly Wish[]): string | null {
  const target = targetOf(wish);
  const sameTarget = earlier.filter((other) => targetOf(other) === target);
  if (sameTarget.every((other) => mayPrecede(other, wish))) return null;
  return `The ticket asks for more than one thing for ${target}, and they do not go together in only one way.`;
}

function mayPrecede(first: Wish, second: Wish): boolean {
  const preparing = first.kind === "modify-address" || first.kind === "modify-payment";
  const following = ["modify-address", "modify-payment", "modify-items"].includes(second.kind);
  return preparing && following && first.kind !== second.kind;
}

function movedReference(upToHere: readonly Meaning[], reliesOn: readonly string[]): string | null {
  const moved = upToHere.flatMap(({ wish }) => (wish?.kind === "modify-address" ? [wish.orderId] : []));
  const reference = reliesOn.find((orderId) => moved.includes(orderId));
  return reference === undefined ? null : `The address of order ${reference} has by then been changed by this ticket.`;
}

function targetOf(wish: Wish): string {
  return wish.kind === "modify-user-address" ? `customer ${wish.customerId}` : `order ${wish.orderId}`;
}
