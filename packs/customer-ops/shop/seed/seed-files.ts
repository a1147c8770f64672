/**
 * The seed's format on disk (that of tau-bench's retail database), and its conversion into ours.
 *
 * Boundary: the only module that knows snake_case names and dollars as floats on the way in.
 * Invariants: every amount is converted to integer cents here, once; an amount that is not whole cents is refused.
 */
import { z } from "zod";
import { centsOf } from "../money.ts";

const cents = z.number().transform((dollars, context) => {
  const amountCents = centsOf(dollars);
  if (amountCents !== undefined) return amountCents;
  context.addIssue({ code: "custom", message: `${dollars} dollars is not a whole number of cents` });
  return z.NEVER;
});

const positiveCents = cents.refine((amount) => amount >= 0, "must not be negative");

const address = z.object({
  address1: z.string(),
  address2: z.string(),
  city: z.string(),
  state: z.string(),
  country: z.string(),
  zip: z.string(),
});

const id = z.string().min(1);

const paymentMethod = z.discriminatedUnion("source", [
  z
    .object({ source: z.literal("gift_card"), id, balance: positiveCents })
    .transform(({ balance, ...card }) => ({ ...card, balanceCents: balance })),
  z
    .object({ source: z.literal("credit_card"), id, brand: z.string(), last_four: z.string() })
    .transform(({ last_four, ...card }) => ({ ...card, lastFour: last_four })),
  z.object({ source: z.literal("paypal"), id }),
]);

const customer = z
  .object({
    name: z.object({ first_name: z.string(), last_name: z.string() }),
    address,
    email: z.string(),
    payment_methods: z.record(z.string(), paymentMethod),
    orders: z.array(id),
  })
  .transform((user) => ({
    name: { first: user.name.first_name, last: user.name.last_name },
    email: user.email,
    address: user.address,
    paymentMethods: user.payment_methods,
  }));

const options = z.record(z.string(), z.string());

const order = z
  .object({
    order_id: id,
    user_id: id,
    /** Not in the retail data; without it nobody knows how old an account is. */
    placed_at: z.iso.datetime().optional(),
    address,
    items: z.array(
      z.object({ name: z.string(), product_id: id, item_id: id, price: positiveCents, options }).transform((item) => ({
        itemId: item.item_id,
        productId: item.product_id,
        name: item.name,
        priceCents: item.price,
        options: item.options,
      })),
    ),
    fulfillments: z.array(z.object({ tracking_id: z.array(z.string()), item_ids: z.array(id) })).default([]),
    status: z.string().min(1),
    payment_history: z.array(
      z
        .object({ transaction_type: z.enum(["payment", "refund"]), amount: positiveCents, payment_method_id: id })
        .transform((entry) => ({
          transactionType: entry.transaction_type,
          amountCents: entry.amount,
          paymentMethodId: entry.payment_method_id,
        })),
    ),
  })
  .transform((seed) => ({
    id: seed.order_id,
    customerId: seed.user_id,
    placedAt: seed.placed_at ?? null,
    status: seed.status,
    address: seed.address,
    items: seed.items,
    fulfillments: seed.fulfillments.map((part) => ({ trackingIds: part.tracking_id, itemIds: part.item_ids })),
    paymentHistory: seed.payment_history,
  }));

const product = z
  .object({
    product_id: id,
    name: z.string(),
    variants: z.record(
      z.string(),
      z.object({ item_id: id, options, available: z.boolean(), price: positiveCents }).transform((variant) => ({
        itemId: variant.item_id,
        options: variant.options,
        available: variant.available,
        priceCents: variant.price,
      })),
    ),
  })
  .transform((seed) => ({ id: seed.product_id, name: seed.name, variants: seed.variants }));

export const seedFiles = {
  users: z.record(z.string(), customer),
  orders: z.record(z.string(), order),
  products: z.record(z.string(), product),
};

export type SeedCustomer = z.infer<typeof customer>;
export type SeedOrder = z.infer<typeof order>;
export type SeedProduct = z.infer<typeof product>;

/** The three files as parsed JSON, not yet checked. */
export interface Seed {
  readonly users: unknown;
  readonly orders: unknown;
  readonly products: unknown;
}
