/**
 * Which route answers what, and which of them can be faulted: in a world, what is mounted after the fault switches.
 */
import { Hono } from "hono";
import { inspectionRoutes, worldNotFound, worldRoutes } from "../administration/routes.ts";
import { injectFaults } from "../faults/inject-faults.ts";
import { faultRoutes, worldFaultRoutes } from "../faults/routes.ts";
import { orderRoutes } from "../orders/routes.ts";
import { paymentRoutes } from "../payments/routes.ts";
import { errorResponse, notFoundResponse } from "./error-response.ts";
import type { ShopEnv, ShopParts } from "./shop-context.ts";

export function shopApp(parts: ShopParts): Hono<ShopEnv> {
  const world = new Hono<ShopEnv>();
  world.use(async (context, next) => {
    const name = context.req.param("world") ?? "";
    if (!parts.worlds.has(name)) throw worldNotFound(name);
    context.set("world", parts.openWorld(name));
    await next();
  });
  world.route("/", worldFaultRoutes(parts.faults));
  world.route("/", inspectionRoutes());
  world.use(injectFaults(parts.faults));
  world.route("/", orderRoutes());
  world.route("/", paymentRoutes(parts));

  const app = new Hono<ShopEnv>();
  app.onError(errorResponse);
  app.notFound(notFoundResponse);
  app.route("/", worldRoutes(parts));
  app.route("/", faultRoutes(parts.faults));
  app.route("/w/:world", world);
  return app;
}
