/**
 * Finds the one variant that a change of options leads to: the item's options, overlaid with the changes.
 *
 * Boundary: the catalogue entry of the item's own product; there is no way to another product.
 * Invariants:
 * 1. Only options that the item has can change, and all options of the variant found equal the overlaid ones.
 * 2. No changes lead to the same item. Changes that state only what the item already is contradict themselves.
 * 3. A variant that is sold out is unclear: what the customer would take instead is not in the text.
 */
import { clear, type Reading, unclear } from "../reading.ts";
import type { OrderItem, ShopView, Variant } from "../shop-view.ts";

export function findVariant(shop: ShopView, item: OrderItem, changes: ReadonlyMap<string, string>): Reading<Variant> {
  const product = Object.hasOwn(shop.products, item.productId) ? shop.products[item.productId] : undefined;
  if (product === undefined || product.name !== item.name)
    return unclear(`${item.name} is not in the catalogue under its product id.`);
  const wanted = new Map(Object.entries(item.options));
  for (const [key, value] of changes) {
    if (!wanted.has(key)) return unclear(`${item.name} has no option "${key}".`);
    wanted.set(key, value);
  }
  const [variant, ...others] = Object.values(product.variants).filter((candidate) => isExactly(candidate, wanted));
  if (variant === undefined) return unclear(`No ${item.name} is made with these options.`);
  if (others.length > 0) return unclear(`More than one ${item.name} has these options.`);
  if ((variant.itemId === item.itemId) !== (changes.size === 0))
    return unclear(`The ${item.name} asked for is the one that the order already holds.`);
  if (!variant.available) return unclear(`The ${item.name} asked for is not available.`);
  return clear(variant);
}

function isExactly(variant: Variant, wanted: ReadonlyMap<string, string>): boolean {
  const options = Object.entries(variant.options);
  return options.length === wanted.size && options.every(([key, value]) => wanted.get(key) === value);
}
