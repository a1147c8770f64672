/**
 * One wish of a ticket, as a failure domain of its own: prepare, move the money, commit.
 *
 * Invariant: whatever becomes of it is a value, so that the next wish goes on. A refusal by the shop is an outcome; a failure undoes what
 * this wish did, and says what is left.
 */
import type { Outcome, Run, Undone } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import { describeOperation } from "../contracts/describe-operation.ts";
import { namesFor } from "../contracts/named.ts";
import { canonicalOperation, type Operation, onOrder, targetOf } from "../contracts/operation.ts";
import type { ShopOrder } from "../contracts/reads.ts";
import type { MoneyLine } from "../contracts/shop-operations.ts";
import { type Paid, paidFor } from "../contracts/what-follows.ts";
import { findOrder } from "./find-order.ts";
import { settle } from "./move-money.ts";
import type { CustomersShop } from "./read-shop-view.ts";

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

/** @param shop what is known of who asks: people are shown its names */
export async function carryOutWish(
  run: Run,
  contracts: CustomerContracts,
  asker: Asker,
  asked: Operation,
  shop: CustomersShop,
): Promise<WishEnd> {
  const plain = describeOperation(canonicalOperation(asked));
  const scoped = await run.scope(plain, async (scope): Promise<WishEnd> => {
    const target = await readTarget(scope, contracts, asked);
    if (target === null) {
      const { of, id } = targetOf(asked);
      const missing = { ...beginningOf(asked, plain), code: `${of}_not_found`, why: `there is no ${of} ${id}` };
      return { ...missing, status: "refused" };
    }
    const operation = canonicalOperation(target.operation);
    const { ownerId, revision, openReturn, paid } = target;
    const { of, id } = targetOf(operation);
    const named = namesFor(shop, of === "order" ? id : null, newItemsOf(operation));
    const shown = ownerId === shop.customer.id ? named : { ...named, customer: "" };
    const wish = describeOperation(operation, shown, contracts.currency);
    const begun = beginningOf(operation, wish);
    const prepared = await scope.do(contracts.shop.prepare, {
      operation,
      ...asker,
      ownerId,
      revision,
      openReturn,
      named: shown,
      paid,
    });
    if (prepared.status !== "succeeded") return { ...begun, ...notPrepared(prepared) };
    const { id: operationId, orderId, money, refundableCents } = prepared.value;
    const isMet = prepared.run !== run.id;
    // It is another run's to let go, and may have been: then nobody is asked for money that cannot move any more.
    if (isMet && (await scope.do(contracts.read.operation, { id: operationId }))?.status === "released")
      return { ...begun, status: "failed", code: "operation_released", why: letGo };
    const moved = await settle(scope, contracts, {
      operationId,
      preparedBy: prepared.effect,
      operation: operation.name,
      description: wish,
      revision,
      orderId: orderId ?? "",
      target: id,
      customerId: asker.customerId,
      named: shown,
      money,
      refundableCents,
    });
    return { ...begun, status: "done", code: "", why: "", money: moved, isMet };
  });
  return scoped.status === "done"
    ? scoped.value
    : { ...beginningOf(asked, plain), status: "failed", code: "", why: scoped.reason, undone: scoped.undone };
}

const letGo = "another letter had asked for the same, and it was let go again";

function beginningOf(
  { name }: Operation,
  wish: string,
): Pick<WishEnd, "wish" | "operation" | "undone" | "isMet" | "money"> {
  return { wish, operation: name, undone: [], isMet: false, money: [] };
}

function newItemsOf({ name, arguments: wish }: Operation): string[] {
  return name === "modify_pending_order_items" || name === "exchange_delivered_order_items" ? wish.new_item_ids : [];
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
  /** The operation, on the order as the shop numbers it. */
  readonly operation: Operation;
  readonly ownerId: string;
  readonly revision: number;
  readonly openReturn: string[];
  readonly paid: Paid[];
}

async function readTarget(run: Run, contracts: CustomerContracts, operation: Operation): Promise<Target | null> {
  const { of, id } = targetOf(operation);
  if (of === "customer") {
    const customer = await run.do(contracts.read.customer, { id });
    return customer && { operation, ownerId: customer.id, revision: customer.revision, openReturn: [], paid: [] };
  }
  const order = await findOrder(run, contracts, id);
  if (order === null) return null;
  const { customerId: ownerId, revision, paymentHistory } = order;
  const openReturn = goingBack(order);
  return { operation: onOrder(operation, order.id), ownerId, revision, openReturn, paid: paidFor(paymentHistory) };
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
