/**
 * What a rule answers: the change and the money that belongs to it, or a refusal in plain language. Both are outcomes.
 */
import { z } from "zod";
import { addressSchema, type OrderState, orderStateSchema } from "./order.ts";

export const refusalSchema = z.object({ code: z.string(), message: z.string(), field: z.string().optional() });
export type Refusal = z.infer<typeof refusalSchema>;

/**
 * A payment-API transaction that the caller performs before it commits. `line` is its place in the list, from 0; together
 * with the operation's id it names the wish.
 */
export const moneyLineSchema = z.object({
  kind: z.enum(["capture", "refund"]),
  amountCents: z.int().nonnegative(),
  paymentMethodId: z.string(),
  line: z.int().nonnegative(),
  ofTransaction: z.string().optional(),
});
export type MoneyLine = z.infer<typeof moneyLineSchema>;

export const changeSchema = z.discriminatedUnion("of", [
  z.object({ of: z.literal("order"), orderId: z.string(), after: orderStateSchema }),
  z.object({ of: z.literal("customer"), address: addressSchema }),
]);
export type Change = z.infer<typeof changeSchema>;

export interface Allowed {
  readonly outcome: "allowed";
  readonly customerId: string;
  readonly change: Change;
  readonly money: readonly MoneyLine[];
  readonly priceDifferenceCents?: number;
}

export interface Refused {
  readonly outcome: "refused";
  readonly refusal: Refusal;
}

export type Verdict = Allowed | Refused;

/** The result of one check, which the next one builds on. */
export type Checked<T> = { readonly outcome: "passed"; readonly value: T } | Refused;

export function passed<T>(value: T): Checked<T> {
  return { outcome: "passed", value };
}

export function refused(code: string, message: string, field?: string): Refused {
  return { outcome: "refused", refusal: field === undefined ? { code, message } : { code, message, field } };
}

interface OrderChange {
  readonly money?: readonly Omit<MoneyLine, "line">[];
  readonly priceDifferenceCents?: number;
}

export function allowOrderChange(
  order: { readonly id: string; readonly customerId: string },
  after: OrderState,
  { money = [], priceDifferenceCents }: OrderChange = {},
): Allowed {
  return {
    outcome: "allowed",
    customerId: order.customerId,
    change: { of: "order", orderId: order.id, after },
    money: money.map((transaction, line) => ({ ...transaction, line })),
    ...(priceDifferenceCents === undefined ? {} : { priceDifferenceCents }),
  };
}
