/**
 * Against requests that a foreign page makes a signed-in browser send (CSRF): what changes something has to come from the console itself.
 *
 * A page of another site can neither set the header, for the browser would ask this server first, nor choose the Origin. A page of another port of
 * this machine counts as the same site, so the cookie alone would come along. That the Origin is this server's is checked in host-guard.ts.
 */
import type { Context } from "hono";
import { PraxisError } from "../../kernel/errors.ts";

export const consoleHeader = "x-praxis-console";

/** @throws console_only */
export function requireConsole(context: Context): void {
  if (context.req.header(consoleHeader) === "1" && context.req.header("origin") !== undefined) return;
  throw new PraxisError("console_only", "a browser that is signed in may change things only from the console itself", {
    next: `Nothing was done. The console sends \`${consoleHeader}: 1\` and its Origin; programs use a bearer token.`,
  });
}
