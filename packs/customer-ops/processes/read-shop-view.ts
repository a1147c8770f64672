/** Reads what the rules may see of the shop: one customer, that customer's orders, and the products that these hold. */
import type { Run } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { ShopView } from "../rules/shop-view.ts";

/** @returns null where there is no such customer. */
export async function readShopView(
  run: Run,
  { read }: CustomerContracts,
  ticket: { readonly customer: string },
): Promise<ShopView | null> {
  const customer = await run.do(read.customer, { id: ticket.customer });
  if (customer === null) return null;
  const { orders } = await run.do(read.orders, { customerId: customer.id });
  const productIds = new Set(orders.flatMap(({ items }) => items.map(({ productId }) => productId)));
  const products = await Promise.all([...productIds].map((id) => run.do(read.product, { id })));
  return { customer, orders, products: Object.fromEntries(products.map((product) => [product.id, product])) };
}
