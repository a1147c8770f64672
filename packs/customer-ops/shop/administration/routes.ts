/** Worlds, and what a test suite asks about one. Never faulted. */
import { Hono } from "hono";
import { z } from "zod";
import { readBody } from "../http/read-body.ts";
import type { ShopEnv, ShopParts } from "../http/shop-context.ts";
import { ShopError } from "../shop-error.ts";
import { changesOf } from "./changes.ts";

const newWorldSchema = z.strictObject({
  name: z.string().regex(/^[\w.~-]{1,200}$/, "must be 1 to 200 letters, digits, or any of _ . ~ -"),
});

export function worldRoutes({ worlds, faults, now }: ShopParts): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();
  routes.get("/health", (context) => context.json({ status: "ok" }));
  routes.get("/worlds", (context) => context.json({ worlds: worlds.names().map((name) => ({ name })) }));
  routes.post("/worlds", async (context) => {
    const { name } = await readBody(context.req, newWorldSchema);
    const isNew = worlds.create(name, new Date(now()).toISOString());
    return context.json({ name }, isNew ? 201 : 200);
  });
  routes.delete("/worlds/:name", (context) => {
    const name = context.req.param("name");
    if (!worlds.has(name)) throw worldNotFound(name);
    worlds.reset(name);
    faults.forgetWorld(name);
    return context.json({ name });
  });
  return routes;
}

export function inspectionRoutes(): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();
  routes.get("/changes", (context) => context.json(changesOf(context.get("world"))));
  routes.get("/payments/transactions", (context, next) => {
    const { orderId, reference, includeSeed } = context.req.query();
    if (orderId !== undefined || reference !== undefined) return next();
    const { name, store } = context.get("world");
    const seed = includeSeed === "true" ? store.base.transactions() : [];
    return Promise.resolve(context.json({ transactions: [...seed, ...store.transactions.all(name)] }));
  });
  return routes;
}

export function worldNotFound(name: string): ShopError {
  const message = `There is no world "${name}"; create it with POST /worlds {"name": "${name}"}.`;
  return new ShopError(404, "world_not_found", message);
}
