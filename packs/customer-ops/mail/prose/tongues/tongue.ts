/**
 * The shape of a language that letters are read in: a table of words beside this file for each.
 *
 * Boundary: words only; what they point at is found by `resolve-draft`. Sources of regular expressions, matched whole and whatever the case;
 * `<name>` stands for the language's token of that name.
 * Invariants: no token repeats something that itself repeats, so that matching time is linear; each pattern names a part at most once; no pattern
 * lets a word through that it does not know, so that no negation, condition or doubt is ever skipped.
 */
export type Asks =
  | "cancel"
  | "return"
  | "return all"
  | "swap"
  | "address"
  | "own address"
  | "payment"
  | "whereabouts"
  /** All that wait or are on their way: "my orders". */
  | "whereabouts of all";

export interface Sentence {
  readonly asks: Asks;
  readonly pattern: string;
}

/** How things are named and counted in one language. */
export interface NounWords {
  /** Between the things of a list. */
  readonly and: string;
  /** Before a thing: "the", "my". */
  readonly article: string;
  readonly counts: Readonly<Record<string, number>>;
  /** What any thing may be called, where an order holds only one: "Artikel". Null: it has to be named. */
  readonly anything: string | null;
  /** Behind the name of a version: "size", "colour". */
  readonly afterVersion: string;
}

export interface Tongue {
  readonly language: "en" | "de" | "fr" | "es" | "it";
  readonly greeting: string;
  readonly farewell: string;
  /** Ask for nothing and change nothing. */
  readonly pleasantries: readonly string[];
  /** Thanks: a letter of nothing else needs no answer. */
  readonly praise: readonly string[];
  readonly tokens: Readonly<Record<string, string>>;
  readonly sentences: readonly Sentence[];
  /** "It is #W7001001": the order that the other sentences leave open. */
  readonly naming: string;
  /** Why it is cancelled, in a sentence of its own. */
  readonly reason: string;
  readonly nouns: NounWords;
}

const shared: Readonly<Record<string, string>> = {
  number: "(?:#|w|#w)?[ -]?\\d{7,12}",
  end: " ?[.!?]*",
};

/** A whole sentence of this language. */
export function sentencePattern({ tokens }: Pick<Tongue, "tokens">, source: string): RegExp {
  const fill = (text: string): string =>
    text.replace(/(?<!\(\?)<([a-z]+)>/g, (whole, name: string) => {
      const token = tokens[name] ?? shared[name];
      return token === undefined ? whole : fill(token);
    });
  return new RegExp(`^(?:${fill(source)})$`, "i");
}
