/**
 * An order and a customer as a world shows them: the base, what the world changed, and views over the payment log.
 *
 * Invariants: `OrderState` is all that an operation may change, so storing it whole is storing the change. An order's
 * payment history and a gift card's balance are never stored.
 */
import { z } from "zod";
import type { HistoryEntry } from "../payments/transaction.ts";
import type { PaymentMethod } from "../seed/base.ts";
import type { SeedCustomer, SeedOrder } from "../seed/seed-files.ts";

export const addressSchema = z.object({
  address1: z.string(),
  address2: z.string(),
  city: z.string(),
  state: z.string(),
  country: z.string(),
  zip: z.string(),
});
export type Address = z.infer<typeof addressSchema>;

const itemSchema = z.object({
  itemId: z.string(),
  productId: z.string(),
  name: z.string(),
  priceCents: z.int(),
  options: z.record(z.string(), z.string()),
});
export type Item = z.infer<typeof itemSchema>;

export const orderStateSchema = z.object({
  status: z.string(),
  address: addressSchema,
  items: z.array(itemSchema),
  cancelReason: z.string().optional(),
  /** Whose commit made it so: the caller's id of the operation. */
  lastOperationId: z.string().optional(),
  return: z.object({ itemIds: z.array(z.string()), paymentMethodId: z.string() }).optional(),
  exchange: z
    .object({
      itemIds: z.array(z.string()),
      newItemIds: z.array(z.string()),
      paymentMethodId: z.string(),
      priceDifferenceCents: z.int(),
    })
    .optional(),
});
export type OrderState = z.infer<typeof orderStateSchema>;

export interface Order {
  readonly id: string;
  readonly customerId: string;
  /** ISO 8601; null where the seed does not tell. */
  readonly placedAt: string | null;
  /** 1 in the base; one more at every committed change. */
  readonly revision: number;
  /** The operation that has prepared a change and neither committed nor released it. */
  readonly heldBy: string | null;
  readonly state: OrderState;
  readonly fulfillments: SeedOrder["fulfillments"];
  readonly paymentHistory: readonly HistoryEntry[];
}

export interface Customer {
  readonly id: string;
  readonly name: SeedCustomer["name"];
  readonly email: string;
  readonly address: Address;
  readonly revision: number;
  /** `balanceCents` of a gift card is the world's, by its payment log. */
  readonly paymentMethods: readonly PaymentMethod[];
  readonly orders: readonly string[];
}

/** The shape in which the order API answers. */
export function presentOrder({ state, id, customerId, placedAt, revision, heldBy, ...rest }: Order) {
  const { fulfillments, paymentHistory } = rest;
  return { id, customerId, placedAt, revision, heldBy, ...state, fulfillments, paymentHistory };
}
