/**
 * A unit is sent back once: while a return or an exchange of it is under way, no other one is opened for it. A shop that refuses this by itself
 * never meets this policy; most shops do not.
 */
import { policy } from "praxis";
import { z } from "zod";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";

export const openReturnParameters = z.object({
  onOpenReturn: z
    .enum(["deny", "ask"])
    .default("deny")
    .describe("whether a second return of one unit is forbidden, or waits for a person"),
});

export function openReturns({ shop }: CustomerContracts) {
  return policy("one open return per unit", {
    on: shop.prepare,
    parameters: openReturnParameters,
    judge: ({ wish: { operation, openReturn }, parameters, allow, ask, deny }) => {
      const isGoingBack =
        operation.name === "return_delivered_order_items" || operation.name === "exchange_delivered_order_items";
      if (!isGoingBack) return allow();
      const twice = operation.arguments.item_ids.filter((item) => openReturn.includes(item));
      if (twice.length === 0) return allow();
      const why = `a return or exchange of ${[...new Set(twice)].join(", ")} (order ${operation.arguments.order_id}) is under way already`;
      return parameters.onOpenReturn === "deny" ? deny(why) : ask(why);
    },
  });
}
