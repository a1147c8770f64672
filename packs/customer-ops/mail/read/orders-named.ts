/** Numbers of orders that a text names. */
const orderNumber = /(?<![\w])#?W(\d{7,12})(?!\d)/gi;

/** Each once, in their order, as the shop writes them. */
export function ordersNamedIn(text: string): string[] {
  return [...new Set([...text.matchAll(orderNumber)].map(([, digits]) => `#W${digits}`))];
}
