/**
 * One wish of a ticket, as a failure domain of its own: prepare, move the money, commit.
 *
 * Invariant: whatever becomes of it is a value, so that the next wish goes on. A refusal by the shop is an outcome; a failure undoes what
 * this wish did, and says what is left.
 */
import type { Outcome, Run, Undone } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import { canonicalOperation, describeOperation, type Operation, targetOf } from "../contracts/operation.ts";
import type { ShopOrder } from "../contracts/reads.ts";
import type { MoneyLine } from "../contracts/shop-operations.ts";
import { type Paid, paidFor } from "../contracts/what-follows.ts";
import { settle } from "./move-money.ts";

export interface Asker {
  readonly customerId: string;
  readonly sender: "verified" | "unverified";
  readonly accountAgeDays: number | null;
}

export interface WishEnd {
  readonly wish: string;
  readonly operation: Operation["name"];
  /** `failed` also where it was undone; the others as in `Outcome`. */
  readonly status: "done" | Exclude<Outcome<unknown>["status"], "succeeded">;
  /** Of a refusal: the shop's code. Of a denial: the policy. */
  readonly code: string;
  readonly why: string;
  readonly undone: readonly Undone[];
  /** Another run, for another letter that asked the same, did it: the customer hears of it from that one. */
  readonly isMet: boolean;
  /** What was charged and refunded with it. */
  readonly money: readonly Pick<MoneyLine, "kind" | "amountCents" | "paymentMethodId">[];
}

export async function carryOutWish(
  run: Run,
  contracts: CustomerContracts,
  asker: Asker,
  asked: Operation,
): Promise<WishEnd> {
  const operation = canonicalOperation(asked);
  const wish = describeOperation(operation);
  const named = { wish, operation: operation.name, undone: [], isMet: false, money: [] };
  const scoped = await run.scope(wish, async (scope): Promise<WishEnd> => {
    const target = await readTarget(scope, contracts, operation);
    if (target === null) {
      const { of, id } = targetOf(operation);
      return { ...named, status: "refused", code: `${of}_not_found`, why: `there is no ${of} ${id}` };
    }
    const prepared = await scope.do(contracts.shop.prepare, { operation, ...asker, ...target });
    if (prepared.status !== "succeeded") return { ...named, ...notPrepared(prepared) };
    const { id: operationId, orderId, money, refundableCents } = prepared.value;
    const moved = await settle(scope, contracts, {
      operationId,
      operation: operation.name,
      description: wish,
      revision: target.revision,
      orderId: orderId ?? "",
      customerId: asker.customerId,
      money,
      refundableCents,
    });
    return { ...named, status: "done", code: "", why: "", money: moved, isMet: prepared.run !== run.id };
  });
  return scoped.status === "done"
    ? scoped.value
    : { ...named, status: "failed", code: "", why: scoped.reason, undone: scoped.undone };
}

function notPrepared(
  outcome: Exclude<Outcome<unknown>, { status: "succeeded" }>,
): Pick<WishEnd, "status" | "code" | "why"> {
  const code =
    outcome.status === "refused" || outcome.status === "failed"
      ? outcome.code
      : outcome.status === "denied"
        ? outcome.policy
        : "";
  const why = outcome.status === "proposed" ? outcome.description : outcome.reason;
  return { status: outcome.status, code, why };
}

interface Target {
  readonly ownerId: string;
  readonly revision: number;
  readonly openReturn: string[];
  readonly paid: Paid[];
}

async function readTarget(run: Run, { read }: CustomerContracts, operation: Operation): Promise<Target | null> {
  const { of, id } = targetOf(operation);
  if (of === "customer") {
    const customer = await run.do(read.customer, { id });
    return customer && { ownerId: customer.id, revision: customer.revision, openReturn: [], paid: [] };
  }
  const order = await run.do(read.order, { id });
  return (
    order && {
      ownerId: order.customerId,
      revision: order.revision,
      openReturn: goingBack(order),
      paid: paidFor(order.paymentHistory),
    }
  );
}

function goingBack(order: ShopOrder): string[] {
  return [...(order.return?.itemIds ?? []), ...(order.exchange?.itemIds ?? [])];
}

const dayMs = 86_400_000;

/** In whole days; null where the shop does not say when an order was placed. */
export function accountAgeDays(orders: readonly ShopOrder[], now: number): number | null {
  const placed = orders.flatMap(({ placedAt }) => (placedAt === null ? [] : [Date.parse(placedAt)]));
  return placed.length === 0 ? null : Math.max(0, Math.floor((now - Math.min(...placed)) / dayMs));
}
