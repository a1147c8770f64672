/**
 * What is read of the shop. Reads have no effect and no ledger row; they answer in the vocabulary of the rules (rules/shop-view.ts).
 */
import { CallError, contract, type Json } from "praxis";
import { z } from "zod";
import { customerSchema, orderSchema, productSchema, variantSchema } from "../rules/shop-view.ts";
import type { Connections } from "./connections.ts";
import { readTransactions, refundableCents } from "./transaction.ts";

export const shopCustomerSchema = customerSchema.extend({ revision: z.int() });

export const shopOrderSchema = orderSchema.extend({
  customerId: z.string(),
  revision: z.int(),
  heldBy: z.string().nullable(),
  /** When it was ordered; null where the shop does not tell. */
  placedAt: z.string().nullable().default(null),
  /** Parcels, by the numbers that their carriers gave them. */
  fulfillments: z.array(z.object({ trackingIds: z.array(z.string()) })).default([]),
  /** The operation that changed it last, by the id that its caller gave it. */
  lastOperationId: z.string().nullable().default(null),
  return: z.object({ itemIds: z.array(z.string()), paymentMethodId: z.string() }).optional(),
  exchange: z.object({ itemIds: z.array(z.string()), newItemIds: z.array(z.string()) }).optional(),
});
export type ShopCustomer = z.infer<typeof shopCustomerSchema>;
export type ShopOrder = z.infer<typeof shopOrderSchema>;

const customerAnswer = shopCustomerSchema
  .omit({ firstName: true, lastName: true })
  .extend({ name: z.object({ first: z.string(), last: z.string() }) });
const customersAnswer = z.object({ customers: z.array(customerAnswer) });
const ordersAnswer = z.object({ orders: z.array(shopOrderSchema) });
const productAnswer = productSchema.omit({ variants: true }).extend({ variants: z.array(variantSchema) });
const byId = z.object({ id: z.string() });

export function shopReads({ shop, payments }: Connections) {
  return {
    customer: contract("shop.customer", {
      tier: "read",
      via: shop,
      input: byId,
      /** Null: there is no such customer. */
      output: shopCustomerSchema.nullable(),
      perform: async ({ id }, call) => {
        const answer = await unlessMissing("customer_not_found", call.get(`/customers/${encodeURIComponent(id)}`));
        if (answer === null) return null;
        return toCustomer(customerAnswer.parse(answer));
      },
    }),
    customerByMail: contract("shop.customer by mail", {
      tier: "read",
      via: shop,
      input: z.object({ address: z.string() }),
      /** Null: nobody, or more than one customer, has this address. */
      output: shopCustomerSchema.nullable(),
      perform: async ({ address }, call) => {
        const { customers } = customersAnswer.parse(await call.get("/customers", { email: address }));
        const [only, ...others] = customers;
        return only === undefined || others.length > 0 ? null : toCustomer(only);
      },
    }),
    orders: contract("shop.orders", {
      tier: "read",
      via: shop,
      input: z.object({ customerId: z.string() }),
      output: ordersAnswer,
      perform: ({ customerId }, call) => call.get("/orders", { customer: customerId }),
    }),
    order: contract("shop.order", {
      tier: "read",
      via: shop,
      input: byId,
      /** Null: there is no such order. */
      output: shopOrderSchema.nullable(),
      perform: ({ id }, call) => unlessMissing("order_not_found", call.get(`/orders/${encodeURIComponent(id)}`)),
    }),
    operation: contract("shop.operation", {
      tier: "read",
      via: shop,
      input: byId,
      /** Null: there is no such operation. */
      output: z.object({ id: z.string(), status: z.string() }).nullable(),
      perform: ({ id }, call) =>
        unlessMissing("operation_not_found", call.get(`/operations/${encodeURIComponent(id)}`)),
    }),
    product: contract("shop.product", {
      tier: "read",
      via: shop,
      input: byId,
      output: productSchema,
      perform: async ({ id }, call) => toProduct(await call.get(`/products/${encodeURIComponent(id)}`)),
    }),
    refundable: contract("payments.refundable", {
      tier: "read",
      via: payments,
      input: z.object({ orderId: z.string() }),
      output: z.object({ refundableCents: z.int() }),
      perform: async ({ orderId }, call) => {
        const log = readTransactions(await call.get("/payments/transactions", { orderId }));
        return { refundableCents: refundableCents(log) };
      },
    }),
  };
}

/** What is not there is an answer too. */
async function unlessMissing(code: string, answer: Promise<Json>): Promise<Json> {
  return answer.catch((thrown: unknown) => {
    if (thrown instanceof CallError && thrown.certainty === "refused" && thrown.code === code) return null;
    throw thrown;
  });
}

function toCustomer({ name, ...customer }: z.infer<typeof customerAnswer>): z.infer<typeof shopCustomerSchema> {
  return { ...customer, firstName: name.first, lastName: name.last };
}

function toProduct(answer: Json): z.infer<typeof productSchema> {
  const { variants, ...product } = productAnswer.parse(answer);
  return { ...product, variants: Object.fromEntries(variants.map((variant) => [variant.itemId, variant])) };
}
