/**
 * The desk at which one mail is answered: what the parts of the process share, and how a letter leaves it.
 *
 * Invariant: a letter goes to the address that the shop has of the customer, whatever the mail says about where to answer.
 */
import type { Run } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { LetterPurpose } from "../contracts/letters.ts";
import type { CustomersShop } from "../processes/read-shop-view.ts";
import type { Settings } from "../settings.ts";
import type { IncomingMail } from "./incoming.ts";
import type { OrderFacts, Passage } from "./letters/facts.ts";
import { writeLetter } from "./letters/write-letter.ts";
import type { Language } from "./read/language.ts";

export interface Desk {
  readonly run: Run;
  readonly contracts: CustomerContracts;
  readonly settings: Settings;
  readonly mail: IncomingMail;
  readonly language: Language;
  /** Null while it is not known who wrote. */
  readonly shop: CustomersShop | null;
}

export async function sendLetter(
  desk: Desk,
  purpose: LetterPurpose,
  passages: readonly Passage[],
  number = 1,
): Promise<void> {
  const { run, contracts, settings, mail, language, shop } = desk;
  const { currency, shopName } = settings;
  const customer = shop?.customer;
  const letter = writeLetter(passages, { language, currency, shopName, firstName: customer?.firstName ?? null });
  const to = customer?.email ?? mail.from.address;
  if (contracts.letter === null) {
    // No mailbox: it is kept where the shop's people can read and send it.
    await run.do(contracts.reply, { to, ticket: mail.id, template: "letter", subject: letter.text, code: "" });
    return;
  }
  await run.do(contracts.letter, {
    to,
    customerId: customer?.id ?? to,
    answers: mail.id,
    purpose,
    number,
    ...letter,
    subject: `Re: ${subjectOf(mail, letter.subject)}`,
    thread: { id: mail.thread, inReplyTo: mail.id, references: [...mail.references, mail.id] },
  });
}

const longestSubject = 120;

/** Mail programs keep a conversation together by its subject. What is not plain text in one line does not come back. */
function subjectOf({ subject }: IncomingMail, otherwise: string): string {
  const plain = subject
    .replace(/[\p{C}\s]+/gu, " ")
    .replace(/^(?:(?:re|aw|sv|odp|rv|fwd?|wg|tr)\s*:\s*)+/i, "")
    .trim()
    .slice(0, longestSubject);
  return plain === "" || /[<>]/.test(plain) ? otherwise : plain;
}

export function orderFacts(shop: CustomersShop, ids: readonly string[]): OrderFacts[] {
  return shop.orders.flatMap(({ id, status, items }) =>
    ids.includes(id) ? [{ orderId: id, status, items: items.map(({ name }) => name) }] : [],
  );
}
