/**
 * The desk at which one mail is answered: what the parts of the process share, and how a letter leaves it.
 *
 * Invariants: a letter goes to the address that the shop has of the customer, whatever the mail says about where to answer; none that promises a
 * person's answer leaves without a person being asked for it.
 */
import type { Run } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { LetterPurpose } from "../contracts/letters.ts";
import { fullName } from "../contracts/named.ts";
import { askForPromised, type Promised } from "../processes/promised-answer.ts";
import type { CustomersShop } from "../processes/read-shop-view.ts";
import type { Settings } from "../settings.ts";
import type { IncomingMail } from "./incoming.ts";
import { type Passage, promisesPerson } from "./letters/facts.ts";
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

/** What is open behind a letter that promises an answer. */
type OpenWish = Promised["open"][number];

/**
 * @param number the how-manieth of its kind for this mail @param open what was not done
 * @returns once it is sent; where it promises that a person writes, once a person was asked to, and what they wrote is sent as well
 */
export async function sendLetter(
  desk: Desk,
  purpose: LetterPurpose,
  passages: readonly Passage[],
  number = 1,
  open: readonly OpenWish[] = [],
): Promise<void> {
  const { run, mail, shop } = desk;
  const told = await send(desk, purpose, passages, number);
  if (!promisesPerson(passages)) return;
  const customer = shop === null ? mail.from.address : fullName(shop.customer);
  const reply = await askForPromised(run, {
    customer,
    wrote: { from: mail.from.address, text: mail.text || mail.subject },
    told,
    open: [...open],
  });
  if (reply !== null) await send(desk, "as promised", [{ kind: "by hand", text: reply }], number);
}

/** @returns its text */
async function send(desk: Desk, purpose: LetterPurpose, passages: readonly Passage[], number: number): Promise<string> {
  const { run, contracts, settings, mail, language, shop } = desk;
  const { currency, shopName } = settings;
  const customer = shop?.customer;
  const letter = writeLetter(passages, { language, currency, shopName, firstName: customer?.firstName ?? null });
  const to = customer?.email ?? mail.from.address;
  if (contracts.letter === null) {
    // No mailbox: it is kept where the shop's people can read and send it.
    const { subject, text } = letter;
    await run.do(contracts.reply, { to, ticket: mail.id, purpose, subject, text });
    return text;
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
  return letter.text;
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
