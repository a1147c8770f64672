/**
 * A customer's ticket: what it asks for is found out, each wish is carried out or refused by itself, and the customer is told, in one answer.
 *
 * Invariant: no answer that promises a person's is given without a person being asked for it.
 */
import { linkCustomer, type Process, process, type Run } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { LetterPurpose } from "../contracts/letters.ts";
import { fullName } from "../contracts/named.ts";
import { openWishes } from "../mail/answer-mail.ts";
import { factsOfOrders, factsOfWish } from "../mail/facts-of-wish.ts";
import { type Passage, promisesPerson } from "../mail/letters/facts.ts";
import { writeLetter } from "../mail/letters/write-letter.ts";
import { type Language, languageOf } from "../mail/read/language.ts";
import type { Settings } from "../settings.ts";
import { accountAgeDays, carryOutWish, type WishEnd } from "./carry-out-wish.ts";
import { askForPromised } from "./promised-answer.ts";
import { type CustomersShop, readShopView } from "./read-shop-view.ts";
import { type Ticket, takenTicket } from "./tickets.ts";
import { languageOfTicket, type Telling, type TicketAnswer, triage } from "./triage.ts";

interface Counter {
  readonly run: Run;
  readonly contracts: CustomerContracts;
  readonly settings: Settings;
  readonly ticket: Ticket;
  readonly language: Language;
  /** Null: there is no such customer. */
  readonly shop: CustomersShop | null;
}

export function answerTickets(contracts: CustomerContracts, settings: Settings): Process {
  const asks = triage(settings.currency);
  return process("answer tickets", { on: "TicketReceived", input: takenTicket }, async (run, taken) => {
    const ticket = { ...taken, id: taken.id ?? run.id };
    const shop = await readShopView(run, contracts, ticket);
    const counter = { run, contracts, settings, ticket };
    if (shop === null) {
      const stranger = { ...counter, shop, language: languageOf(ticket.text) };
      await tell(stranger, "unknown customer", [{ kind: "unknown customer" }]);
      return endOf(ticket, null, [], `there is no customer ${ticket.customer}`);
    }
    await tellWhoItIs(run, ticket, shop);
    const known = { ...counter, shop, language: languageOfTicket({ ticket, shop }) };
    const decided = await run.decide(asks, { ticket, shop });
    if (decided.status === "declined") {
      await tell(known, "handed over", [{ kind: "handed over" }]);
      return endOf(ticket, null, [], `nobody could say what it asks for: ${decided.reason}`);
    }
    const asker = {
      customerId: shop.customer.id,
      sender: "verified",
      accountAgeDays: accountAgeDays(shop.orders, run.now()),
    } as const;
    const ends: WishEnd[] = [];
    const reply = decided.answer.reply.trim();
    const passages: Passage[] = reply === "" ? [] : [{ kind: "by hand", text: reply }];
    for (const asked of decided.answer.operations) {
      if (isTelling(asked)) {
        passages.push(...passagesOf(asked, shop));
        continue;
      }
      const end = await carryOutWish(run, contracts, asker, asked, shop);
      ends.push(end);
      passages.push(factsOfWish(asked, end, shop));
    }
    // Neither a deed nor a word is no answer to whoever wrote: a colleague's follows.
    if (passages.length === 0) await tell(known, "handed over", [{ kind: "handed over" }]);
    else await tell(known, reply === "" ? "answer" : "by hand", passages, ends);
    return endOf(ticket, decided.rung, ends, "");
  });
}

/** A ticket may name its customer by an address; and what they are called only the shop knows. */
async function tellWhoItIs(run: Run, { customer: named }: Ticket, { customer }: CustomersShop): Promise<void> {
  const byMail = named.includes("@") ? [{ kind: "mail", value: named.trim() }] : [];
  await run.do(linkCustomer, {
    handles: [{ kind: "customer", value: customer.id }, ...byMail],
    why: byMail.length === 0 ? "the shop knows this customer" : "the shop has this mail address in this account",
    name: fullName(customer),
    merge: true,
  });
}

function isTelling(asked: TicketAnswer["operations"][number]): asked is Telling {
  return asked.name === "tell whereabouts" || asked.name === "tell orders";
}

function passagesOf(asked: Telling, shop: CustomersShop): Passage[] {
  if (asked.name === "tell orders")
    return [{ kind: "which order", wasNamed: true, orders: factsOfOrders(shop, asked.arguments.orderIds) }];
  const { orderId, tracking } = asked.arguments;
  return factsOfOrders(shop, [orderId]).map((order) => ({ kind: "whereabouts", tracking, ...order }));
}

async function tell(
  counter: Counter,
  purpose: LetterPurpose,
  passages: readonly Passage[],
  ends: readonly WishEnd[] = [],
): Promise<void> {
  const { run, shop, ticket } = counter;
  const told = await record(counter, purpose, passages);
  if (!promisesPerson(passages)) return;
  const customer = shop === null ? ticket.customer : fullName(shop.customer);
  const reply = await askForPromised(run, {
    customer,
    wrote: { from: ticket.customer, text: ticket.text },
    told,
    open: openWishes(ends),
  });
  if (reply !== null) await record(counter, "as promised", [{ kind: "by hand", text: reply }]);
}

/** @returns its text */
async function record(
  { run, contracts, settings, ticket, language, shop }: Counter,
  purpose: LetterPurpose,
  passages: readonly Passage[],
): Promise<string> {
  const { currency, shopName } = settings;
  const firstName = shop?.customer.firstName ?? null;
  const { subject, text } = writeLetter(passages, { language, currency, shopName, firstName });
  await run.do(contracts.reply, { to: ticket.customer, ticket: ticket.id, purpose, subject, text });
  return text;
}

/** What the run ends with: what `praxis show` and the demo's table tell. */
function endOf(ticket: Ticket, readBy: "rule" | "person" | null, wishes: readonly WishEnd[], why: string) {
  return { ticket: ticket.id, customer: ticket.customer, readBy, wishes, why };
}
