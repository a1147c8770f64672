/**
 * The payment provider's contracts, at the tier that the provider allows.
 *
 * Invariants:
 * 1. Every call carries the effect's key as its `reference`, so that a look-up (T2) and a person (T3) can find what it did.
 * 2. A refund's intent is the payment or the unit that it gives back, and nothing else: no ticket, run, amount or method.
 * 3. All contracts that move money back share one cap per order: never more than was captured for it.
 * 4. Money of a prepared operation moves only while what prepared it stands: another run with the same wish may have let the order go.
 */
import { type Call, contract, formatMoney, type LookUp } from "praxis";
import { z } from "zod";
import type { PaymentTier } from "../settings.ts";
import type { Connections } from "./connections.ts";
import {
  type ChargeWish,
  captureWish,
  chargeWish,
  refundObject,
  refundWish,
  undoCaptureWish,
  voidWish,
} from "./payment-wishes.ts";
import { readTransactions } from "./transaction.ts";

const doneSchema = z.object({ id: z.string() });
/** A person may have approved another amount than was asked for: what was moved is what the provider says. */
const movedSchema = doneSchema.extend({ amountCents: z.int().optional() });
const largeRefundCents = 500_000;

export function paymentContracts({ payments }: Connections, tier: PaymentTier, currency: string) {
  const common = {
    tier,
    via: payments,
    about: ({ customerId }: { customerId: string }) => customerId,
    // What is charged and to whom follows from the order; of a refund, how much is for a person to say.
    mayEdit: [],
    ...(tier === "T2" ? { lookUp: byReference } : {}),
  };
  const standsOn = ({ preparedBy }: { readonly preparedBy: string }) => (preparedBy === "" ? null : preparedBy);
  const money = ({ amountCents: cents }: { amountCents: number }) => ({ cents, currency });
  const amount = (cents: number): string => formatMoney(cents, currency);
  const charging = (wish: ChargeWish): string =>
    `Charge ${amount(wish.amountCents)} to ${payer(wish)} (order ${wish.orderId})`;
  const undoCapture = contract("payments.undoCapture", {
    ...common,
    input: undoCaptureWish,
    output: doneSchema,
    intent: { object: ({ captureId }) => [captureId] },
    cap: { of: ({ orderId }) => orderId, amount: (wish) => wish.amountCents, limit: (wish) => wish.limitCents },
    money,
    shownOnly: ["customer", "method"],
    describe: (wish) =>
      `Give ${amount(wish.amountCents)} back to ${payer(wish)}: the charge is undone (order ${wish.orderId})`,
    perform: ({ orderId, paymentMethodId, amountCents, captureId }, call) =>
      call.post("/payments/refunds", {
        orderId,
        paymentMethodId,
        amountCents,
        ofTransaction: captureId,
        reference: call.key,
      }),
  });
  const voidAuthorisation = contract("payments.void", {
    ...common,
    input: voidWish,
    output: z.object({ id: z.string().nullable() }),
    intent: { object: ({ authorisationId }) => [authorisationId] },
    describe: ({ orderId }) => `Give up the money that is reserved for order ${orderId}, so that nothing is charged`,
    perform: async ({ authorisationId, orderId }, call) => {
      const log = readTransactions(await call.get("/payments/transactions", { orderId }));
      const isUsed = log.some((entry) => entry.kind === "capture" && entry.authorisationId === authorisationId);
      // What was captured is given back by a refund; there is nothing left to void.
      return isUsed ? { id: null } : call.post("/payments/voids", { authorisationId, reference: call.key });
    },
  });
  const authorise = contract("payments.authorise", {
    ...common,
    input: chargeWish,
    standsOn,
    output: doneSchema,
    intent: {
      object: ({ orderId, operation, line }) => [orderId, operation, line],
      occasion: ({ revision }) => [revision],
    },
    shownOnly: ["customer", "method"],
    describe: charging,
    interim: (wish) => `${amount(wish.amountCents)} is reserved for order ${wish.orderId}; nothing is charged yet`,
    perform: ({ orderId, paymentMethodId, amountCents }, call) =>
      call.post("/payments/authorisations", { orderId, paymentMethodId, amountCents, reference: call.key }),
    compensate: ({ orderId, customerId }, { id }) => ({
      contract: voidAuthorisation,
      wish: { authorisationId: id, orderId, customerId },
    }),
  });
  const capture = contract("payments.capture", {
    ...common,
    input: captureWish,
    standsOn,
    output: movedSchema,
    money,
    intent: {
      object: ({ orderId, operation, line }) => [orderId, operation, line],
      occasion: ({ revision }) => [revision],
    },
    shownOnly: ["customer", "method"],
    describe: charging,
    perform: ({ authorisationId, amountCents }, call) =>
      call.post("/payments/captures", { authorisationId, amountCents, reference: call.key }),
    compensate: ({ orderId, customerId, paymentMethodId, amountCents, limitCents, customer, method }, { id }) => ({
      contract: undoCapture,
      wish: { captureId: id, orderId, customerId, paymentMethodId, amountCents, limitCents, customer, method },
    }),
  });
  const refund = contract("payments.refund", {
    ...common,
    input: refundWish,
    standsOn,
    output: movedSchema,
    intent: { object: refundObject },
    mayEdit: ["amountCents"],
    units: ({ orderId, of }) => (of.kind === "unit" ? [`${orderId}/${of.unit}`] : []),
    cap: { of: ({ orderId }) => orderId, amount: (wish) => wish.amountCents, limit: (wish) => wish.limitCents },
    money,
    risk: ({ amountCents }) => (amountCents > largeRefundCents ? "high" : "low"),
    shownOnly: ["customer", "method", "what"],
    follows: ({ amountCents, paymentMethodId, method }) =>
      `${amount(amountCents)} goes back to ${method || paymentMethodId} and cannot be fetched back, and a letter tells the customer`,
    describe: (wish) => {
      const what = wish.what === "" ? "" : ` ${wish.what}`;
      const over = wish.method === "" ? wish.paymentMethodId : wish.method;
      return `Refund ${amount(wish.amountCents)} to ${wish.customer || wish.customerId}${what} (order ${wish.orderId}, over ${over})`;
    },
    perform: ({ orderId, paymentMethodId, amountCents, of }, call) =>
      call.post("/payments/refunds", {
        orderId,
        paymentMethodId,
        amountCents,
        ...(of.kind === "payment" ? { ofTransaction: of.transactionId } : {}),
        reference: call.key,
      }),
  });
  return { authorise, capture, void: voidAuthorisation, refund, undoCapture };
}

/** "the PayPal of Mei Kovacs", or the method's id where it has no name. */
function payer({
  method,
  customer,
  paymentMethodId,
}: Pick<ChargeWish, "method" | "customer" | "paymentMethodId">): string {
  return method === "" || customer === "" ? paymentMethodId : `the ${method} of ${customer}`;
}

/** The provider's log under this effect's key. Whoever finds nothing there may be sure that nothing was done. */
async function byReference(_wish: unknown, call: Call): Promise<LookUp> {
  const [found] = readTransactions(await call.get("/payments/transactions", { reference: call.key }));
  return found === undefined ? null : { found: { id: found.id, amountCents: found.amountCents } };
}
