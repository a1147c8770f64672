/** All policies of this pack: what nobody may do, and when a person looks first. Their parameters are changed at run time. */
import type { Policy } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import { letterLimits } from "./letter-limits.ts";
import { newAccounts } from "./new-accounts.ts";
import { openReturns } from "./open-returns.ts";
import { ownOrders } from "./own-orders.ts";
import { refundLimits } from "./refund-limits.ts";
import { unverifiedSenders } from "./unverified-senders.ts";

export function guardrails(contracts: CustomerContracts): Policy[] {
  return [
    ownOrders(contracts),
    openReturns(contracts),
    newAccounts(contracts),
    unverifiedSenders(contracts),
    refundLimits(contracts),
    ...(contracts.letter === null ? [] : [letterLimits(contracts.letter)]),
  ];
}
