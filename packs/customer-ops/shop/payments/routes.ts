/** The payment API of one world. */
import { type Context, Hono } from "hono";
import type { z } from "zod";
import { readBody } from "../http/read-body.ts";
import type { ShopEnv, ShopParts } from "../http/shop-context.ts";
import { ShopError } from "../shop-error.ts";
import type { World } from "../store/world.ts";
import { type PaymentRequest, paymentRequestSchemas as schemas } from "./payment-request.ts";
import { performPayment } from "./perform-payment.ts";

export function paymentRoutes(parts: ShopParts): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();

  const act = async <Fields>(
    context: Context<ShopEnv>,
    schema: z.ZodType<Fields>,
    name: (fields: Fields) => PaymentRequest,
  ): Promise<Response> => {
    const world = context.get("world");
    const request = name(await readBody(context.req, schema, 422));
    const { ignoreKeys } = parts.faults.settingsOf(world.name);
    const { body, isReplay } = performPayment(world, request, {
      idempotencyKey: ignoreKeys ? undefined : context.req.header("idempotency-key"),
      keyRetentionMs: parts.keyRetentionMs,
      nowMs: parts.now(),
    });
    context.header("content-type", "application/json");
    if (isReplay) context.header("Idempotent-Replayed", "true");
    return context.body(body, 201);
  };

  routes.post("/payments/authorisations", (context) =>
    act(context, schemas.authorisation, (fields) => ({ kind: "authorisation", ...fields })),
  );
  routes.post("/payments/captures", (context) =>
    act(context, schemas.capture, (fields) => ({ kind: "capture", ...fields })),
  );
  routes.post("/payments/voids", (context) => act(context, schemas.void, (fields) => ({ kind: "void", ...fields })));
  routes.post("/payments/refunds", (context) =>
    act(context, schemas.refund, (fields) => ({ kind: "refund", ...fields })),
  );

  routes.get("/payments/transactions", (context) => {
    const world = context.get("world");
    const { orderId, reference } = context.req.query();
    if (reference === undefined) {
      return context.json({ transactions: world.transactionsOf(orderIdOf(world, orderId)) });
    }
    if (parts.faults.settingsOf(world.name).noLookup) {
      const message = "This provider has no look-up by reference.";
      return context.json({ error: { code: "lookup_not_supported", message } }, 501);
    }
    const found = world.store.transactions.byReference(world.name, reference);
    const transactions = orderId === undefined ? found : found.filter((entry) => entry.orderId === orderId);
    return context.json({ transactions });
  });

  routes.get("/payments/captured", (context) => {
    const world = context.get("world");
    const log = world.transactionsOf(orderIdOf(world, context.req.query("orderId")));
    const sum = (kind: "capture" | "refund") =>
      log.reduce((cents, entry) => (entry.kind === kind ? cents + entry.amountCents : cents), 0);
    return context.json({ capturedCents: sum("capture"), refundedCents: sum("refund") });
  });
  return routes;
}

function orderIdOf(world: World, id: string | undefined): string {
  if (id === undefined) throw new ShopError(400, "invalid_request", "Name an orderId.", { field: "orderId" });
  const found = [id, `#${id}`].find((candidate) => world.store.base.orders.has(candidate));
  if (found === undefined) throw new ShopError(404, "order_not_found", `There is no order ${id}.`);
  return found;
}
