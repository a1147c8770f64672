import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { centsOf, dollarsOf, formatCents } from "./money.ts";

test("cents survive the way to dollars and back", () => {
  fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), (cents) => centsOf(dollarsOf(cents)) === cents));
});

test("rounding noise of a sum is read as the cent that is meant", () => {
  assert.equal(centsOf(0.1 + 0.2), 30);
});

test("an amount between two cents is no amount", () => {
  assert.equal(centsOf(1.005), undefined);
  assert.equal(centsOf(Number.NaN), undefined);
  assert.equal(centsOf(Number.POSITIVE_INFINITY), undefined);
});

test("amounts are written for people with their sign first", () => {
  assert.deepEqual([formatCents(-1230), formatCents(123_456_789)], ["-$12.30", "$1,234,567.89"]);
});
