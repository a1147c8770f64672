/** The sample shop as a seed of the sandbox: users, orders and products in the format of the retail folder. */
import type { Seed } from "../shop/seed/seed-files.ts";
import { sampleProducts } from "./catalogue.ts";
import { sampleCustomers } from "./customers.ts";
import { orderIdsOf, sampleOrders } from "./orders.ts";

const users = Object.entries(sampleCustomers).map(([id, customer]) => [id, { ...customer, orders: orderIdsOf(id) }]);

export const sampleSeed: Seed = {
  users: Object.fromEntries(users),
  orders: sampleOrders,
  products: sampleProducts,
};
