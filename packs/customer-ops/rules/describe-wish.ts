/**
 * Says a wish in one plain sentence, for the person who approves or reviews it.
 *
 * Boundary: words only; made from the wish alone, so that the sentence cannot say more than will be done.
 */
import type { Address } from "./shop-view.ts";
import type { Wish } from "./wish.ts";

export function describeWish(wish: Wish): string {
  switch (wish.kind) {
    case "cancel":
      return `Cancel order ${wish.orderId} because it ${wish.reason === "no longer needed" ? "is no longer needed" : "was ordered by mistake"}.`;
    case "modify-items":
      return `In pending order ${wish.orderId}, ${describeSwaps(wish)}, with the price difference over ${wish.paymentMethodId}.`;
    case "modify-address":
      return `Send order ${wish.orderId} to ${describeAddress(wish.address)}.`;
    case "modify-user-address":
      return `Change the default address of customer ${wish.customerId} to ${describeAddress(wish.address)}.`;
    case "modify-payment":
      return `Charge order ${wish.orderId} to ${wish.paymentMethodId} instead.`;
    case "return":
      return `Return ${describeItems(wish.itemIds)} of order ${wish.orderId}, with the refund to ${wish.paymentMethodId}.`;
    case "exchange":
      return `Of delivered order ${wish.orderId}, ${describeSwaps(wish)}, with the price difference over ${wish.paymentMethodId}.`;
  }
}

function describeItems(itemIds: readonly string[]): string {
  return `${itemIds.length === 1 ? "item" : "items"} ${itemIds.join(", ")}`;
}

function describeSwaps(wish: Extract<Wish, { newItemIds: string[] }>): string {
  const swaps = wish.itemIds.map((itemId, at) => {
    const newItemId = wish.newItemIds[at];
    return newItemId === itemId ? `item ${itemId} for another of the same` : `item ${itemId} for ${newItemId}`;
  });
  return `${wish.kind === "exchange" ? "exchange" : "swap"} ${swaps.join(", ")}`;
}

function describeAddress({ address1, address2, city, state, zip, country }: Address): string {
  return [address1, address2, city, `${state} ${zip}`, country].filter((part) => part !== "").join(", ");
}
