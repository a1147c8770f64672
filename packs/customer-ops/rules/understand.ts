/**
 * Reads a customer's ticket by explicit rules: all of it, or none.
 *
 * Boundary: a pure function of the text and the shop view. No I/O, no clock, no randomness; what the shop will allow is not
 * decided here.
 * Invariants:
 * 1. Wrong never: a ticket is understood only if every clause is taken whole by exactly one rule, every reference resolves
 *    to one thing, and the wishes go together in one way. Anything else is declined, for a person.
 * 2. A declined ticket yields no wish at all, not even those of its clear clauses.
 * 3. Any string is read in linear time; no text makes it throw.
 */
import type { ClauseRule, Meaning } from "./grammar/clause-rule.ts";
import { fillerRules } from "./grammar/filler-rules.ts";
import { itemRules } from "./grammar/item-rules.ts";
import { orderRules } from "./grammar/order-rules.ts";
import { splitClauses } from "./grammar/split-clauses.ts";
import { type Reading, unclear } from "./reading.ts";
import { reconcileWishes } from "./reconcile-wishes.ts";
import type { ShopView } from "./shop-view.ts";
import type { Clause, Unclear, Understanding, Wish } from "./wish.ts";

const rules: readonly ClauseRule[] = [...fillerRules, ...orderRules, ...itemRules];

/** How much of a text a person is shown beside the reason. */
const excerptLength = 300;

export function understand(ticket: { text: string }, shop: ShopView): Understanding {
  const split = splitClauses(ticket.text);
  if (!split.clear) return decline([], [{ text: ticket.text, why: split.why }]);
  const readings = split.value.map((text) => ({ text, ...readClause(text, shop) }));
  const unreadable = readings.flatMap(({ text, reading }) => (reading.clear ? [] : [{ text, why: reading.why }]));
  const recognised = readings.flatMap(({ text, rule, reading }) =>
    reading.clear ? [{ text, rule, meaning: reading.value }] : [],
  );
  const conflicts = reconcileWishes(recognised.map(({ meaning }) => meaning)).flatMap(({ clause, why }) => {
    const text = recognised[clause]?.text;
    return text === undefined ? [] : [{ text, why }];
  });
  const wishes: Wish[] = [];
  const clauses = recognised.map(({ text, rule, meaning }): Clause => {
    if (meaning.wish === null) return { text, wish: null, rule };
    return { text, wish: wishes.push(meaning.wish) - 1, rule };
  });
  const nothingAsked =
    wishes.length === 0 ? [{ text: ticket.text, why: "The text asks for nothing that a rule knows." }] : [];
  const problems = [...unreadable, ...conflicts, ...(unreadable.length === 0 ? nothingAsked : [])];
  return problems.length === 0 ? { status: "understood", wishes, clauses } : decline(clauses, problems);
}

function readClause(text: string, shop: ShopView): { rule: string; reading: Reading<Meaning> } {
  const matches = rules.flatMap((rule) => {
    const match = rule.pattern.exec(text);
    return match === null ? [] : [{ rule, groups: match.groups ?? {} }];
  });
  const [only, ...others] = matches;
  if (only === undefined) return { rule: "none", reading: unclear("No rule takes this clause as a whole.") };
  if (others.length > 0) return { rule: "several", reading: unclear("More than one rule takes this clause.") };
  return { rule: only.rule.name, reading: only.rule.read((name) => only.groups[name] ?? "", shop) };
}

function decline(clauses: readonly Clause[], unclearParts: readonly Unclear[]): Understanding {
  return {
    status: "declined",
    clauses: clauses.map((clause) => ({ ...clause, wish: null })),
    unclear: unclearParts.map(({ text, why }) => ({ text: text.slice(0, excerptLength), why })),
  };
}
