/**
 * The number of an order as people write it ("W8193638", "w 8193638", "#8193638", "8193638"), and as the shop does ("#W8193638").
 *
 * Boundary: forms only; whether there is such an order is for whoever asks the shop.
 * Invariant: digits alone are a number of an order only where it is said so, or where the customer has that order: they might be a phone's.
 */

/** Of what certainly is a number of an order: the shop's way to write it; anything else as it is. */
export function asOrderId(written: string): string {
  const digits = /^(?:#|no\.? ?|nr\.? ?)?\s*w?[\s-]?(\d{1,12})$/i.exec(written.trim())?.[1];
  return digits === undefined ? written.trim() : `#W${digits}`;
}

/** How else a number may be known to a shop: to be tried, in this order, before it is said that there is none. */
export function nearOrderIds(written: string): string[] {
  const plain = written.trim();
  const bare = plain.replace(/^#/, "");
  const near = [asOrderId(plain), plain.toUpperCase(), bare, `#${bare}`, bare.toUpperCase(), `#${bare.toUpperCase()}`];
  return [...new Set(near)].filter((each) => each !== written && each !== "" && each !== "#");
}

const certain = /(?<![\w#-])(?:#\s?W?|W)[ -]?(\d{6,12})(?![\w-])/gi;
const digitsAlone = /(?<![\w#.,/+-])(\d{7,12})(?![\w-]|[.,/]\d)/g;

/**
 * Each order that a text names, once, as the shop writes it; in the order of the text.
 * @param own the customer's orders: digits alone count where they are one of these
 */
export function ordersNamedIn(text: string, own: Iterable<string> = []): string[] {
  const known = new Set(own);
  const named = [...text.matchAll(certain)].map(({ index, 1: digits }) => ({ index, id: `#W${digits}` }));
  const bare = [...text.matchAll(digitsAlone)]
    .map(({ index, 1: digits }) => ({ index, id: `#W${digits}` }))
    .filter(({ id }) => known.has(id));
  return [...new Set([...named, ...bare].toSorted((one, other) => one.index - other.index).map(({ id }) => id))];
}
