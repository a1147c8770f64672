/**
 * Finds what a customer calls by a name of their own: an item of an order, a version of it, a payment method.
 *
 * Boundary: one order, its product, the customer's methods. Only words of the shop count; a phrase that holds any other word finds nothing.
 * Invariant: a phrase points at exactly one thing, or at nothing.
 */
import { clear, type Reading, readAll, unclear } from "../../rules/reading.ts";
import type { Customer, Order, OrderItem, PaymentMethod, ShopView, Variant } from "../../rules/shop-view.ts";
import type { NounWords } from "./tongues/tongue.ts";

/** "the kettle, both candles and the slate throw": ids, each as often as it is named. */
export function findItems(order: Order, phrase: string, words: NounWords): Reading<string[]> {
  const found = readAll(phrase.split(new RegExp(words.and, "i")), (part) => findPieces(order, part, words));
  return found.clear ? clear(found.value.flat()) : found;
}

function findPieces(order: Order, part: string, words: NounWords): Reading<string[]> {
  const named = withoutArticle(part.trim().toLowerCase(), words).split(" ");
  const counted = words.counts[named[0] ?? ""];
  const rest = (counted === undefined ? named : named.slice(1)).join(" ").replace(/^of /, "");
  const name = withoutArticle(rest, words);
  const matching = isAnything(name, words) && order.items.length === 1 ? order.items : itemsCalled(order, name);
  const [first] = matching;
  if (first === undefined) return unclear(`Order ${order.id} holds nothing that is called "${name}".`);
  if (matching.some(({ itemId }) => itemId !== first.itemId))
    return unclear(`Order ${order.id} holds more than one "${name}"; it is not said which.`);
  const wanted = counted ?? 1;
  if (counted === undefined && matching.length > 1)
    return unclear(`Order ${order.id} holds ${matching.length} of "${name}"; it is not said how many.`);
  if (wanted > matching.length) return unclear(`Order ${order.id} holds fewer of "${name}" than were named.`);
  return clear(Array.from({ length: wanted }, () => first.itemId));
}

function withoutArticle(phrase: string, { article }: NounWords): string {
  return phrase.replace(new RegExp(`^(?:${article})(?:(?<=')| )`, "i"), "");
}

function isAnything(name: string, { anything }: NounWords): boolean {
  return anything !== null && new RegExp(`^(?:${anything})$`, "i").test(name);
}

function itemsCalled(order: Order, name: string): OrderItem[] {
  return order.items.filter((item) => isCalled(item, name));
}

/** By the product's name, whole or its last word, with or without words of its options: "kettle", "slate throw", "double wool throw". */
function isCalled({ name, options }: OrderItem, phrase: string): boolean {
  const nouns = name.toLowerCase().split(" ");
  const head = nouns.at(-1) ?? "";
  const words = phrase.split(" ").map((word) => (word === `${head}s` || word === `${head}es` ? head : word));
  if (words.at(-1) !== head) return false;
  const known = new Set([...nouns, ...Object.values(options).flatMap((value) => value.toLowerCase().split(" "))]);
  return words.every((word) => known.has(word));
}

/** The item with one or more options changed: "double", "walnut", "the 9 l". */
export function findVersion(
  shop: ShopView,
  item: OrderItem,
  phrase: string,
  { article, afterVersion }: NounWords,
): Reading<Variant> {
  const product = Object.hasOwn(shop.products, item.productId) ? shop.products[item.productId] : undefined;
  if (product === undefined) return unclear(`${item.name} is not in the catalogue.`);
  const wanted = phrase
    .trim()
    .toLowerCase()
    .replace(new RegExp(`^(?:${article}|a|an|one in)(?:(?<=')| )`), "")
    .replace(new RegExp(` (?:${afterVersion})$`), "");
  const matches = Object.values(product.variants).filter(
    (variant) => variant.itemId !== item.itemId && differsOnlyBy(item, variant, wanted),
  );
  const [variant, ...others] = matches;
  if (variant === undefined || others.length > 0)
    return unclear(`"${phrase}" is not one other version of the ${item.name}.`);
  if (!variant.available) return unclear(`The ${item.name} in "${phrase}" is sold out.`);
  return clear(variant);
}

function differsOnlyBy(item: OrderItem, variant: Variant, wanted: string): boolean {
  const changed = Object.entries(variant.options).filter(([key, value]) => item.options[key] !== value);
  return changed.length === 1 && changed[0]?.[1].toLowerCase() === wanted;
}

const sources: Readonly<Record<string, PaymentMethod["source"]>> = {
  paypal: "paypal",
  "paypal account": "paypal",
  "gift card": "gift_card",
  "credit card": "credit_card",
  card: "credit_card",
};

export function findMethod(customer: Customer, order: Order, name: string): Reading<string> {
  const called = name.toLowerCase();
  if (called === "original payment method") return methodThatPaid(order);
  const [only, ...others] = customer.paymentMethods.filter(({ source }) => source === sources[called]);
  if (only === undefined || others.length > 0) return unclear(`"${name}" is not one payment method of this customer.`);
  return clear(only.id);
}

/** Money goes back the way it came. */
export function methodThatPaid(order: Order): Reading<string> {
  const [first] = order.paymentHistory;
  return first === undefined ? unclear(`Order ${order.id} was never paid.`) : clear(first.paymentMethodId);
}
