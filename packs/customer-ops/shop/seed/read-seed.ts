/**
 * Reads a seed folder, and checks a seed, whoever supplied it.
 *
 * Invariants: a seed is accepted whole or not at all; the error names the file and the place in it; ids are what the keys
 * say; every order belongs to a known customer. A payment method that only an order's history mentions is allowed:
 * customers delete cards, and a refund to one must still be possible.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { ShopError } from "../shop-error.ts";
import { Base } from "./base.ts";
import { type Seed, seedFiles } from "./seed-files.ts";

/** @throws seed_unreadable */
export async function readSeedFolder(folder: string): Promise<Seed> {
  const [users, orders, products] = await Promise.all(
    ["users.json", "orders.json", "products.json"].map((name) => readJson(join(folder, name))),
  );
  return { users, orders, products };
}

/** @throws seed_invalid */
export function checkSeed(seed: Seed): Base {
  const users = parseFile("users.json", seedFiles.users, seed.users);
  const orders = parseFile("orders.json", seedFiles.orders, seed.orders);
  const products = parseFile("products.json", seedFiles.products, seed.products);

  const methodOwners = new Map<string, string>();
  for (const [customerId, customer] of Object.entries(users)) {
    for (const [key, method] of Object.entries(customer.paymentMethods)) {
      const field = `${customerId}.payment_methods.${key}`;
      if (key !== method.id) throw invalid("users.json", field, `has the id "${method.id}", which is not its key`);
      const owner = methodOwners.get(key);
      if (owner !== undefined) throw invalid("users.json", field, `belongs to ${owner} already`);
      methodOwners.set(key, customerId);
    }
  }
  for (const [key, order] of Object.entries(orders)) {
    if (key !== order.id) throw invalid("orders.json", key, `has the order_id "${order.id}", which is not its key`);
    if (!Object.hasOwn(users, order.customerId)) {
      throw invalid("orders.json", `${key}.user_id`, `is "${order.customerId}", who is not in users.json`);
    }
  }
  for (const [key, product] of Object.entries(products)) {
    if (key !== product.id) throw invalid("products.json", key, `has the product_id "${product.id}", not its key`);
    for (const [itemKey, variant] of Object.entries(product.variants)) {
      if (itemKey === variant.itemId) continue;
      throw invalid("products.json", `${key}.variants.${itemKey}`, `has the item_id "${variant.itemId}", not its key`);
    }
  }
  return new Base(users, orders, products);
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ShopError(422, "seed_unreadable", `The seed file ${path} cannot be read: ${reason}`, { cause });
  }
}

function parseFile<T>(file: string, schema: z.ZodType<T>, content: unknown): T {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const count = result.error.issues.length;
  const more = count > 1 ? ` (and ${count - 1} more)` : "";
  throw invalid(file, issue?.path.map(String).join(".") ?? "", `${issue?.message}${more}`);
}

function invalid(file: string, place: string, problem: string): ShopError {
  return new ShopError(422, "seed_invalid", `${file}: ${place === "" ? "the file" : place}: ${problem}`, {
    field: place,
  });
}
