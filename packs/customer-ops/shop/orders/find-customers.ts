/** How a caller finds out who somebody is: by email, or by name and zip code. Case does not matter. */
import { ShopError } from "../shop-error.ts";
import type { World } from "../store/world.ts";
import type { Customer } from "./order.ts";

export interface CustomerQuery {
  readonly email: string | undefined;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly zip: string | undefined;
}

/** The zip code is that of the customer's address in this world. @throws invalid_request if too little is given */
export function findCustomers(world: World, query: CustomerQuery): Customer[] {
  const { email, firstName, lastName, zip } = query;
  const byName = firstName !== undefined && lastName !== undefined && zip !== undefined;
  if (email === undefined && !byName) {
    throw new ShopError(400, "invalid_request", "Name an email, or firstName, lastName and zip.");
  }
  const found: Customer[] = [];
  for (const [id, seed] of world.store.base.customers) {
    if (email !== undefined && !isSame(seed.email, email)) continue;
    if (firstName !== undefined && !isSame(seed.name.first, firstName)) continue;
    if (lastName !== undefined && !isSame(seed.name.last, lastName)) continue;
    const customer = world.findCustomer(id);
    if (customer !== undefined && (zip === undefined || customer.address.zip === zip)) found.push(customer);
  }
  return found;
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.trim().toLowerCase();
}
