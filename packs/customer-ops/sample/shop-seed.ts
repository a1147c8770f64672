/** The sample shop as a seed of the sandbox: users, orders and products in the format of the retail folder. */
import type { Seed } from "../shop/seed/seed-files.ts";
import { sampleProducts } from "./catalogue.ts";
import { sampleCustomers } from "./customers.ts";
import { letterWriters } from "./letter-writers.ts";
import { orderIdsOf, sampleOrders } from "./orders.ts";

const people = { ...sampleCustomers, ...letterWriters };
const users = Object.fromEntries(
  Object.entries(people).map(([id, customer]) => [id, { ...customer, orders: orderIdsOf(id) }]),
);

/** @param now milliseconds since 1970: the shop as it stands at that moment */
export function sampleSeedAt(now: number): Seed {
  return { users, orders: sampleOrders(now), products: sampleProducts };
}

/** As it stands at the beginning of 2026, which is when simulated worlds begin. */
export const sampleSeed = sampleSeedAt(Date.UTC(2026, 0, 1));
