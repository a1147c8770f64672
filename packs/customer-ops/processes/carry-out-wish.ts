/**
 * One wish of a ticket, as a failure domain of its own: prepare, move the money, commit.
 *
 * Invariant: whatever becomes of it is a value, so that the next wish goes on. A refusal by the shop is an outcome; a failure undoes what
 * this wish did, and says what is left.
 */
import type { Outcome, Run, Undone } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import { canonicalOperation, describeOperation, type Operation, targetOf } from "../contracts/operation.ts";
import { settle } from "./move-money.ts";

export interface WishEnd {
  readonly wish: string;
  readonly operation: string;
  /** `failed` also where it was undone; the others as in `Outcome`. */
  readonly status: "done" | Exclude<Outcome<unknown>["status"], "succeeded">;
  /** Of a refusal: the shop's code. */
  readonly code: string;
  readonly why: string;
  readonly undone: readonly Undone[];
}

export async function carryOutWish(
  run: Run,
  contracts: CustomerContracts,
  customerId: string,
  asked: Operation,
): Promise<WishEnd> {
  const operation = canonicalOperation(asked);
  const wish = describeOperation(operation);
  const named = { wish, operation: operation.name };
  const scoped = await run.scope(wish, async (scope): Promise<WishEnd> => {
    const target = await readTarget(scope, contracts, operation);
    if (target === null) {
      const { of, id } = targetOf(operation);
      return { ...named, status: "refused", code: `${of}_not_found`, why: `there is no ${of} ${id}`, undone: [] };
    }
    const prepared = await scope.do(contracts.shop.prepare, { operation, customerId, ...target });
    if (prepared.status !== "succeeded") return { ...named, ...notPrepared(prepared), undone: [] };
    const { id: operationId, orderId, money, refundableCents } = prepared.value;
    await settle(scope, contracts, {
      operationId,
      operation: operation.name,
      description: wish,
      revision: target.revision,
      orderId: orderId ?? "",
      customerId,
      money,
      refundableCents,
    });
    return { ...named, status: "done", code: "", why: "", undone: [] };
  });
  return scoped.status === "done"
    ? scoped.value
    : { ...named, status: "failed", code: "", why: scoped.reason, undone: scoped.undone };
}

function notPrepared(
  outcome: Exclude<Outcome<unknown>, { status: "succeeded" }>,
): Pick<WishEnd, "status" | "code" | "why"> {
  const code = outcome.status === "refused" || outcome.status === "failed" ? outcome.code : "";
  const why = outcome.status === "proposed" ? outcome.description : outcome.reason;
  return { status: outcome.status, code, why };
}

async function readTarget(
  run: Run,
  { read }: CustomerContracts,
  operation: Operation,
): Promise<{ ownerId: string; revision: number } | null> {
  const { of, id } = targetOf(operation);
  if (of === "customer") {
    const customer = await run.do(read.customer, { id });
    return customer && { ownerId: customer.id, revision: customer.revision };
  }
  const order = await run.do(read.order, { id });
  return order && { ownerId: order.customerId, revision: order.revision };
}
