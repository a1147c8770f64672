/** Nobody changes what belongs to somebody else: the one who asks, by the signed ticket, must be the one who ordered. */
import { policy } from "praxis";
import { z } from "zod";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";

export function ownOrders({ shop }: CustomerContracts) {
  return policy("own orders", {
    on: shop.prepare,
    parameters: z.object({}),
    judge: ({ wish, allow, deny }) =>
      wish.ownerId === wish.customerId ? allow() : deny("the order belongs to another customer"),
  });
}
