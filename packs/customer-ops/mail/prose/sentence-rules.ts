/**
 * From a sentence to what it asks for: each pattern of a language takes a whole sentence, or none of it.
 *
 * Boundary: words only; what they point at is found by `resolve-draft`.
 * Invariant: a sentence that two patterns take, and understand otherwise, is taken by none.
 */
import { isDeepStrictEqual } from "node:util";
import { asOrderId } from "../../rules/order-number.ts";
import type { Address } from "../../rules/shop-view.ts";
import type { CancelReason } from "../../rules/wish.ts";
import type { Draft } from "./draft.ts";
import { type Asks, sentencePattern, type Tongue } from "./tongues/tongue.ts";

type Parts = (name: string) => string | null;

/** Null: it looks like one of these, but is not quite. */
const draftOf: Readonly<Record<Asks, (part: Parts) => Draft | null>> = {
  cancel: (part) => ({ kind: "cancel", order: orderOf(part), reason: reasonOf(part) }),
  return: (part) => ({ kind: "return", order: orderOf(part), items: part("items"), method: part("method") }),
  "return all": (part) => ({ kind: "return", order: orderOf(part), items: null, method: null }),
  swap: (part) => {
    const [item, to] = [part("item"), part("to")];
    return item === null || to === null ? null : { kind: "swap", order: orderOf(part), item, to };
  },
  address: (part) => {
    const address = addressOf(part("address") ?? "");
    return address && { kind: "address", order: orderOf(part), address };
  },
  "own address": (part) => {
    const address = addressOf(part("address") ?? "");
    return address && { kind: "own address", address };
  },
  payment: (part) => {
    const method = part("method");
    return method === null ? null : { kind: "payment", order: orderOf(part), method };
  },
  whereabouts: (part) => ({ kind: "whereabouts", order: orderOf(part) }),
  "whereabouts of all": () => ({ kind: "whereabouts", order: null }),
};

export type SentenceReading =
  | { readonly says: "draft"; readonly draft: Draft }
  /** `isCertain`: it is written as only a number of an order is, and not as digits alone. */
  | { readonly says: "order"; readonly order: string; readonly isCertain: boolean }
  | { readonly says: "reason"; readonly reason: CancelReason }
  | { readonly says: "unclear"; readonly why: string };

export type SentenceReader = (sentence: string) => SentenceReading;

/** @returns what reads the sentences of one language */
export function sentenceReader(tongue: Tongue): SentenceReader {
  const naming = sentencePattern(tongue, tongue.naming);
  const reasonAlone = sentencePattern(tongue, tongue.reason);
  const rules = tongue.sentences.map(({ asks, pattern }) => ({ asks, pattern: sentencePattern(tongue, pattern) }));
  return (sentence) => {
    const named = naming.exec(sentence)?.groups?.order;
    if (named !== undefined) return { says: "order", order: asOrderId(named), isCertain: /[w#]/i.test(named) };
    const reason = reasonAlone.exec(sentence)?.groups;
    if (reason !== undefined) return { says: "reason", reason: reasonOf((name) => reason[name] ?? null) };
    const drafts = rules.flatMap(({ asks, pattern }) => {
      const match = pattern.exec(sentence);
      const draft = match && draftOf[asks]((name) => match.groups?.[name] ?? null);
      return draft === null ? [] : [draft];
    });
    const [first, ...others] = drafts;
    if (first === undefined) return { says: "unclear", why: "no rule takes this sentence as a whole" };
    return others.every((other) => isDeepStrictEqual(other, first))
      ? { says: "draft", draft: first }
      : { says: "unclear", why: "more than one rule takes this sentence" };
  };
}

function orderOf(part: Parts): string | null {
  const order = part("order") ?? part("bare");
  return order === null ? null : asOrderId(order);
}

function reasonOf(part: Parts): CancelReason {
  return part("mistaken") === null ? "no longer needed" : "ordered by mistake";
}

const american =
  /^(?<address1>[A-Za-z0-9 .'#/-]{4,60}?)(?:, (?<address2>(?:[Aa]pt|[Ss]uite|[Uu]nit|[Ff]loor|[Ff]lat)[A-Za-z0-9 .#-]{1,20}))?, (?<city>[A-Za-z .'-]{2,40}),? (?<state>[A-Z]{2}),? (?<zip>\d{5})(?:,? (?:USA|United States))?[.!]*$/;

/** One line, as it is written in the USA. Any other address is for a person. */
function addressOf(text: string): Address | null {
  const { address1, address2, city, state, zip } = american.exec(text.trim())?.groups ?? {};
  if (address1 === undefined || city === undefined || state === undefined || zip === undefined) return null;
  return { address1: address1.trim(), address2: address2 ?? "", city: city.trim(), state, country: "USA", zip };
}
