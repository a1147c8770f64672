/** Which rule judges which operation. */
import type { OperationRequest } from "../operation-request.ts";
import type { Verdict } from "../verdict.ts";
import { cancelPendingOrder } from "./cancel-pending-order.ts";
import type { ShopView } from "./checks.ts";
import { exchangeDeliveredOrderItems } from "./exchange-delivered-order-items.ts";
import { modifyPendingOrderAddress, modifyUserAddress } from "./modify-address.ts";
import { modifyPendingOrderItems } from "./modify-pending-order-items.ts";
import { modifyPendingOrderPayment } from "./modify-pending-order-payment.ts";
import { returnDeliveredOrderItems } from "./return-delivered-order-items.ts";

export function judge(shop: ShopView, wish: OperationRequest): Verdict {
  switch (wish.operation) {
    case "cancel_pending_order":
      return cancelPendingOrder(shop, wish.arguments);
    case "modify_pending_order_address":
      return modifyPendingOrderAddress(shop, wish.arguments);
    case "modify_user_address":
      return modifyUserAddress(shop, wish.arguments);
    case "modify_pending_order_payment":
      return modifyPendingOrderPayment(shop, wish.arguments);
    case "modify_pending_order_items":
      return modifyPendingOrderItems(shop, wish.arguments);
    case "return_delivered_order_items":
      return returnDeliveredOrderItems(shop, wish.arguments);
    case "exchange_delivered_order_items":
      return exchangeDeliveredOrderItems(shop, wish.arguments);
  }
}
