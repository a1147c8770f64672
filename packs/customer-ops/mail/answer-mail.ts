/**
 * A customer's mail: whose it is and what it asks for is found out, each wish is carried out or refused by itself, and the customer is answered in
 * the thread.
 *
 * Invariants:
 * 1. What a program sent starts nothing; it is kept.
 * 2. Nothing in a mail is taken for permission: wishes pass the same contracts and policies as any ticket, and one whose sender is not
 *    authenticated waits for a person.
 * 3. A stranger is asked for the number of an order only where the letter reads as about one; anything else is for a person.
 * 4. One mail gets one answer to all its wishes. A wish that another letter asked for as well is told of in that letter's answer alone.
 */
import { linkCustomer, type Process, process } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import { fullName } from "../contracts/named.ts";
import { accountAgeDays, carryOutWish, type WishEnd } from "../processes/carry-out-wish.ts";
import { type CustomersShop, readShopOf } from "../processes/read-shop-view.ts";
import type { Settings } from "../settings.ts";
import { askWhichOrder, waitForMail } from "./ask-which-order.ts";
import { type Desk, sendLetter } from "./desk.ts";
import { factsOfWish } from "./facts-of-wish.ts";
import { type IncomingMail, incomingMail, isProven } from "./incoming.ts";
import { letterTriage, type TriageAnswer } from "./letter-triage.ts";
import type { Passage } from "./letters/facts.ts";
import { readsAsAboutOrder } from "./read/about-order.ts";
import { languageOf } from "./read/language.ts";
import { whoWrote } from "./who-wrote.ts";

type DeskOfCustomer = Desk & { readonly shop: CustomersShop };

/** What the run ends with. */
interface MailEnd {
  readonly mail: string;
  readonly customer: string | null;
  readonly readBy: "rule" | "person" | null;
  readonly wishes: readonly WishEnd[];
  readonly why: string;
}

/** Rounds of asking in one thread, after which a new mail starts anew. */
const mostRounds = 5;
const answerWithinMs = 14 * 86_400_000;

export function answerMail(contracts: CustomerContracts, settings: Settings): Process {
  return process(
    "answer mail",
    { on: "MailReceived", input: incomingMail, unlessAwaited: true },
    async (run, mail): Promise<MailEnd> => {
      const nobody = { mail: mail.id, customer: null, readBy: null, wishes: [] };
      if (mail.automatic) return { ...nobody, why: "a program sent it: it is kept, and nothing is done" };
      const stranger = { run, contracts, settings, mail, language: languageOf(mail.text), shop: null };
      const found = await findWriter(stranger);
      if ("why" in found) return { ...nobody, why: found.why };
      const desk = { ...stranger, shop: found.shop };
      return answer(desk);
    },
  );
}

async function findWriter(desk: Desk): Promise<{ shop: CustomersShop } | { why: string }> {
  const { run, contracts, mail } = desk;
  const known = await run.do(contracts.read.customerByMail, { address: mail.from.address });
  if (known !== null) {
    // Whoever wrote this very mail, the address is the customer's: the shop has it in one account.
    const handles = [customerHandle(known.id), { kind: "mail", value: mail.from.address }];
    const why = "the shop has this mail address in this account";
    await run.do(linkCustomer, { handles, why, name: fullName(known), merge: true });
    return { shop: await readShopOf(run, contracts, known) };
  }
  if (isProven(mail) && !readsAsAboutOrder(mail)) {
    await sendLetter(desk, "handed over", [{ kind: "handed over" }]);
    return { why: "the shop knows no customer of this address, and it is about no order: a person was asked" };
  }
  if (isProven(mail)) {
    await sendLetter(desk, "unknown customer", [{ kind: "unknown customer" }]);
    return { why: "the shop knows no customer of this address; the sender was told so" };
  }
  const said = await run.decide(whoWrote, { mail });
  const id = said.status === "answered" ? said.answer.customer : "";
  const named = id === "" ? null : await run.do(contracts.read.customer, { id });
  if (named === null) return { why: "nobody knows who wrote it: it is kept, and nothing is done" };
  if (mail.from.address !== "") {
    const handles = [customerHandle(named.id), { kind: "mail", value: mail.from.address }];
    const by = said.status === "answered" ? said.by : "somebody";
    const why = `${by} says that this customer wrote from there`;
    await run.do(linkCustomer, { handles, why, name: fullName(named), merge: false });
  }
  return { shop: await readShopOf(run, contracts, named) };
}

