/** A simulated world with the pack's processes and policies, and the sandbox shop on the other side. */
import assert from "node:assert/strict";
import { type FakeProvider, fakeProvider, type World, world } from "praxis/testing";
import { customerContracts } from "../../contracts/customer-contracts.ts";
import { answerMail } from "../../mail/answer-mail.ts";
import type { IncomingMail } from "../../mail/incoming.ts";
import { guardrails } from "../../policies/guardrails.ts";
import { dailyDigest } from "../../reports/daily-digest.ts";
import { mailReport } from "../../reports/mail-report.ts";
import { weeklyReport } from "../../reports/weekly-report.ts";
import { type PaymentTier, settingsFromEnvironment } from "../../settings.ts";
import { answerTickets } from "../answer-tickets.ts";
import { refundReturns } from "../refund-returns.ts";
import type { Ticket } from "../tickets.ts";
import { SimulatedShop } from "./simulated-shop.ts";

export interface Scene {
  readonly praxis: World;
  readonly shop: SimulatedShop;
  /** What it has done are the letters that were sent. */
  readonly mailbox: FakeProvider<undefined>;
}

export function scene(tier: PaymentTier = "T1"): Scene {
  const settings = settingsFromEnvironment({
    SHOP_URL: "http://shop.test",
    PAYMENTS_URL: "http://pay.test",
    PRAXIS_PAYMENTS_TIER: tier,
    PRAXIS_SHOP_NAME: "Harrow & Finch",
    PRAXIS_MAIL_FROM: "Harrow & Finch <help@harrow-finch.example>",
    PRAXIS_OUTBOX: "outbox",
    PRAXIS_OWNER: "owner@harrow-finch.example",
    PRAXIS_ZONE: "America/New_York",
  });
  const contracts = customerContracts(settings);
  const mailbox = fakeProvider({ "POST /mails": () => ({}) });
  const shop = new SimulatedShop(tier);
  const { via: orderApi } = contracts.shop.prepare;
  const { via: paymentApi } = contracts.payments.refund;
  const support = contracts.letter?.via;
  assert.ok(orderApi && paymentApi && support);
  const praxis = world(
    answerTickets(contracts, settings),
    answerMail(contracts, settings),
    refundReturns(contracts, settings),
    weeklyReport(contracts, settings),
    dailyDigest(contracts, settings),
    mailReport(contracts, settings),
    ...guardrails(contracts),
  )
    .withConnection(orderApi, shop)
    .withConnection(paymentApi, shop)
    .withConnection(support, mailbox);
  return { praxis, shop, mailbox };
}

/** A mail from one of the sample's customers, as the intake hands it over. */
export function mail(id: string, from: string, text: string, more: Partial<IncomingMail> = {}): IncomingMail {
  return {
    id: `<${id}@example.com>`,
    thread: `thread-${id}`,
    from: { name: "", address: `${from}@example.com` },
    subject: "My order",
    text,
    quoted: "",
    references: [],
    automatic: false,
    attachments: [],
    authenticated: "pass",
    ...more,
  };
}

export function ticket(id: string, customer: string, text: string): Ticket {
  return { id, customer, text };
}
