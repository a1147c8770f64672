/** The switches themselves. Control calls are never faulted. */
import { Hono } from "hono";
import { readBody } from "../http/read-body.ts";
import type { ShopEnv } from "../http/shop-context.ts";
import type { FaultBoard } from "./fault-board.ts";
import { faultSettingsSchema, nextFaultSchema } from "./fault-settings.ts";

export function faultRoutes(board: FaultBoard): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();
  routes.get("/faults", (context) => context.json(board.settingsForAll()));
  routes.put("/faults", async (context) => {
    board.setAll(await readBody(context.req, faultSettingsSchema));
    return context.json(board.settingsForAll());
  });
  return routes;
}

export function worldFaultRoutes(board: FaultBoard): Hono<ShopEnv> {
  const routes = new Hono<ShopEnv>();
  routes.get("/faults", (context) => context.json(board.settingsOf(context.get("world").name)));
  routes.put("/faults", async (context) => {
    const { name } = context.get("world");
    board.setWorld(name, await readBody(context.req, faultSettingsSchema));
    return context.json(board.settingsOf(name));
  });
  routes.delete("/faults", (context) => {
    const { name } = context.get("world");
    board.forgetWorld(name);
    return context.json(board.settingsOf(name));
  });
  routes.put("/faults/next", async (context) => {
    const fault = await readBody(context.req, nextFaultSchema);
    board.addNext(context.get("world").name, fault);
    return context.json(fault, 201);
  });
  return routes;
}
