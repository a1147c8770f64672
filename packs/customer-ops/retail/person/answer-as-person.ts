/**
 * The person behind the gates: knows what each request's correct actions are, and nothing else of the server.
 *
 * Invariants: says what a ticket asks for from the line's actions; approves an effect only if it belongs to them, by contract and arguments;
 * answers what became of an effect by looking at the payment log; declines everything else.
 */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Gate, Verdict } from "../../client/praxis-client.ts";
import { canonicalOperation, type Operation, operationSchema, targetOf } from "../../contracts/operation.ts";
import type { Request } from "../requests.ts";
import type { LoggedTransaction } from "../shop-process.ts";

const evidenceSchema = z.object({
  decision: z.string().optional(),
  contract: z.string().optional(),
  /** Of an unknown effect: the reference under which the provider has it, if it has it. */
  key: z.string().optional(),
});

export const triageName = "what a ticket asks for";

/** @param lookUp the world's payment log, as it is now */
export async function answerAsPerson(
  gate: Gate,
  request: Request,
  lookUp: () => Promise<readonly LoggedTransaction[]>,
): Promise<Verdict> {
  const { decision, contract, key } = evidenceSchema.parse(gate.evidence);
  if (gate.kind === "question" && decision === triageName) return { verdict: "answer", value: request.operations };
  if (gate.kind === "unknown") {
    const found = (await lookUp()).find(({ reference }) => reference === key);
    const output = found && { id: found.id };
    return { verdict: "answer", value: output ? { happened: true, output } : { happened: false } };
  }
  const asksForYes = gate.kind === "approval" || gate.kind === "again";
  return asksForYes && belongs(contract ?? "", gate.proposal, request)
    ? { verdict: "approve" }
    : { verdict: "decline", reason: "this does not belong to what the customer asked for" };
}

const paymentSchema = z.object({
  orderId: z.string(),
  customerId: z.string(),
  paymentMethodId: z.string(),
  amountCents: z.int(),
});

const commitSchema = z.object({ operation: z.string(), target: z.string(), customerId: z.string() });

function belongs(contract: string, proposal: unknown, { customer, operations, transactions }: Request): boolean {
  if (contract === "shop.prepare") {
    const { operation, customerId } = z.object({ operation: operationSchema, customerId: z.string() }).parse(proposal);
    return customerId === customer && operations.some((each) => isDeepStrictEqual(each, canonicalOperation(operation)));
  }
  if (contract === "shop.commit") {
    const { operation, target, customerId } = commitSchema.parse(proposal);
    return (
      customerId === customer && operations.some((each) => each.name === operation && targetOf(each).id === target)
    );
  }
  const kind = { "payments.refund": "refund", "payments.authorise": "payment", "payments.capture": "payment" }[
    contract
  ];
  if (kind === undefined) return false;
  const { orderId, customerId, paymentMethodId, amountCents } = paymentSchema.parse(proposal);
  const isExpected = transactions.includes([orderId, kind, amountCents, paymentMethodId].join(" "));
  return customerId === customer && isExpected && operations.some((each) => movesMoney(each, orderId));
}

function movesMoney(operation: Operation, orderId: string): boolean {
  return (
    targetOf(operation).id === orderId &&
    /^(cancel_pending_order|modify_pending_order_(items|payment))$/.test(operation.name)
  );
}