/** Tickets and orders name their customer so. */
function customerHandle(id: string): { kind: string; value: string } {
  return { kind: "customer", value: id };
}

async function answer(from: DeskOfCustomer): Promise<MailEnd> {
  const { run, mail, shop } = from;
  let desk = from;
  const ends: WishEnd[] = [];
  let readBy: MailEnd["readBy"] = null;
  const endWith = (why: string): MailEnd => ({ mail: mail.id, customer: shop.customer.id, readBy, wishes: ends, why });
  const readLetter = letterTriage(from.settings.currency);
  let chosen: string | null = null;
  /** Whether any mail of the thread may be from somebody else. */
  let isDoubtful = !isProven(mail);
  const since: IncomingMail[] = [];
  for (let round = 1; round <= mostRounds; round += 1) {
    const decided = await run.decide(readLetter, { mail, shop, chosen, since });
    if (decided.status === "declined") {
      await sendLetter(desk, "handed over", [{ kind: "handed over" }]);
      return endWith(`nobody could say what it asks for: ${decided.reason}`);
    }
    readBy = readBy === "person" ? "person" : decided.rung;
    if (decided.answer.language !== null) desk = { ...desk, language: decided.answer.language };
    if (decided.answer.whichOrder !== null) {
      const given = await askWhichOrder(desk, decided.answer.whichOrder);
      if (given.status === "closed") return endWith("the customer did not say which order it is about");
      if (given.status === "order") chosen = given.orderId;
      else since.push(given.mail);
      if (!isProven(given.mail) || given.mail.from.address !== mail.from.address) isDoubtful = true;
      continue;
    }
    const sender = isDoubtful ? "unverified" : "verified";
    ends.push(...(await actOn(desk, decided.answer, { sender, round })));
    if (!decided.answer.waitForAnswer) return endWith("");
    const next = await waitForMail({ run, mail }, run.now() + answerWithinMs);
    if (next === null) return endWith("the customer did not answer within 14 days");
    since.push(next);
    if (!isProven(next) || next.from.address !== mail.from.address) isDoubtful = true;
  }
  return endWith("the thread went on for too long; what comes next starts anew");
}

async function actOn(
  desk: DeskOfCustomer,
  { operations, told, reply }: TriageAnswer,
  { sender, round }: { readonly sender: "verified" | "unverified"; readonly round: number },
): Promise<WishEnd[]> {
  const { run, contracts, shop } = desk;
  const asker = {
    customerId: shop.customer.id,
    sender,
    accountAgeDays: accountAgeDays(shop.orders, run.now()),
  };
  const ends: WishEnd[] = [];
  const passages: Passage[] = reply.trim() === "" ? [] : [{ kind: "by hand", text: reply.trim() }];
  for (const operation of operations) {
    const end = await carryOutWish(run, contracts, asker, operation, shop);
    ends.push(end);
    passages.push(factsOfWish(operation, end, shop));
  }
  passages.push(...told.flatMap((each) => tell(each, shop)));
  const isPerson = reply.trim() !== "";
  if (passages.length > 0) await sendLetter(desk, isPerson ? "by hand" : "answer", passages, round, openWishes(ends));
  return ends;
}

/** Of those that were not done, for whoever has to explain it. */
export function openWishes(ends: readonly WishEnd[]): { wish: string; why: string }[] {
  return ends.flatMap(({ status, wish, why }) => (status === "done" || status === "refused" ? [] : [{ wish, why }]));
}

function tell(told: TriageAnswer["told"][number], shop: CustomersShop): Passage[] {
  const order = shop.orders.find(({ id }) => id === told.orderId);
  const items = order?.items.map(({ name }) => name) ?? [];
  if (told.kind === "whereabouts") return [{ ...told, items }];
  return [{ kind: "wish", deed: told.operation, orderId: told.orderId, items, end: "already", code: "", payments: [] }];
}
