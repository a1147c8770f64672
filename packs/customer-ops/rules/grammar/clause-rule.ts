/**
 * The shape of one rule, and the tokens that the patterns share.
 *
 * Boundary: the tables in this folder are made of these; `understand` runs them.
 * Invariants:
 * 1. `clausePattern` anchors at both ends: a rule takes a whole clause or none of it.
 * 2. No token repeats something that itself repeats, so that matching time is linear in the clause's length.
 */

import type { Reading } from "../reading.ts";
import type { ShopView } from "../shop-view.ts";
import type { Wish } from "../wish.ts";

/** What a clause means; `reliesOn` names orders whose present address the clause points at. */
export type Meaning = { wish: Wish | null; reliesOn: readonly string[] };

/** The named parts of a matched clause; a part that did not match is an empty string, which no resolver accepts. */
export type Parts = (name: string) => string;

export type ClauseRule = {
  name: string;
  pattern: RegExp;
  read: (part: Parts, shop: ShopView) => Reading<Meaning>;
};

/** In a pattern's source, `<order>` and the like stand for these; everything else is regular-expression source. */
const tokens: Readonly<Record<string, string>> = {
  order: "(?<order>#W\\d{1,12})",
  same: "(?<same>#W\\d{1,12})",
  method: "(?<method>[a-z]+(?:_[a-z]+)?_\\d{1,12})",
  literal: "(?<literal>\\{[^{}]*\\})",
  please: "(?:Please |(?:I|You) want to |(?:I|You) would like to |(?:I|You)'d like to )?",
};

export function clausePattern(source: string): RegExp {
  return new RegExp(`^${source.replace(/<([a-z]+)>/g, (whole, name: string) => tokens[name] ?? whole)}$`);
}

export function wishing(wish: Wish, reliesOn: readonly string[] = []): Meaning {
  return { wish, reliesOn };
}
