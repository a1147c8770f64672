/**
 * Clauses that ask for nothing: who is writing, and what kind of person that is.
 *
 * Boundary: they never make a wish, and the statements about identity must be true of the authenticated customer.
 * Invariant: the adjectives are a closed list of temperaments. Words that could colour a wish ("forgetful", "undecided",
 * "frugal") stay out of it.
 */

import { clear, type Reading, unclear } from "../reading.ts";
import type { Customer } from "../shop-view.ts";
import { type ClauseRule, clausePattern, type Meaning } from "./clause-rule.ts";

const temperaments = [
  "busy calm cautious cheerful confident creative curious dependent direct flexible friendly gentle happy humble",
  "impatient independent insecure kind logical messy nervous optimistic organized outgoing patient pessimistic polite",
  "quiet relaxing reserved rigid sad shy",
]
  .join(" ")
  .replaceAll(" ", "|");

const temperament = `(?:${temperaments})`;
const name = "(?<name>[A-Za-z'-]{1,40} [A-Za-z'-]{1,40})";
const nothingAsked: Meaning = { wish: null, reliesOn: [] };

export const fillerRules: readonly ClauseRule[] = [
  {
    name: "identity by zip code",
    pattern: clausePattern(`(?:Your|My) name is ${name} and (?:your|my) zip code is (?<zip>\\d{5})`),
    read: (part, shop) => sameCustomer(shop.customer, part("name"), part("zip") === shop.customer.address.zip),
  },
  {
    name: "identity by email",
    pattern: clausePattern(
      `(?:Your|My) name is ${name} and (?:your|my) email is (?<email>[\\w.+-]{1,80}@[\\w.-]{1,80})`,
    ),
    read: (part, shop) => sameCustomer(shop.customer, part("name"), part("email") === shop.customer.email),
  },
  {
    name: "temperament",
    pattern: clausePattern(`(?:You are|I am) ${temperament}(?:, ${temperament}){0,12}(?:,? and ${temperament})?`),
    read: () => clear(nothingAsked),
  },
];

function sameCustomer(customer: Customer, statedName: string, sameContact: boolean): Reading<Meaning> {
  const known = statedName === `${customer.firstName} ${customer.lastName}` && sameContact;
  return known ? clear(nothingAsked) : unclear("The text names somebody other than the authenticated customer.");
}
