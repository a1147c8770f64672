/**
 * Moves the money of a prepared operation, line by line, and commits it.
 *
 * Invariants:
 * 1. Money moves only while the order is held, and the commit comes after all of it. What prepared it may belong to another run with the same wish,
 *    which lets the order go where a person declines: so each effect stands on it (`preparedBy`), and the order is not let go under a refund.
 * 2. Until the first refund all can be undone: a charge is given back, a reservation voided, the order released.
 * 3. A refund cannot be fetched back. From the first one on, the way leads forward: if all lines are done, the commit follows, also where the
 *    run is cancelled; if only some are, a person says whether the change is committed or the order released as it was.
 */
import { decision, type Run } from "praxis";
import { z } from "zod";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { Named } from "../contracts/named.ts";
import type { MoneyLine } from "../contracts/shop-operations.ts";

export interface Prepared {
  readonly operationId: string;
  /** The effect that prepared it. */
  readonly preparedBy: string;
  readonly operation: string;
  readonly description: string;
  readonly revision: number;
  readonly orderId: string;
  /** The order; or the customer, where it is about nothing else. */
  readonly target: string;
  readonly customerId: string;
  readonly named: Named;
  readonly money: readonly MoneyLine[];
  readonly refundableCents: number;
}

interface Progress {
  lines: number;
  refunds: number;
}

export const halfDone = decision("a change that is half done", {
  input: z.object({ description: z.string(), lines: z.int(), done: z.int() }),
  answer: z.enum(["commit", "release"]),
  question: ({ description, lines, done }) =>
    `${done} of ${lines} payments of "${description}" were made, and a refund among them cannot be fetched back. Commit the change, or release the order as it was?`,
});

/** Ends the scope unless all of it was done. @returns the lines with the amounts that were moved */
export async function settle(wish: Run, contracts: CustomerContracts, prepared: Prepared): Promise<MoneyLine[]> {
  const progress: Progress = { lines: 0, refunds: 0 };
  const moved: MoneyLine[] = [];
  try {
    for (const line of prepared.money)
      moved.push({ ...line, amountCents: await moveLine(wish, contracts, prepared, line, progress) });
    await wish.must(contracts.shop.commit, operationOf(prepared));
  } catch (thrown) {
    if (progress.refunds > 0) await goForward(wish, contracts, prepared, progress);
    throw thrown;
  }
  wish.keep();
  return moved;
}

async function moveLine(
  wish: Run,
  { payments }: CustomerContracts,
  prepared: Prepared,
  line: MoneyLine,
  progress: Progress,
): Promise<number> {
  const { orderId, customerId, operation, revision, preparedBy } = prepared;
  const { amountCents, paymentMethodId } = line;
  const { customer, methods } = prepared.named;
  const shown = { customer, method: methods[paymentMethodId] ?? "" };
  const earlier = prepared.money.filter(({ kind, line: other }) => kind === "capture" && other <= line.line);
  const limitCents = earlier.reduce((cents, charge) => cents + charge.amountCents, prepared.refundableCents);
  let moved: { readonly amountCents?: number | undefined };
  if (line.kind === "capture") {
    const charge = {
      orderId,
      customerId,
      operation,
      revision,
      line: line.line,
      paymentMethodId,
      amountCents,
      preparedBy,
      ...shown,
    };
    const { id: authorisationId } = await wish.must(payments.authorise, charge);
    moved = await wish.must(payments.capture, { ...charge, authorisationId, limitCents });
  } else {
    const of =
      line.ofTransaction === undefined
        ? ({ kind: "line", operation, revision, line: line.line } as const)
        : ({ kind: "payment", transactionId: line.ofTransaction } as const);
    const what = refundedFor[operation] ?? "for the difference in price";
    const refund = { orderId, customerId, paymentMethodId, amountCents, of, limitCents, preparedBy, ...shown, what };
    moved = await wish.must(payments.refund, refund);
    progress.refunds += 1;
  }
  progress.lines += 1;
  return moved.amountCents ?? amountCents;
}

const refundedFor: Readonly<Record<string, string>> = {
  cancel_pending_order: "for the cancelled order",
  modify_pending_order_payment: "for the order that is now paid in another way",
};

/** What is done here stands, whatever comes next. */
async function goForward(
  wish: Run,
  { shop }: CustomerContracts,
  prepared: Prepared,
  { lines }: Progress,
): Promise<void> {
  const { description, money } = prepared;
  wish.keep();
  const decided =
    lines === money.length
      ? ({ status: "answered", answer: "commit" } as const)
      : await wish.decide(halfDone, { description, lines: money.length, done: lines });
  if (decided.status === "answered") {
    await wish.do(decided.answer === "commit" ? shop.commit : shop.release, operationOf(prepared));
    wish.keep();
  }
}

function operationOf({ operationId, operation, target, customerId, description }: Prepared) {
  return { operationId, operation, target, customerId, description };
}
