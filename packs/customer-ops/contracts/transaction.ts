/** The payment provider's log of an order, as its API tells it, and what follows from it. */
import type { Json } from "praxis";
import { z } from "zod";

export const transactionSchema = z.object({
  id: z.string(),
  kind: z.enum(["authorisation", "capture", "void", "refund"]),
  amountCents: z.int(),
  paymentMethodId: z.string(),
  reference: z.string().nullable(),
  authorisationId: z.string().nullable(),
});
export type Transaction = z.infer<typeof transactionSchema>;

const logSchema = z.object({ transactions: z.array(transactionSchema) });

export function readTransactions(answer: Json): Transaction[] {
  return logSchema.parse(answer).transactions;
}

/** Effects of ours carry their key as the reference, and every key begins so. */
const ours = "praxis-";

/**
 * What may be refunded for an order at most, by effects of ours: all that was captured, less what others have refunded. Our own refunds are
 * counted by the ledger, which also knows of those that are still under way.
 */
export function refundableCents(log: readonly Transaction[]): number {
  return log.reduce((cents, { kind, amountCents, reference }) => {
    if (kind === "capture") return cents + amountCents;
    return kind === "refund" && !reference?.startsWith(ours) ? cents - amountCents : cents;
  }, 0);
}
