/** The order API of one world: reads, and the two-step writes. It moves no money. */
import { type Context, Hono } from "hono";
import { check, readBody } from "../http/read-body.ts";
import type { ShopEnv } from "../http/shop-context.ts";
import { ShopError } from "../shop-error.ts";
import type { StoredOperation } from "../store/operation-table.ts";
import type { World } from "../store/world.ts";
import { findCustomers } from "./find-customers.ts";
import { operationIdSchema, operationRequestSchema } from "./operation-request.ts";
import { type Order, presentOrder } from "./order.ts";
import { commitOperation, findOperation, prepareOperation, releaseOperation } from "./perform-operation.ts";

export function orderRoutes(): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();

  routes.get("/customers", (context) => {
    const { email, firstName, lastName, zip } = context.req.query();
    return context.json({ customers: findCustomers(context.get("world"), { email, firstName, lastName, zip }) });
  });
  routes.get("/customers/:id", (context) => {
    const id = context.req.param("id");
    const customer = context.get("world").findCustomer(id);
    return customer === undefined ? notFound("customer", id) : context.json(customer);
  });

  routes.get("/orders", (context) => {
    const world = context.get("world");
    const id = context.req.query("customer");
    if (id === undefined) throw new ShopError(400, "invalid_request", "Name a customer.", { field: "customer" });
    const customer = world.findCustomer(id) ?? notFound("customer", id);
    const orders = customer.orders.map((orderId) => presentOrder(findOrder(world, orderId)));
    return context.json({ orders });
  });
  routes.get("/orders/:id", (context) =>
    context.json(presentOrder(findOrder(context.get("world"), context.req.param("id")))),
  );

  routes.get("/products", (context) => {
    const products = [...context.get("world").store.base.products.values()].map(({ id, name }) => ({ id, name }));
    return context.json({ products });
  });
  routes.get("/products/:id", (context) => {
    const id = context.req.param("id");
    const product = context.get("world").store.base.products.get(id);
    if (product === undefined) return notFound("product", id);
    return context.json({ ...product, variants: Object.values(product.variants) });
  });

  routes.put("/operations/:id", async (context) => {
    const id = check(operationIdSchema, context.req.param("id"));
    const request = await readBody(context.req, operationRequestSchema);
    const { isNew, operation } = prepareOperation(context.get("world"), id, request);
    if (operation.status === "refused") return context.json({ error: operation.result }, 422);
    return context.json(presentOperation(operation), isNew ? 201 : 200);
  });
  routes.get("/operations/:id", (context) =>
    answer(context, findOperation(context.get("world"), context.req.param("id"))),
  );
  routes.post("/operations/:id/commit", (context) =>
    answer(context, commitOperation(context.get("world"), context.req.param("id"))),
  );
  routes.post("/operations/:id/release", (context) =>
    answer(context, releaseOperation(context.get("world"), context.req.param("id"))),
  );
  return routes;
}

/** In an address the "#" of an order's id may be left out, since clients often lose it there. */
function findOrder(world: World, id: string): Order {
  return world.findOrder(id) ?? world.findOrder(`#${id}`) ?? notFound("order", id);
}

function notFound(thing: "customer" | "order" | "product", id: string): never {
  throw new ShopError(404, `${thing}_not_found`, `There is no ${thing} ${id}.`);
}

function answer(context: Context<ShopEnv>, operation: StoredOperation): Response {
  return context.json(presentOperation(operation));
}

function presentOperation({ id, request: { operation }, status, result }: StoredOperation) {
  if (!("change" in result)) return { id, status, operation, error: result };
  const { orderId, orderRevision, customerId, money, priceDifferenceCents } = result;
  return { id, status, operation, orderId, orderRevision, customerId, money, priceDifferenceCents };
}
