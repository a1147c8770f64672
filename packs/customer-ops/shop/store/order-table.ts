/** The orders and customers that a world changed. What has no row here is as in the base. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { z } from "zod";
import { type Address, addressSchema, type OrderState, orderStateSchema } from "../orders/order.ts";
import { jsonText } from "./json-text.ts";

const orderRowSchema = z.object({
  revision: z.int(),
  held_by: z.string().nullable(),
  state: jsonText.pipe(orderStateSchema).nullable(),
});
const customerRowSchema = z.object({ revision: z.int(), address: jsonText.pipe(addressSchema) });
const idSchema = z.object({ id: z.string() });

export interface StoredOrder {
  readonly revision: number;
  readonly heldBy: string | null;
  /** null while nothing but the hold differs from the base. */
  readonly state: OrderState | null;
}

export interface StoredCustomer {
  readonly revision: number;
  readonly address: Address;
}

export class OrderTable {
  readonly #readOrder: StatementSync;
  readonly #writeOrder: StatementSync;
  readonly #changedOrders: StatementSync;
  readonly #readCustomer: StatementSync;
  readonly #writeCustomer: StatementSync;
  readonly #changedCustomers: StatementSync;

  constructor(database: DatabaseSync) {
    this.#readOrder = database.prepare("SELECT revision, held_by, state FROM orders WHERE world = ? AND id = ?");
    this.#writeOrder = database.prepare(
      "INSERT OR REPLACE INTO orders (world, id, revision, held_by, state) VALUES (?, ?, ?, ?, ?)",
    );
    this.#changedOrders = database.prepare("SELECT id FROM orders WHERE world = ? AND state IS NOT NULL");
    this.#readCustomer = database.prepare("SELECT revision, address FROM customers WHERE world = ? AND id = ?");
    this.#writeCustomer = database.prepare(
      "INSERT OR REPLACE INTO customers (world, id, revision, address) VALUES (?, ?, ?, ?)",
    );
    this.#changedCustomers = database.prepare("SELECT id FROM customers WHERE world = ?");
  }

  findOrder(world: string, id: string): StoredOrder | undefined {
    const found = this.#readOrder.get(world, id);
    if (found === undefined) return undefined;
    const { revision, held_by, state } = orderRowSchema.parse(found);
    return { revision, heldBy: held_by, state };
  }

  writeOrder(world: string, id: string, { revision, heldBy, state }: StoredOrder): void {
    this.#writeOrder.run(world, id, revision, heldBy, state === null ? null : JSON.stringify(state));
  }

  changedOrderIds(world: string): string[] {
    return this.#changedOrders.all(world).map((row) => idSchema.parse(row).id);
  }

  findCustomer(world: string, id: string): StoredCustomer | undefined {
    const found = this.#readCustomer.get(world, id);
    return found === undefined ? undefined : customerRowSchema.parse(found);
  }

  writeCustomer(world: string, id: string, { revision, address }: StoredCustomer): void {
    this.#writeCustomer.run(world, id, revision, JSON.stringify(address));
  }

  changedCustomerIds(world: string): string[] {
    return this.#changedCustomers.all(world).map((row) => idSchema.parse(row).id);
  }
}
