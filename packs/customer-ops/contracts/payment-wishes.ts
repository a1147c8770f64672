/** What can be asked of the payment provider: the arguments of its contracts, and how they name what is to be true once (E1). */
import { z } from "zod";

const amountCents = z.int().nonnegative();

/** What a sentence for people names besides: read of the shop, shown only. */
const shown = {
  /** "Mei Kovacs" */
  customer: z.string().default(""),
  /** "PayPal" */
  method: z.string().default(""),
};

/** The effect that holds the order for it: once the order was let go, no money moves. Empty where none is held. */
const preparedBy = z.string().default("");

/** A charge belongs to one line of one operation on one revision of an order; a later operation on it is a later wish. */
export const chargeWish = z.object({
  orderId: z.string(),
  customerId: z.string(),
  operation: z.string(),
  revision: z.int(),
  line: z.int(),
  paymentMethodId: z.string(),
  amountCents,
  preparedBy,
  ...shown,
});
export type ChargeWish = z.infer<typeof chargeWish>;

export const captureWish = chargeWish.extend({
  authorisationId: z.string(),
  /** What may be refunded for the order at most once this is captured; for the refund that would undo it. */
  limitCents: z.int(),
});

export const voidWish = z.object({ authorisationId: z.string(), orderId: z.string(), customerId: z.string() });

/** What a refund gives back: a captured payment, one unit that was bought, or one line of an operation that has neither. */
const refundOf = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("payment"), transactionId: z.string() }),
  z.object({ kind: z.literal("unit"), unit: z.string() }),
  z.object({ kind: z.literal("line"), operation: z.string(), revision: z.int(), line: z.int() }),
]);

export const refundWish = z.object({
  orderId: z.string(),
  customerId: z.string(),
  paymentMethodId: z.string(),
  amountCents,
  of: refundOf,
  limitCents: z.int(),
  preparedBy,
  ...shown,
  /** What it is for, as it stands behind the amount: "for the returned kettle". */
  what: z.string().default(""),
});
export type RefundWish = z.infer<typeof refundWish>;

export const undoCaptureWish = z.object({
  captureId: z.string(),
  orderId: z.string(),
  customerId: z.string(),
  paymentMethodId: z.string(),
  amountCents,
  limitCents: z.int(),
  ...shown,
});

/** The refund's identity: never its amount, its method or its ticket. */
export function refundObject({ orderId, of }: RefundWish): readonly (string | number)[] {
  switch (of.kind) {
    case "payment":
      return ["payment", of.transactionId];
    case "unit":
      return ["unit", orderId, of.unit];
    case "line":
      return ["line", orderId, of.operation, of.revision, of.line];
  }
}
