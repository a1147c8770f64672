/** Reads an order by its number, however that was typed: before it is said that there is none, the forms near to it are tried. */
import type { Run } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { ShopOrder } from "../contracts/reads.ts";
import { nearOrderIds } from "../rules/order-number.ts";

export async function findOrder(run: Run, { read }: CustomerContracts, written: string): Promise<ShopOrder | null> {
  for (const id of [written, ...nearOrderIds(written)]) {
    const order = await run.do(read.order, { id });
    if (order !== null) return order;
  }
  return null;
}
