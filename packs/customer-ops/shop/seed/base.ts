/**
 * The immutable base that all worlds share, in memory, indexed.
 *
 * Invariants: nothing here changes after construction, so a world is only what differs from it (store/). The base's
 * payment log is derived from the orders' histories; its transactions have fixed ids and happened before every world began.
 * A gift card's seed balance is the balance after them.
 */
import type { Transaction } from "../payments/transaction.ts";
import type { SeedCustomer, SeedOrder, SeedProduct } from "./seed-files.ts";

export type PaymentMethod = SeedCustomer["paymentMethods"][string];
export type Variant = SeedProduct["variants"][string];

/** When the base's transactions are said to have happened; the seed does not tell. */
const seedMoment = "2024-01-01T00:00:00.000Z";

export class Base {
  readonly customers: ReadonlyMap<string, SeedCustomer>;
  readonly orders: ReadonlyMap<string, SeedOrder>;
  readonly products: ReadonlyMap<string, SeedProduct>;
  readonly methods: ReadonlyMap<string, PaymentMethod & { readonly customerId: string }>;
  readonly #orderIds = new Map<string, string[]>();
  readonly #transactions = new Map<string, readonly Transaction[]>();

  constructor(
    customers: Readonly<Record<string, SeedCustomer>>,
    orders: Readonly<Record<string, SeedOrder>>,
    products: Readonly<Record<string, SeedProduct>>,
  ) {
    this.customers = new Map(Object.entries(customers));
    this.orders = new Map(Object.entries(orders));
    this.products = new Map(Object.entries(products));
    const methods = new Map<string, PaymentMethod & { readonly customerId: string }>();
    for (const [customerId, customer] of this.customers) {
      for (const method of Object.values(customer.paymentMethods)) methods.set(method.id, { ...method, customerId });
    }
    this.methods = methods;
    for (const order of this.orders.values()) {
      this.#orderIds.set(order.customerId, [...(this.#orderIds.get(order.customerId) ?? []), order.id]);
      this.#transactions.set(order.id, seedTransactions(order));
    }
  }

  orderIdsOf(customerId: string): readonly string[] {
    return this.#orderIds.get(customerId) ?? [];
  }

  transactionsOf(orderId: string): readonly Transaction[] {
    return this.#transactions.get(orderId) ?? [];
  }

  transactions(): Transaction[] {
    return [...this.#transactions.values()].flat();
  }
}

function seedTransactions(order: SeedOrder): Transaction[] {
  return order.paymentHistory.map((entry, index) => {
    const kind = entry.transactionType === "payment" ? "capture" : "refund";
    return {
      id: `${kind}_seed_${order.id.replace("#", "")}_${index + 1}`,
      kind,
      orderId: order.id,
      paymentMethodId: entry.paymentMethodId,
      amountCents: entry.amountCents,
      reference: null,
      authorisationId: null,
      ofTransaction: null,
      at: seedMoment,
    };
  });
}
