/** Reads what the rules may see of the shop: one customer, that customer's orders, and the products that these hold. */
import type { Run } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { ShopCustomer, ShopOrder } from "../contracts/reads.ts";
import type { ShopView } from "../rules/shop-view.ts";

/** The rules' view, with what only the processes look at. */
export interface CustomersShop extends ShopView {
  readonly customer: ShopCustomer;
  readonly orders: ShopOrder[];
}

/** @param ticket its customer is an id of the shop's, or a mail address. @returns null where there is no such customer. */
export async function readShopView(
  run: Run,
  contracts: CustomerContracts,
  ticket: { readonly customer: string },
): Promise<CustomersShop | null> {
  const { customer: named } = ticket;
  const customer = named.includes("@")
    ? await run.do(contracts.read.customerByMail, { address: named.trim() })
    : await run.do(contracts.read.customer, { id: named });
  return customer && readShopOf(run, contracts, customer);
}

export async function readShopOf(
  run: Run,
  { read }: CustomerContracts,
  customer: ShopCustomer,
): Promise<CustomersShop> {
  const { orders } = await run.do(read.orders, { customerId: customer.id });
  const productIds = new Set(orders.flatMap(({ items }) => items.map(({ productId }) => productId)));
  const products = await Promise.all([...productIds].map((id) => run.do(read.product, { id })));
  return { customer, orders, products: Object.fromEntries(products.map((product) => [product.id, product])) };
}
