/**
 * What the rules may see of the shop: one authenticated customer, that customer's own orders, and the catalogue.
 *
 * Boundary: plain data, read once by whoever calls the rules. Nothing here reaches a database.
 * Invariants:
 * 1. `orders` holds only orders of `customer`; an id that is not in it does not exist for the rules.
 * 2. Every amount is in whole cents.
 */
import { z } from "zod";

export const addressSchema = z.object({
  address1: z.string(),
  address2: z.string(),
  city: z.string(),
  state: z.string(),
  country: z.string(),
  zip: z.string(),
});

export const paymentMethodSchema = z.object({
  id: z.string(),
  source: z.enum(["paypal", "credit_card", "gift_card"]),
  balanceCents: z.number().int().optional(),
});

export const customerSchema = z.object({
  id: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  address: addressSchema,
  paymentMethods: z.array(paymentMethodSchema),
});

const optionsSchema = z.record(z.string(), z.string());

export const orderItemSchema = z.object({
  name: z.string(),
  productId: z.string(),
  itemId: z.string(),
  priceCents: z.number().int(),
  options: optionsSchema,
});

export const orderSchema = z.object({
  id: z.string(),
  status: z.string(),
  items: z.array(orderItemSchema),
  address: addressSchema,
  paymentHistory: z.array(
    z.object({
      transactionType: z.enum(["payment", "refund"]),
      amountCents: z.number().int(),
      paymentMethodId: z.string(),
    }),
  ),
});

export const variantSchema = z.object({
  itemId: z.string(),
  options: optionsSchema,
  available: z.boolean(),
  priceCents: z.number().int(),
});

export const productSchema = z.object({
  id: z.string(),
  name: z.string(),
  variants: z.record(z.string(), variantSchema),
});

export const shopViewSchema = z.object({
  customer: customerSchema,
  orders: z.array(orderSchema),
  products: z.record(z.string(), productSchema),
});

export type Address = z.infer<typeof addressSchema>;
export type PaymentMethod = z.infer<typeof paymentMethodSchema>;
export type Customer = z.infer<typeof customerSchema>;
export type OrderItem = z.infer<typeof orderItemSchema>;
export type Order = z.infer<typeof orderSchema>;
export type Variant = z.infer<typeof variantSchema>;
export type Product = z.infer<typeof productSchema>;
export type ShopView = z.infer<typeof shopViewSchema>;
