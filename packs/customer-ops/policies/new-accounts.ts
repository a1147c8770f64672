/**
 * A person looks first at what moves money or goods for an account that is new: who steals cards orders, cancels to another method, and is
 * gone. How old an account is, is read from the shop (its first order); a shop that does not tell is not asked about.
 */
import { policy } from "praxis";
import { z } from "zod";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { Operation } from "../contracts/operation.ts";

export const newAccountParameters = z.object({
  askUnderDays: z
    .int()
    .nonnegative()
    .default(14)
    .describe("while the first order is younger than this, a person looks; 0 switches it off"),
});

/** Where an order goes, before it is sent, is part of it: the classic fraud moves the parcel. */
const watched: ReadonlySet<Operation["name"]> = new Set([
  "cancel_pending_order",
  "modify_pending_order_address",
  "modify_pending_order_payment",
  "return_delivered_order_items",
  "exchange_delivered_order_items",
]);

export function newAccounts({ shop }: CustomerContracts) {
  return policy("new accounts", {
    on: shop.prepare,
    parameters: newAccountParameters,
    judge: ({ wish: { operation, accountAgeDays }, parameters: { askUnderDays }, allow, ask }) => {
      if (accountAgeDays === null || accountAgeDays >= askUnderDays || !watched.has(operation.name)) return allow();
      const age = accountAgeDays === 0 ? "today" : accountAgeDays === 1 ? "yesterday" : `${accountAgeDays} days ago`;
      return ask(`the account is new: its first order was placed ${age}, and the limit is ${askUnderDays} days`);
    },
  });
}
