/** The shape of a language's words: a file beside this one for each. */
import type { Deed, MethodKind, Whereabouts } from "../facts.ts";

export const letterLanguages = ["en", "de", "fr", "es", "it"] as const;
export type LetterLanguage = (typeof letterLanguages)[number];

export interface Words {
  readonly greeting: (name: string) => string;
  readonly strangersGreeting: string;
  readonly farewell: string;
  readonly and: string;
  readonly method: Readonly<Record<MethodKind, string>>;
  /** Where the method is not known any more. */
  readonly anyMethod: string;
  /** What was done, as a whole sentence. `items` is empty or a list of names. */
  readonly done: Readonly<Record<Deed, (order: string, items: string) => string>>;
  /** What was wished for, to stand behind "We could not". */
  readonly wish: Readonly<Record<Deed, (order: string) => string>>;
  readonly refunded: (amount: string, method: string) => string;
  readonly charged: (amount: string, method: string) => string;
  readonly refused: (wish: string, why: string) => string;
  /** Who is promised to write: in each of the three sentences that promise it, and in no other. */
  readonly colleague: string;
  readonly notYet: (wish: string) => string;
  readonly lookInto: string;
  readonly handedOver: string;
  readonly already: (wish: string) => string;
  /** By the shop's codes of refusal: what it means, and what the customer can do. */
  readonly why: ReadonlyMap<string, string>;
  readonly otherWhy: string;
  readonly whereabouts: Readonly<Record<Whereabouts, string>>;
  readonly tracking: (numbers: string) => string;
  readonly orderLine: (order: string, items: string, status: string) => string;
  readonly status: ReadonlyMap<string, string>;
  readonly whichOrder: string;
  readonly orderNotFound: string;
  readonly noOrderFits: string;
  readonly answerWithNumber: string;
  readonly reminder: string;
  readonly closed: string;
  readonly unknownCustomer: string;
  readonly goodsBack: (order: string, items: string) => string;
  readonly subject: (order: string | null) => string;
}
