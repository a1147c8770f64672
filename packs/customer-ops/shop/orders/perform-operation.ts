/**
 * The two-step write: prepare (checked, and the order held), then commit or release.
 *
 * Boundary: moves no money, and does not look whether the caller moved it. Each step is one database transaction.
 * Invariants: an operation id has one request for ever; a refusal is remembered under it; an order is held by at most one
 * operation and changes only by the commit of its holder; commit and release are idempotent and exclude each other.
 * That an order is held is not remembered: the same preparation can be tried again.
 */
import { isDeepStrictEqual } from "node:util";
import { ShopError } from "../shop-error.ts";
import type { Preparation, PreparedOperation, StoredOperation } from "../store/operation-table.ts";
import type { World } from "../store/world.ts";
import type { OperationRequest } from "./operation-request.ts";
import type { Order } from "./order.ts";
import { judge } from "./rules/judge.ts";
import type { Allowed } from "./verdict.ts";

export interface Prepared {
  /** false if the id was known: nothing was done now. */
  readonly isNew: boolean;
  readonly operation: StoredOperation;
}

/** @throws operation_id_reused, order_held */
export function prepareOperation(world: World, id: string, request: OperationRequest): Prepared {
  return world.transact(() => {
    const known = world.store.operations.find(world.name, id);
    if (known !== undefined) {
      if (isDeepStrictEqual(known.request, request)) return { isNew: false, operation: known };
      throw new ShopError(409, "operation_id_reused", `Operation ${id} was prepared with another request.`);
    }
    const order = "order_id" in request.arguments ? world.findOrder(request.arguments.order_id) : undefined;
    if (order !== undefined && order.heldBy !== null) {
      const message = `Order ${order.id} is held by operation ${order.heldBy}, until that is committed or released.`;
      throw new ShopError(409, "order_held", message, { heldBy: order.heldBy });
    }
    const verdict = judge(world, request);
    const operation: StoredOperation =
      verdict.outcome === "refused"
        ? { id, request, status: "refused", result: verdict.refusal }
        : { id, request, status: "prepared", result: preparationOf(verdict, order) };
    world.store.operations.insert(world.name, operation);
    if (operation.status === "prepared" && order !== undefined) setHold(world, order.id, id);
    return { isNew: true, operation };
  });
}

/** @throws operation_not_found, operation_refused, operation_released */
export function commitOperation(world: World, id: string): PreparedOperation {
  return world.transact(() => {
    const operation = findPrepared(world, id);
    if (operation.status === "committed") return operation;
    if (operation.status === "released") {
      throw new ShopError(409, "operation_released", `Operation ${id} was released; it cannot be committed.`);
    }
    const { change, customerId } = operation.result;
    if (change.of === "order") {
      const revision = (world.findOrder(change.orderId)?.revision ?? 1) + 1;
      const state = { ...change.after, lastOperationId: id };
      world.store.orders.writeOrder(world.name, change.orderId, { revision, heldBy: null, state });
    } else {
      const revision = (world.findCustomer(customerId)?.revision ?? 1) + 1;
      world.store.orders.writeCustomer(world.name, customerId, { revision, address: change.address });
    }
    world.store.operations.settle(world.name, id, "committed");
    return { ...operation, status: "committed" };
  });
}

/** @throws operation_not_found, operation_refused, operation_committed */
export function releaseOperation(world: World, id: string): PreparedOperation {
  return world.transact(() => {
    const operation = findPrepared(world, id);
    if (operation.status === "released") return operation;
    if (operation.status === "committed") {
      throw new ShopError(409, "operation_committed", `Operation ${id} was committed; it cannot be released.`);
    }
    if (operation.result.orderId !== null) setHold(world, operation.result.orderId, null);
    world.store.operations.settle(world.name, id, "released");
    return { ...operation, status: "released" };
  });
}

/** @throws operation_not_found */
export function findOperation(world: World, id: string): StoredOperation {
  const operation = world.store.operations.find(world.name, id);
  if (operation !== undefined) return operation;
  throw new ShopError(404, "operation_not_found", `There is no operation ${id} in world ${world.name}.`);
}

function findPrepared(world: World, id: string): PreparedOperation {
  const operation = findOperation(world, id);
  if (operation.status !== "refused") return operation;
  throw new ShopError(409, "operation_refused", `Operation ${id} was refused: ${operation.result.message}`);
}

function preparationOf({ customerId, money, priceDifferenceCents, change }: Allowed, order?: Order): Preparation {
  return {
    orderId: order?.id ?? null,
    orderRevision: order?.revision ?? null,
    customerId,
    money: [...money],
    ...(priceDifferenceCents === undefined ? {} : { priceDifferenceCents }),
    change,
  };
}

function setHold(world: World, orderId: string, heldBy: string | null): void {
  const stored = world.store.orders.findOrder(world.name, orderId);
  world.store.orders.writeOrder(world.name, orderId, {
    revision: stored?.revision ?? 1,
    heldBy,
    state: stored?.state ?? null,
  });
}
