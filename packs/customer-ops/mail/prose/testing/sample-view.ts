/** What the rules see of the sample shop, for one of its customers. */
import { shopOrderSchema } from "../../../contracts/reads.ts";
import { sampleSeed } from "../../../sample/shop-seed.ts";
import { checkSeed } from "../../../shop/seed/read-seed.ts";
import type { MailShop } from "../resolve-draft.ts";

const base = checkSeed(sampleSeed);

export function sampleView(customerId: string, statuses: Readonly<Record<string, string>> = {}): MailShop {
  const customer = base.customers.get(customerId);
  if (customer === undefined) throw new TypeError(`the sample has no customer ${customerId}`);
  const orders = base.orderIdsOf(customerId).map((id) => {
    const order = base.orders.get(id);
    return shopOrderSchema.parse({ ...order, revision: 1, heldBy: null, status: statuses[id] ?? order?.status });
  });
  const { name, email, address, paymentMethods } = customer;
  return {
    customer: {
      id: customerId,
      firstName: name.first,
      lastName: name.last,
      email,
      address,
      paymentMethods: Object.values(paymentMethods).map(({ id, source }) => ({ id, source })),
    },
    orders,
    products: Object.fromEntries(base.products),
  };
}
