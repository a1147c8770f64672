/**
 * Maps a wish to the shop's operation: names and argument names as in the shop's tools.json.
 *
 * Boundary: names only. Whether the operation is permitted is decided by the shop and by policy.
 */
import type { Address } from "./shop-view.ts";
import type { Wish } from "./wish.ts";

export type Operation = { operation: string; arguments: Record<string, unknown> };

export function toOperation(wish: Wish): Operation {
  switch (wish.kind) {
    case "cancel":
      return call("cancel_pending_order", { order_id: wish.orderId, reason: wish.reason });
    case "modify-items":
      return call("modify_pending_order_items", swapArguments(wish));
    case "modify-address":
      return call("modify_pending_order_address", { order_id: wish.orderId, ...addressArguments(wish.address) });
    case "modify-user-address":
      return call("modify_user_address", { user_id: wish.customerId, ...addressArguments(wish.address) });
    case "modify-payment":
      return call("modify_pending_order_payment", {
        order_id: wish.orderId,
        payment_method_id: wish.paymentMethodId,
      });
    case "return":
      return call("return_delivered_order_items", {
        order_id: wish.orderId,
        item_ids: [...wish.itemIds],
        payment_method_id: wish.paymentMethodId,
      });
    case "exchange":
      return call("exchange_delivered_order_items", swapArguments(wish));
  }
}

function call(operation: string, operationArguments: Record<string, unknown>): Operation {
  return { operation, arguments: operationArguments };
}

function swapArguments(wish: Extract<Wish, { newItemIds: string[] }>): Record<string, unknown> {
  return {
    order_id: wish.orderId,
    item_ids: [...wish.itemIds],
    new_item_ids: [...wish.newItemIds],
    payment_method_id: wish.paymentMethodId,
  };
}

function addressArguments({ address1, address2, city, state, country, zip }: Address): Record<string, unknown> {
  return { address1, address2, city, state, country, zip };
}
