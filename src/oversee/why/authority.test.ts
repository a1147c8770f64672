/** Who allowed it, in words: what asked comes first and is never folded away. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Authority, answeredBeforeLines, authorityLines } from "./authority.ts";
import { parameters } from "./words.ts";

const verdict = (policy: string, isAsking: boolean): Authority["policies"][number] => ({
  policy,
  version: "1",
  verdict: isAsking ? "ask" : "allow",
  why: isAsking ? "it is much" : null,
  notBy: null,
  parameters: {},
});

const linesOf = (...policies: Authority["policies"]) =>
  authorityLines({ level: "gated", policies, gate: null, answeredBefore: null }).slice(1);

const allowed = (count: number) => Array.from({ length: count }, (_, index) => verdict(`fine ${index + 1}`, false));

test("policies that asked are named first, in whatever order they were declared; others are counted beyond a few", () => {
  assert.deepEqual(linesOf(...allowed(4), verdict("limit", true), verdict("new account", true)), [
    'The policy "limit" asked a person: it is much.',
    'The policy "new account" asked a person: it is much.',
    "4 more policies allowed it, too.",
  ]);
  const many = Array.from({ length: 6 }, (_, index) => verdict(`asks ${index}`, true));
  assert.equal(linesOf(...allowed(2), ...many).filter((line) => line.includes("asked a person")).length, 6);
  assert.deepEqual(linesOf(...allowed(4)).at(-1), "2 more policies allowed it, too.");
  assert.equal(linesOf(...allowed(3)).length, 3);
});

test("parameters read as words, and cents as money", () => {
  assert.equal(
    parameters({ askAboveCents: 400_000, perMonth: 3, currency: "EUR", centsOff: [1] }, "EUR"),
    "ask above 4,000.00 €, per month 3, currency EUR, cents off [1]",
  );
  assert.equal(parameters({}, "EUR"), "");
  assert.equal(
    parameters({ centsPerCustomerAMonth: 1_000_000, perCustomerAMonth: 10, amount_cents: 5, perADay: true }, "EUR"),
    "amount per customer a month 10,000.00 €, per customer a month 10, amount 0.05 €, per a day yes",
  );
});

test("where somebody answered before it in the same run, that is what is told, not that nobody had to be asked", () => {
  const before = (status: string, edited = false) => {
    const answered = { id: "g", title: "Cancel the order", status, by: "root", at: 0, reason: null, edited };
    const authority: Authority = { level: "gated", policies: [], gate: null, answeredBefore: answered };
    return [...authorityLines(authority), ...answeredBeforeLines(authority)].slice(1).join(" ");
  };
  const opening =
    "No policy stands before it. Nobody was asked about this by itself; before it, in the same run, root ";
  assert.equal(before("declined"), `${opening}declined “Cancel the order” on 1 Jan 1970, 00:00 UTC.`);
  assert.equal(
    before("approved", true),
    `${opening}approved “Cancel the order” with changes on 1 Jan 1970, 00:00 UTC.`,
  );
  assert.deepEqual(linesOf(), ["No policy stands before it, and nobody had to be asked."]);
});
