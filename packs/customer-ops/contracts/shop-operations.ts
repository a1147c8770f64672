/**
 * The shop's two-step write as contracts: prepare (checked, and the order held), then commit, or release to undo.
 *
 * Invariants:
 * 1. An operation's id is the key of the effect that prepared it, so it is the same at every attempt.
 * 2. What is to be true once is "this operation on this order"; the occasion is the order's revision. So a second ticket with the same wish
 *    meets the same row, and a later wish (an address A, then B, then A again) is a new one, for every commit raises the revision.
 * 3. `refundableCents` is read while the order is held, so no other operation of ours moves its money in between.
 */
import { type Call, CallError, contract } from "praxis";
import { z } from "zod";
import type { Connections } from "./connections.ts";
import { describeOperation } from "./describe-operation.ts";
import { namedSchema, nothingNamed } from "./named.ts";
import { operationSchema, targetOf } from "./operation.ts";
import { readTransactions, refundableCents } from "./transaction.ts";
import { paidSchema, whatFollows } from "./what-follows.ts";

export const moneyLineSchema = z.object({
  kind: z.enum(["capture", "refund"]),
  amountCents: z.int().nonnegative(),
  paymentMethodId: z.string(),
  line: z.int().nonnegative(),
  ofTransaction: z.string().optional(),
});
export type MoneyLine = z.infer<typeof moneyLineSchema>;

const preparedSchema = z.object({
  id: z.string(),
  orderId: z.string().nullable(),
  money: z.array(moneyLineSchema),
  refundableCents: z.int(),
});

const prepareWish = z.object({
  /** Canonical, so that the same wish in other words is the same. */
  operation: operationSchema,
  /** Who asked. */
  customerId: z.string(),
  /** Whose order it is. */
  ownerId: z.string(),
  /** Of the order, or of the customer where the operation is about nothing else. */
  revision: z.int(),
  /** Whether what it was asked by proves who asked: a signed ticket does, a mail only if its sender is authenticated. */
  sender: z.enum(["verified", "unverified"]).default("verified"),
  /** Days since the customer's first order; null where the shop does not tell. */
  accountAgeDays: z.int().nonnegative().nullable().default(null),
  /** Items of the order that a return or an exchange under way names. */
  openReturn: z.array(z.string()).default([]),
  /** What the ids stand for, to be read by people. */
  named: namedSchema.default(nothingNamed),
  /** What is paid for the order: shown only. */
  paid: z.array(paidSchema).default([]),
});

/** The holder may wait for a person, so this is patient; after that the wish is answered for, and can be made again. */
const heldRetryMs = 2_000;

const operationWish = z.object({
  operationId: z.string(),
  operation: z.string(),
  /** The order; or the customer, where it is about nothing else. */
  target: z.string(),
  customerId: z.string(),
  /** In words; shown only. */
  description: z.string().default(""),
});
const stateSchema = z.object({ id: z.string(), status: z.string() });

export function shopOperations({ shop }: Connections, currency: string) {
  const commit = contract("shop.commit", {
    tier: "T1",
    via: shop,
    input: operationWish,
    output: stateSchema,
    intent: { object: ({ operationId }) => [operationId] },
    about: ({ customerId }) => customerId,
    mayEdit: [],
    shownOnly: ["description"],
    describe: ({ description }) => description,
    perform: ({ operationId }, call) => call.post(`/operations/${encodeURIComponent(operationId)}/commit`, {}),
    retry: { attempts: 50 },
  });
  const release = contract("shop.release", {
    tier: "T1",
    via: shop,
    input: operationWish,
    output: stateSchema,
    intent: { object: ({ operationId }) => [operationId] },
    about: ({ customerId }) => customerId,
    mayEdit: [],
    shownOnly: ["description"],
    describe: ({ target, description }) => `Leave ${target} as it was, without this: ${description}`,
    perform: ({ operationId }, call) => call.post(`/operations/${encodeURIComponent(operationId)}/release`, {}),
    retry: { attempts: 50 },
  });
  const prepare = contract("shop.prepare", {
    tier: "T1",
    via: shop,
    input: prepareWish,
    output: preparedSchema,
    intent: {
      object: ({ operation }) => [targetOf(operation).id, operation.name],
      occasion: ({ revision }) => [revision],
    },
    about: ({ customerId }) => customerId,
    mayEdit: [],
    shownOnly: ["named", "paid"],
    describe: ({ operation, named }) => describeOperation(operation, named, currency),
    follows: ({ operation, paid, named }) => whatFollows(operation, paid, currency, (id) => named.methods[id] ?? id),
    interim: ({ operation }) => {
      const { of, id } = targetOf(operation);
      return `${of} ${id} is held for it at the shop; nothing is changed yet`;
    },
    perform: async ({ operation }, call) => {
      const prepared = await putOperation(call, operation);
      return { ...prepared, refundableCents: await readRefundable(call, prepared.orderId) };
    },
    compensate: ({ operation, customerId, named }, { id }) => ({
      contract: release,
      wish: {
        operationId: id,
        operation: operation.name,
        target: targetOf(operation).id,
        customerId,
        description: describeOperation(operation, named, currency),
      },
    }),
    retry: { attempts: 60 },
  });
  return { prepare, commit, release };
}

const answerSchema = preparedSchema.omit({ refundableCents: true }).extend({ status: z.string() });

async function putOperation(call: Call, { name, arguments: wish }: z.infer<typeof operationSchema>) {
  const path = `/operations/${encodeURIComponent(call.key)}`;
  const answer = await call.put(path, { operation: name, arguments: wish }).catch((thrown: unknown) => {
    const isHeld = thrown instanceof CallError && thrown.code === "order_held";
    throw isHeld ? new CallError("not performed", thrown.code, thrown.message, { retryAfterMs: heldRetryMs }) : thrown;
  });
  const prepared = answerSchema.parse(answer);
  // Known under this id from before an older state of Praxis was put back: it holds nothing any more.
  if (prepared.status === "released")
    throw new CallError("refused", "operation_released", "This was prepared and released before.");
  return prepared;
}

async function readRefundable(call: Call, orderId: string | null): Promise<number> {
  if (orderId === null) return 0;
  try {
    return refundableCents(readTransactions(await call.get("/payments/transactions", { orderId })));
  } catch (thrown) {
    // The order is held already, so whatever became of this read, "nothing was done" would be wrong.
    throw new CallError("ambiguous", "log_unread", "The order is held, but its payments could not be read.", {
      cause: thrown,
    });
  }
}
