/**
 * A letter to a customer: subject, plain text and the same as simple HTML, in the customer's language where we have words for it.
 *
 * Boundary: pure. Who gets it, and by which channel, is not decided here.
 * Invariants: the two bodies say the same; every value is escaped in the HTML, whatever it is; the same facts make the same letter.
 */
import { formatMoney } from "praxis";
import { escapeHtml } from "../../escape-html.ts";
import type { Language } from "../read/language.ts";
import { type OrderFacts, type Passage, type Payment, type WishFacts, whereaboutsOf } from "./facts.ts";
import { listOf } from "./list-of.ts";
import { german } from "./words/de.ts";
import { english } from "./words/en.ts";
import { spanish } from "./words/es.ts";
import { french } from "./words/fr.ts";
import { italian } from "./words/it.ts";
import { type LetterLanguage, letterLanguages, type Words } from "./words/words.ts";

export interface LetterOptions {
  readonly language: Language;
  readonly currency: string;
  readonly shopName: string;
  /** The customer's first name as the shop has it; null for somebody it does not know. */
  readonly firstName: string | null;
}

export interface WrittenLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export const vocabulary: Readonly<Record<LetterLanguage, Words>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  it: italian,
};

/** A paragraph, or the lines of a list. */
type Block = string | readonly string[];

export function writeLetter(passages: readonly Passage[], options: LetterOptions): WrittenLetter {
  const language = letterLanguages.find((each) => each === options.language) ?? "en";
  const words = vocabulary[language];
  const { currency, firstName, shopName } = options;
  const amount = (cents: number): string => formatMoney(cents, currency, language);
  const blocks: Block[] = [
    firstName === null ? words.strangersGreeting : words.greeting(firstName),
    ...passages.flatMap((passage) => blocksOf(passage, words, amount)),
    `${words.farewell}\n${shopName}`,
  ];
  return {
    subject: words.subject(orderOf(passages)),
    text: `${blocks.map((block) => (typeof block === "string" ? block : block.map((line) => `- ${line}`).join("\n"))).join("\n\n")}\n`,
    html: `<!doctype html><html lang="${language}"><body>${blocks.map(toHtml).join("")}</body></html>`,
  };
}

function blocksOf(passage: Passage, words: Words, amount: (cents: number) => string): Block[] {
  switch (passage.kind) {
    case "wish":
      return [wishText(passage, words, amount)];
    case "whereabouts": {
      const where = whereaboutsOf(passage.status);
      const said = where === null ? words.lookInto : words.whereabouts[where];
      const { tracking } = passage;
      return [
        [lineOf(passage, words)],
        tracking.length === 0 ? said : `${said} ${words.tracking(tracking.join(", "))}`,
      ];
    }
    case "which order": {
      const { wasNamed, orders } = passage;
      const question = orders.length === 0 ? words.noOrderFits : wasNamed ? words.orderNotFound : words.whichOrder;
      return [question, ...linesOf(orders, words), words.answerWithNumber];
    }
    case "reminder":
      return [words.reminder, ...linesOf(passage.orders, words), words.answerWithNumber];
    case "goods back":
      return [
        `${words.goodsBack(passage.orderId, listOf(passage.items, words.and))} ${paymentText(passage.payment, words, amount)}`,
      ];
    case "closed":
      return [words.closed];
    case "handed over":
      return [words.handedOver];
    case "unknown customer":
      return [words.unknownCustomer];
    case "by hand":
      return passage.text.split(/\n{2,}/);
  }
}

function wishText(wish: WishFacts, words: Words, amount: (cents: number) => string): string {
  const { deed, orderId, items, end, code, payments } = wish;
  const order = orderId ?? "";
  const wished = words.wish[deed](order);
  if (end === "refused") return words.refused(wished, words.why.get(code) ?? words.otherWhy);
  if (end === "not done") return words.notYet(wished);
  if (end === "already") return words.already(wished);
  const done = words.done[deed](order, listOf(items, words.and));
  return [done, ...payments.map((payment) => paymentText(payment, words, amount))].join(" ");
}

function paymentText({ kind, amountCents, method }: Payment, words: Words, amount: (cents: number) => string): string {
  const where = method === null ? words.anyMethod : words.method[method];
  return (kind === "refund" ? words.refunded : words.charged)(amount(amountCents), where);
}

function linesOf(orders: readonly OrderFacts[], words: Words): Block[] {
  return orders.length === 0 ? [] : [orders.map((order) => lineOf(order, words))];
}

function lineOf({ orderId, items, status }: OrderFacts, words: Words): string {
  return words.orderLine(
    orderId,
    listOf(items, words.and),
    words.status.get(whereaboutsOf(status) ?? status) ?? status,
  );
}

/** The one order that it is about, for its subject. */
function orderOf(passages: readonly Passage[]): string | null {
  const ids = new Set(passages.flatMap((each) => ("orderId" in each && each.orderId !== null ? [each.orderId] : [])));
  const [only, ...others] = ids;
  return only === undefined || others.length > 0 ? null : only;
}

function toHtml(block: Block): string {
  return typeof block === "string"
    ? `<p>${escapeHtml(block).replaceAll("\n", "<br>")}</p>`
    : `<ul>${block.map((line) => `<li>${escapeHtml(line)}</li>`).join("")}</ul>`;
}
