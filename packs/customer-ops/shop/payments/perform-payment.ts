/**
 * The payment provider's four calls.
 *
 * Boundary: append-only and unguarded, as at real providers: over-refunds, repeated refunds, captures beyond the
 * authorisation and of a voided one are all accepted. Only an unknown order, method or authorisation is refused (422).
 * Invariants: with an Idempotency-Key that is remembered, a call acts once and its response is repeated to the byte. Look-up,
 * action and storing are one database transaction, so of two calls at the same moment one acts and the other one replays.
 * Only what acted is stored: a refused call can be corrected and sent again under its key.
 */
import { ShopError } from "../shop-error.ts";
import type { World } from "../store/world.ts";
import type { PaymentRequest } from "./payment-request.ts";
import type { Transaction } from "./transaction.ts";

export interface PaymentTerms {
  /** undefined acts at each call; so does every key while the fault switch `ignoreKeys` is on. */
  readonly idempotencyKey: string | undefined;
  readonly keyRetentionMs: number;
  readonly nowMs: number;
}

export interface PaymentAnswer {
  /** JSON text. */
  readonly body: string;
  readonly isReplay: boolean;
}

/** @throws idempotency_key_reused, order_not_found, payment_method_not_found, authorisation_not_found */
export function performPayment(world: World, request: PaymentRequest, terms: PaymentTerms): PaymentAnswer {
  const { idempotencyKey: key, keyRetentionMs, nowMs } = terms;
  const { keys } = world.store;
  // Field order is the schema's, so equal requests are equal texts.
  const requestText = JSON.stringify(request);
  return world.transact(() => {
    const seen = key === undefined ? undefined : keys.find(world.name, key, nowMs - keyRetentionMs);
    if (seen !== undefined) {
      if (seen.request === requestText) return { body: seen.response, isReplay: true };
      throw new ShopError(409, "idempotency_key_reused", "This Idempotency-Key came with another request before.");
    }
    const body = JSON.stringify(append(world, request, new Date(nowMs).toISOString()));
    if (key !== undefined) keys.store(world.name, key, { request: requestText, response: body }, nowMs);
    return { body, isReplay: false };
  });
}

function append(world: World, request: PaymentRequest, at: string): Transaction {
  const entry = { kind: request.kind, reference: request.reference ?? null, at, ofTransaction: null };
  if (request.kind === "capture" || request.kind === "void") {
    const authorisation = world.store.transactions.findAuthorisation(world.name, request.authorisationId);
    if (authorisation === undefined) {
      const message = `There is no authorisation ${request.authorisationId} in world ${world.name}.`;
      throw new ShopError(422, "authorisation_not_found", message, { field: "authorisationId" });
    }
    const { id: authorisationId, orderId, paymentMethodId } = authorisation;
    const amountCents = request.kind === "capture" ? request.amountCents : authorisation.amountCents;
    return world.store.transactions.append(world.name, {
      ...entry,
      orderId,
      paymentMethodId,
      amountCents,
      authorisationId,
    });
  }
  const { orderId, paymentMethodId, amountCents } = request;
  checkPayee(world, orderId, paymentMethodId);
  const ofTransaction = request.kind === "refund" ? (request.ofTransaction ?? null) : null;
  return world.store.transactions.append(world.name, {
    ...entry,
    orderId,
    paymentMethodId,
    amountCents,
    authorisationId: null,
    ofTransaction,
  });
}

function checkPayee(world: World, orderId: string, paymentMethodId: string): void {
  if (!world.store.base.orders.has(orderId)) {
    throw new ShopError(422, "order_not_found", `There is no order ${orderId}.`, { field: "orderId" });
  }
  if (!world.acceptsMethod(orderId, paymentMethodId)) {
    const message = `The customer of order ${orderId} has no payment method ${paymentMethodId}.`;
    throw new ShopError(422, "payment_method_not_found", message, { field: "paymentMethodId" });
  }
}
