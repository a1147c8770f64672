import assert from "node:assert/strict";
import { test } from "node:test";
import { currency } from "../act/house-currency.ts";
import { bench } from "./testing/memory-bench.ts";

test("a file of processes says what its amounts are of", () => {
  assert.equal(bench([]).praxis.contracts.currency, null);
  assert.equal(bench([currency("EUR")]).praxis.contracts.currency, "EUR");
});

test("what is no currency is refused before anything is loaded", () => {
  for (const name of ["eur", "€", "EURO", ""]) assert.throws(() => currency(name), { code: "bad_currency" }, name);
});
