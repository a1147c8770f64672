/**
 * Finds the item of an order that a clause names by product and options.
 *
 * Boundary: one order; the catalogue is not asked.
 * Invariants:
 * 1. A bare product name is enough only where the order holds one piece of it.
 * 2. Options must single out one item id. Two identical pieces are one answer: a name given once means one of them, and
 *    which one makes no difference.
 */
import { clear, type Reading, unclear } from "../reading.ts";
import type { Order, OrderItem } from "../shop-view.ts";

export function findItem(order: Order, name: string, options: ReadonlyMap<string, string> | null): Reading<OrderItem> {
  const named = order.items.filter((item) => item.name === name);
  const [only, ...more] = options === null ? named : named.filter((item) => fits(item, options));
  if (only === undefined) return unclear(`Order ${order.id} holds no such ${name}.`);
  const otherId = more.find((item) => item.itemId !== only.itemId);
  if (otherId !== undefined || (options === null && more.length > 0))
    return unclear(`Order ${order.id} holds more than one ${name}; it is not said which.`);
  return clear(only);
}

/** Refuses a list that names an item more often than the order holds it. */
export function heldAsOftenAsNamed(order: Order, itemIds: readonly string[]): Reading<null> {
  for (const itemId of itemIds) {
    const named = itemIds.filter((id) => id === itemId).length;
    const held = order.items.filter((item) => item.itemId === itemId).length;
    if (named > held) return unclear(`Item ${itemId} is named ${named} times; order ${order.id} holds ${held}.`);
  }
  return clear(null);
}

function fits(item: OrderItem, options: ReadonlyMap<string, string>): boolean {
  if (options.size === 0) return false;
  const held = new Map(Object.entries(item.options));
  return [...options].every(([key, value]) => held.get(key) === value);
}
