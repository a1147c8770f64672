/**
 * What a world changed against the base, in exactly the shape of the lines of expected.jsonl (without `id`).
 *
 * Boundary: the only module that knows snake_case names and dollars as floats on the way out.
 * Invariant: what equals the base is left out, at every level; only `orders` is always there, empty or not.
 */
import { isDeepStrictEqual } from "node:util";
import { dollarsOf } from "../money.ts";
import type { Address, Item, OrderState } from "../orders/order.ts";
import { paymentHistoryOf, type Transaction } from "../payments/transaction.ts";
import type { SeedOrder } from "../seed/seed-files.ts";
import type { World } from "../store/world.ts";

export interface Changes {
  readonly orders: Readonly<Record<string, OrderChanges>>;
  readonly gift_cards?: Readonly<Record<string, { readonly before: number; readonly after: number }>>;
  readonly user_addresses?: Readonly<Record<string, Address>>;
}

type OrderChanges = ReturnType<typeof stateChanges> & ReturnType<typeof transactionChanges>;

export function changesOf(world: World): Changes {
  const orders = orderChanges(world);
  const giftCards = giftCardChanges(world);
  const addresses = addressChanges(world);
  return {
    orders: Object.fromEntries(orders),
    ...(giftCards.length > 0 && { gift_cards: Object.fromEntries(giftCards) }),
    ...(addresses.length > 0 && { user_addresses: Object.fromEntries(addresses) }),
  };
}

function orderChanges(world: World): [string, OrderChanges][] {
  const { base, orders, transactions } = world.store;
  const log = Map.groupBy(transactions.all(world.name), ({ orderId }) => orderId);
  const ids = new Set([...orders.changedOrderIds(world.name), ...log.keys()]);
  return [...ids].flatMap((id): [string, OrderChanges][] => {
    const seed = base.orders.get(id);
    const state = world.findOrder(id)?.state;
    if (seed === undefined || state === undefined) return [];
    const changes = { ...stateChanges(seed, state), ...transactionChanges(log.get(id) ?? []) };
    return Object.keys(changes).length > 0 ? [[id, changes]] : [];
  });
}

function stateChanges(seed: SeedOrder, { status, cancelReason, address, items, ...state }: OrderState) {
  const { return: returned, exchange } = state;
  return {
    ...(status !== seed.status && { status }),
    ...(cancelReason !== undefined && { cancel_reason: cancelReason }),
    ...(returned !== undefined && {
      return: { items: returned.itemIds, payment_method_id: returned.paymentMethodId },
    }),
    ...(exchange !== undefined && {
      exchange: {
        items: exchange.itemIds,
        new_items: exchange.newItemIds,
        payment_method_id: exchange.paymentMethodId,
        price_difference: dollarsOf(exchange.priceDifferenceCents),
      },
    }),
    ...(!isDeepStrictEqual(brief(items), brief(seed.items)) && { items: brief(items) }),
    ...(!isDeepStrictEqual(address, seed.address) && { address }),
  };
}

function transactionChanges(log: readonly Transaction[]) {
  const history = paymentHistoryOf(log);
  return history.length === 0
    ? {}
    : {
        new_transactions: history.map(({ transactionType, amountCents, paymentMethodId }) => ({
          transaction_type: transactionType,
          amount: dollarsOf(amountCents),
          payment_method_id: paymentMethodId,
        })),
      };
}

function giftCardChanges(world: World) {
  const { base, transactions } = world.store;
  return transactions.movements(world.name).flatMap(({ method: id, cents }) => {
    const method = base.methods.get(id);
    if (method?.source !== "gift_card" || cents === 0) return [];
    const before = dollarsOf(method.balanceCents);
    return [[id, { before, after: dollarsOf(method.balanceCents + cents) }] as const];
  });
}

function addressChanges(world: World) {
  const { base, orders } = world.store;
  return orders.changedCustomerIds(world.name).flatMap((id) => {
    const address = orders.findCustomer(world.name, id)?.address;
    if (address === undefined || isDeepStrictEqual(address, base.customers.get(id)?.address)) return [];
    return [[id, address] as const];
  });
}

function brief(items: readonly Item[]) {
  return items.map(({ itemId, priceCents }) => ({ item_id: itemId, price: dollarsOf(priceCents) }));
}
