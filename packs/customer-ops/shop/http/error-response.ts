/** The one place where an error becomes an answer. */
import type { Context } from "hono";
import { ShopError } from "../shop-error.ts";

export function errorResponse(error: Error, context: Context): Response {
  if (error instanceof ShopError) {
    const { code, message, field, heldBy } = error;
    // JSON leaves out what is undefined.
    return context.json({ error: { code, message, field, heldBy } }, error.status);
  }
  process.stderr.write(`${error.stack ?? error.message}\n`);
  return context.json({ error: { code: "internal", message: "The shop failed; see its standard error." } }, 500);
}

export function notFoundResponse(context: Context): Response {
  const message = `There is nothing at ${context.req.method} ${context.req.path}.`;
  return context.json({ error: { code: "route_not_found", message } }, 404);
}
