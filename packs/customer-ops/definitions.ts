/** Everything that Praxis is to know of this pack, for one shop. */
import type { Definition } from "praxis";
import { customerContracts } from "./contracts/customer-contracts.ts";
import { ownOrders } from "./policies/own-orders.ts";
import { refundLimits } from "./policies/refund-limits.ts";
import { answerTickets } from "./processes/answer-tickets.ts";
import { halfDone } from "./processes/move-money.ts";
import { refundReturns } from "./processes/refund-returns.ts";
import { goods, tickets } from "./processes/tickets.ts";
import { triage } from "./processes/triage.ts";
import type { Settings } from "./settings.ts";

export function customerOps(settings: Settings): Definition[] {
  const contracts = customerContracts(settings);
  return [
    tickets,
    goods,
    ...Object.values(contracts.read),
    ...Object.values(contracts.shop),
    ...Object.values(contracts.payments),
    contracts.reply,
    ownOrders(contracts),
    refundLimits(contracts),
    triage,
    halfDone,
    answerTickets(contracts),
    refundReturns(contracts),
  ];
}
