/** All contracts of this pack over one pair of connections. */
import type { Settings } from "../settings.ts";
import { connections } from "./connections.ts";
import { paymentContracts } from "./payments.ts";
import { shopReads } from "./reads.ts";
import { replyContract } from "./reply.ts";
import { shopOperations } from "./shop-operations.ts";

export function customerContracts(settings: Settings) {
  const outside = connections(settings);
  return {
    read: shopReads(outside),
    shop: shopOperations(outside),
    payments: paymentContracts(outside, settings.paymentsTier),
    reply: replyContract(),
  };
}
export type CustomerContracts = ReturnType<typeof customerContracts>;
