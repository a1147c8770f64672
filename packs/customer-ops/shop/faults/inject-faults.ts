/**
 * Carries out what the fault board planned, on the real connection.
 *
 * Invariant: what a fault promises about the action holds: `error500`, `rateLimited` and `resetBefore` come before it,
 * `resetAfter`, `timeoutAfterSuccess` and `garbage` after it.
 */
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { createMiddleware } from "hono/factory";
import type { ShopEnv } from "../http/shop-context.ts";
import type { FaultBoard } from "./fault-board.ts";

const garbage = '<html>\u0000{"id": "capt';

export function injectFaults(board: FaultBoard) {
  return createMiddleware<ShopEnv>(async (context, next) => {
    const { pathname, search } = new URL(context.req.url);
    const fault = board.plan({
      world: context.get("world").name,
      method: context.req.method,
      path: pathname + search,
    });
    if (fault === undefined) return next();
    if (fault.delayMs > 0) await sleep(fault.delayMs, undefined, { ref: false });
    switch (fault.kind) {
      case undefined:
        return next();
      case "error500":
        return context.json({ error: { code: "internal", message: "Injected fault: nothing was done." } }, 500);
      case "rateLimited":
        context.header("Retry-After", String(fault.retryAfterSeconds));
        return context.json({ error: { code: "rate_limited", message: "Injected fault: nothing was done." } }, 429);
      case "resetBefore":
        return reset(context.env.outgoing);
      case "resetAfter":
        await next();
        context.res = reset(context.env.outgoing);
        return;
      case "garbage":
        await next();
        context.res = new Response(garbage, { status: 200, headers: { "content-type": "application/json" } });
        return;
      case "timeoutAfterSuccess":
        await next();
        await hang(context.env.outgoing, fault.hangMs);
        context.res = reset(context.env.outgoing);
        return;
    }
  });
}

/** A reset instead of an orderly end: the client sees ECONNRESET, as when a peer or a network in between fails. */
function reset(outgoing: ServerResponse): Response {
  outgoing.socket?.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

/** Ends after `hangMs`, or when the client leaves, or when the server closes its connections. */
async function hang(outgoing: ServerResponse, hangMs: number): Promise<void> {
  if (outgoing.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, hangMs);
  outgoing.once("close", resolve);
  await promise;
  clearTimeout(timer);
  outgoing.off("close", resolve);
}
