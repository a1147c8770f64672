/**
 * One entry of the payment log. Append-only: nothing ever changes or removes one.
 *
 * Authorisations and voids are in the log but move no money: only captures and refunds make an order's payment history and
 * a gift card's balance.
 */
export const transactionKinds = ["authorisation", "capture", "void", "refund"] as const;
export type TransactionKind = (typeof transactionKinds)[number];

export interface Transaction {
  readonly id: string;
  readonly kind: TransactionKind;
  readonly orderId: string;
  readonly paymentMethodId: string;
  readonly amountCents: number;
  /** The caller's own name for the wish; not unique, since nothing is guarded here. */
  readonly reference: string | null;
  /** Of a capture or a void: the authorisation it uses. */
  readonly authorisationId: string | null;
  /** Of a refund: the transaction it gives back, as the caller says; recorded, not checked. */
  readonly ofTransaction: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** As it appears in an order. */
export interface HistoryEntry {
  readonly id: string;
  readonly transactionType: "payment" | "refund";
  readonly amountCents: number;
  readonly paymentMethodId: string;
}

export function paymentHistoryOf(log: readonly Transaction[]): HistoryEntry[] {
  return log.flatMap(({ id, kind, amountCents, paymentMethodId }) =>
    kind === "capture" || kind === "refund"
      ? [{ id, transactionType: kind === "capture" ? "payment" : "refund", amountCents, paymentMethodId }]
      : [],
  );
}
