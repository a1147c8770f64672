/**
 * One world: the base seen through what the world changed.
 *
 * Boundary: the only way for the order and payment APIs to the data. It knows no rules and no HTTP.
 * Invariants: reading costs only what is asked for; nothing of the base is ever copied but the state of a changed order.
 * A gift card's balance is its seed balance plus what the world's captures and refunds moved. (The base's own transactions
 * are not counted again: the seed balance is the balance after them.)
 */
import type { DatabaseSync } from "node:sqlite";
import type { Customer, Order } from "../orders/order.ts";
import { paymentHistoryOf, type Transaction } from "../payments/transaction.ts";
import type { Base, PaymentMethod, Variant } from "../seed/base.ts";
import { KeyTable } from "./key-table.ts";
import { transact } from "./open-database.ts";
import { OperationTable } from "./operation-table.ts";
import { OrderTable } from "./order-table.ts";
import { TransactionTable } from "./transaction-table.ts";

/** What all worlds share. */
export interface Store {
  readonly database: DatabaseSync;
  readonly base: Base;
  readonly orders: OrderTable;
  readonly operations: OperationTable;
  readonly transactions: TransactionTable;
  readonly keys: KeyTable;
}

export function openStore(database: DatabaseSync, base: Base): Store {
  return {
    database,
    base,
    orders: new OrderTable(database),
    operations: new OperationTable(database),
    transactions: new TransactionTable(database),
    keys: new KeyTable(database),
  };
}

export class World {
  readonly name: string;
  readonly store: Store;

  constructor(name: string, store: Store) {
    this.name = name;
    this.store = store;
  }

  transact<T>(work: () => T): T {
    return transact(this.store.database, work);
  }

  findOrder(id: string): Order | undefined {
    const seed = this.store.base.orders.get(id);
    if (seed === undefined) return undefined;
    const stored = this.store.orders.findOrder(this.name, id);
    return {
      id,
      customerId: seed.customerId,
      placedAt: seed.placedAt,
      revision: stored?.revision ?? 1,
      heldBy: stored?.heldBy ?? null,
      state: stored?.state ?? { status: seed.status, address: seed.address, items: seed.items },
      fulfillments: seed.fulfillments,
      paymentHistory: paymentHistoryOf(this.transactionsOf(id)),
    };
  }

  findCustomer(id: string): Customer | undefined {
    const { base, orders } = this.store;
    const seed = base.customers.get(id);
    if (seed === undefined) return undefined;
    const stored = orders.findCustomer(this.name, id);
    return {
      id,
      name: seed.name,
      email: seed.email,
      address: stored?.address ?? seed.address,
      revision: stored?.revision ?? 1,
      paymentMethods: Object.values(seed.paymentMethods).map((method) => this.#withBalance(method)),
      orders: base.orderIdsOf(id),
    };
  }

  findVariant(productId: string, itemId: string): Variant | undefined {
    const variants = this.store.base.products.get(productId)?.variants ?? {};
    // An id comes from outside, and "constructor" is no variant.
    return Object.hasOwn(variants, itemId) ? variants[itemId] : undefined;
  }

  /** The whole payment log of an order, oldest first. */
  transactionsOf(orderId: string): Transaction[] {
    const { base, transactions } = this.store;
    return [...base.transactionsOf(orderId), ...transactions.ofOrder(this.name, orderId)];
  }

  /** A method that is the customer's own, or that the order was paid with before the customer deleted it. */
  acceptsMethod(orderId: string, paymentMethodId: string): boolean {
    const { base } = this.store;
    const customerId = base.orders.get(orderId)?.customerId;
    if (customerId !== undefined && base.methods.get(paymentMethodId)?.customerId === customerId) return true;
    return base.transactionsOf(orderId).some((transaction) => transaction.paymentMethodId === paymentMethodId);
  }

  #withBalance(method: PaymentMethod): PaymentMethod {
    if (method.source !== "gift_card") return method;
    const movedCents = this.store.transactions.movedCents(this.name, method.id);
    return { ...method, balanceCents: method.balanceCents + movedCents };
  }
}
