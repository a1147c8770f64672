/** Everything that Praxis is to know of this pack, for one shop. */
import { currency, type Definition } from "praxis";
import { customerContracts } from "./contracts/customer-contracts.ts";
import { answerMail } from "./mail/answer-mail.ts";
import { letterTriage } from "./mail/letter-triage.ts";
import { whoWrote } from "./mail/who-wrote.ts";
import { guardrails } from "./policies/guardrails.ts";
import { answerTickets } from "./processes/answer-tickets.ts";
import { halfDone } from "./processes/move-money.ts";
import { promisedAnswer } from "./processes/promised-answer.ts";
import { refundReturns } from "./processes/refund-returns.ts";
import { goods, tickets } from "./processes/tickets.ts";
import { triage } from "./processes/triage.ts";
import { unaskedGoods, unknownGoods } from "./processes/unasked-goods.ts";
import { dailyDigest } from "./reports/daily-digest.ts";
import { mailReport } from "./reports/mail-report.ts";
import { weeklyReport } from "./reports/weekly-report.ts";
import type { Settings } from "./settings.ts";
import { sources, type TicketExample } from "./sources.ts";

export function customerOps(settings: Settings, examples: readonly TicketExample[] = []): Definition[] {
  const contracts = customerContracts(settings);
  return [
    currency(settings.currency),
    tickets,
    goods,
    ...sources(settings, examples),
    ...Object.values(contracts.read),
    ...Object.values(contracts.shop),
    ...Object.values(contracts.payments),
    contracts.reply,
    ...[contracts.letter, contracts.report].filter((contract) => contract !== null),
    ...guardrails(contracts),
    triage(settings.currency),
    letterTriage(settings.currency),
    whoWrote,
    halfDone,
    promisedAnswer,
    unaskedGoods,
    unknownGoods,
    answerTickets(contracts, settings),
    answerMail(contracts, settings),
    refundReturns(contracts, settings),
    weeklyReport(contracts, settings),
    dailyDigest(contracts, settings),
    mailReport(contracts, settings),
  ];
}
