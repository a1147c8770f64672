import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSeed } from "../shop/seed/read-seed.ts";
import { sampleDay } from "./day.ts";
import { sampleSeed } from "./shop-seed.ts";

test("the sample is a seed that the shop accepts", () => {
  const { customers, orders, products } = checkSeed(sampleSeed);
  assert.deepEqual([customers.size, orders.size, products.size], [26, 67, 10]);
});

test("each step of the day is of a customer that the sample has, and has an id of its own", () => {
  const { customers } = checkSeed(sampleSeed);
  for (const { id, customer } of sampleDay) assert.ok(customers.has(customer), `${id}: ${customer}`);
  assert.equal(new Set(sampleDay.map(({ id }) => id)).size, sampleDay.length);
});
