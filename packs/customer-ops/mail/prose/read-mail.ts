/**
 * Reads a customer's letter in plain words by explicit rules: all of it, or none.
 *
 * Boundary: a pure function of the letter and the shop view. What the shop and the policies allow is not decided here.
 * Invariants:
 * 1. Wrong never: a letter is understood only if every sentence is taken whole in one language, every reference resolves to one thing, and no two
 *    wishes are about one order. Anything else is for a person.
 * 2. What a letter quotes or forwards is never a wish; an order's number may be taken from it, if it is the only one there.
 * 3. Any string is read in linear time; no text makes it throw.
 */
import { isDeepStrictEqual } from "node:util";
import { type Language, languageOf } from "../read/language.ts";
import type { Draft, MailReading, MailWish } from "./draft.ts";
import { type Reader, readers } from "./readers.ts";
import { type MailShop, type OrderHints, resolveDraft } from "./resolve-draft.ts";
import type { SentenceReading } from "./sentence-rules.ts";
import { sentencesOf } from "./sentences.ts";

export interface Letter extends OrderHints {
  /** What is new in it. */
  readonly text: string;
}

type Declined = Extract<MailReading, { status: "declined" }>;

/** A letter that two languages would read is understood only if they read the same in it. */
export function readMail(letter: Letter, shop: MailShop): MailReading {
  const readings = readers.map((reader) => readIn(reader, letter, shop));
  const [first, ...others] = readings.filter((reading) => reading.status !== "declined");
  if (first === undefined) return declinedIn(languageOf(letter.text), readings, letter.text);
  const isOne = others.every((other) => isDeepStrictEqual(withoutLanguage(other), withoutLanguage(first)));
  return isOne ? first : decline(letter.text, "two languages read different things in it");
}

function withoutLanguage({ language: _, ...reading }: Exclude<MailReading, Declined>): object {
  return reading;
}

/** What stopped the rules of the language that it seems to be in. */
function declinedIn(language: Language, readings: readonly MailReading[], text: string): MailReading {
  const at = readers.findIndex(({ tongue }) => tongue.language === language);
  return readings[Math.max(0, at)] ?? decline(text, "no rule reads it");
}

function readIn(reader: Reader, { text, hint, chosen }: Letter, shop: MailShop): MailReading {
  const { language } = reader.tongue;
  const split = sentencesOf(text, shop.customer, reader.tongue);
  if (!split.clear) return decline(text, split.why);
  const sentences = split.value;
  if (sentences.length === 0)
    return text.split("\n").some((line) => reader.isPraise(line.replace(/[¡¿]/g, "").trim()))
      ? { status: "understood", language, wishes: [] }
      : decline("", "the letter says nothing by itself");
  if (sentences.every(reader.isPraise)) return { status: "understood", language, wishes: [] };
  const own = new Set(shop.orders.map(({ id }) => id));
  const readings = sentences
    .filter((sentence) => !reader.asksForNothing(sentence))
    .map((sentence) => ({ sentence, reading: ofTheirs(reader.readSentence(sentence), own) }));
  const unclear = readings.flatMap(({ sentence, reading }) =>
    reading.says === "unclear" ? [{ text: sentence, why: reading.why }] : [],
  );
  if (unclear.length > 0) return { status: "declined", unclear };
  const said = readings.map(({ reading }) => reading);
  return together(draftsOf(said), { hint: hintOf(said, hint), chosen }, shop, { reader, text });
}

/** Digits alone may be anything's number: they are an order's where the customer has it. */
function ofTheirs(reading: SentenceReading, own: ReadonlySet<string>): SentenceReading {
  return reading.says === "order" && !reading.isCertain && !own.has(reading.order)
    ? { says: "unclear", why: "the number is none of this customer's orders" }
    : reading;
}

function draftsOf(readings: readonly SentenceReading[]): Draft[] {
  const reason = readings.find((reading) => reading.says === "reason")?.reason;
  return readings.flatMap((reading) => {
    if (reading.says !== "draft") return [];
    const { draft } = reading;
    return draft.kind === "cancel" && reason !== undefined ? [{ ...draft, reason }] : [draft];
  });
}

function hintOf(readings: readonly SentenceReading[], hint: string | null): string | null {
  const said = readings.flatMap((reading) => (reading.says === "order" ? [reading.order] : []));
  return said.length === 1 ? (said[0] ?? null) : said.length === 0 ? hint : null;
}

function together(
  drafts: readonly Draft[],
  hints: OrderHints,
  shop: MailShop,
  { reader, text }: { readonly reader: Reader; readonly text: string },
): MailReading {
  const { language, nouns } = reader.tongue;
  if (drafts.length === 0) return decline(text, "the letter asks for nothing that a rule knows");
  const wishes: MailWish[] = [];
  for (const draft of drafts) {
    const resolved = resolveDraft(draft, shop, hints, nouns);
    if (resolved.clear === "which order") {
      const candidates = resolved.candidates.map(({ id, status }) => ({ id, status }));
      const onlyAsks = drafts.every(({ kind }) => kind === "whereabouts");
      return { status: "which order", language, onlyAsks, named: resolved.named, candidates };
    }
    if (!resolved.clear) return decline(text, resolved.why);
    wishes.push(...resolved.value.filter((wish) => !isTold(wish, wishes)));
  }
  const targets = wishes.flatMap((wish) => (wish.kind === "whereabouts" ? [] : [targetOf(wish)]));
  const twice = targets.find((target, at) => targets.indexOf(target) !== at);
  return twice === undefined
    ? { status: "understood", language, wishes }
    : decline(text, `it asks for more than one thing for ${twice}`);
}

/** Where an order is is told once, however often it is asked. */
function isTold(wish: MailWish, wishes: readonly MailWish[]): boolean {
  return wish.kind === "whereabouts" && wishes.some((earlier) => isDeepStrictEqual(earlier, wish));
}

function decline(text: string, why: string): Declined {
  return { status: "declined", unclear: [{ text: text.slice(0, 300), why }] };
}

function targetOf(wish: Exclude<MailWish, { kind: "whereabouts" }>): string {
  if (wish.kind === "already") return wish.orderId;
  const { operation } = wish;
  return operation.name === "modify_user_address" ? operation.arguments.user_id : operation.arguments.order_id;
}
