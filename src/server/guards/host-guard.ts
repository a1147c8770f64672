/**
 * Lets in only requests that were meant for this server: against DNS rebinding (a foreign name that resolves to the loopback) the Host
 * header, against requests that a foreign page makes a browser send the Origin header.
 */
import type { MiddlewareHandler } from "hono";
import { PraxisError } from "../../kernel/errors.ts";

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

export function hostGuard(allowedHosts: readonly string[]): MiddlewareHandler {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  return async (context, next) => {
    const host = (context.req.header("host") ?? new URL(context.req.url).host).toLowerCase();
    const name = host.replace(/:\d*$/, "");
    if (!loopback.test(name) && !allowed.has(host) && !allowed.has(name)) {
      throw new PraxisError("foreign_host", `this server does not answer to the name "${name.slice(0, 100)}"`, {
        next: "Ask for it by localhost, or start it with `--allow-host` and this name if it is its own.",
      });
    }
    const origin = context.req.header("origin");
    if (origin !== undefined && hostOf(origin) !== host) {
      throw new PraxisError("foreign_origin", "this request comes from a page of another site", {
        next: "Nothing was done. Programs send no Origin header; the console is served by this server itself.",
      });
    }
    await next();
  };
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host.toLowerCase() : null;
}
