/** A simulated world with the pack's processes and policies, and the sandbox shop on the other side. */
import assert from "node:assert/strict";
import { type World, world } from "praxis/testing";
import { customerContracts } from "../../contracts/customer-contracts.ts";
import { ownOrders } from "../../policies/own-orders.ts";
import { refundLimits } from "../../policies/refund-limits.ts";
import { type PaymentTier, settingsFromEnvironment } from "../../settings.ts";
import { answerTickets } from "../answer-tickets.ts";
import { refundReturns } from "../refund-returns.ts";
import type { Ticket } from "../tickets.ts";
import { SimulatedShop } from "./simulated-shop.ts";

export function scene(tier: PaymentTier = "T1"): { praxis: World; shop: SimulatedShop } {
  const contracts = customerContracts(
    settingsFromEnvironment({
      SHOP_URL: "http://shop.test",
      PAYMENTS_URL: "http://pay.test",
      PRAXIS_PAYMENTS_TIER: tier,
    }),
  );
  const shop = new SimulatedShop(tier);
  const { via: orderApi } = contracts.shop.prepare;
  const { via: paymentApi } = contracts.payments.refund;
  assert.ok(orderApi && paymentApi);
  const praxis = world(
    answerTickets(contracts),
    refundReturns(contracts),
    ownOrders(contracts),
    refundLimits(contracts),
  )
    .withConnection(orderApi, shop)
    .withConnection(paymentApi, shop);
  return { praxis, shop };
}

export function ticket(id: string, customer: string, text: string): Ticket {
  return { id, customer, text };
}
