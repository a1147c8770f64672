/**
 * The cookie that a signed-in browser carries. It names a session and holds nothing else.
 *
 * Invariants: no script can read it (HttpOnly), no other site can send it (SameSite=Strict), and over https it goes over nothing else (Secure).
 */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

export const cookieName = "praxis-session";
const shape = /^[\w-]{43}$/;

/** Undefined where there is none, or what is there can be no session. */
export function readSessionCookie(context: Context): string | undefined {
  const value = getCookie(context, cookieName);
  return value !== undefined && shape.test(value) ? value : undefined;
}

export function writeSessionCookie(context: Context, secret: string, livesMs: number): void {
  setCookie(context, cookieName, secret, { ...attributes(context), maxAge: Math.floor(livesMs / 1_000) });
}

export function removeSessionCookie(context: Context): void {
  deleteCookie(context, cookieName, attributes(context));
}

function attributes(context: Context): { httpOnly: true; sameSite: "Strict"; path: "/"; secure: boolean } {
  return { httpOnly: true, sameSite: "Strict", path: "/", secure: addressOf(context).protocol === "https:" };
}

/**
 * Where the browser has this server, without a path. A proxy in front may speak https where this server does not: then the browser's own Origin
 * says so, or the proxy's header. Whoever makes that header up harms only their own cookie.
 */
export function addressOf(context: Context): URL {
  const { protocol, host } = new URL(context.req.url);
  const origin = context.req.header("origin");
  const isHttps =
    protocol === "https:" ||
    origin?.startsWith("https://") === true ||
    /^https\b/.test(context.req.header("x-forwarded-proto") ?? "");
  return new URL(`${isHttps ? "https" : "http"}://${context.req.header("host") ?? host}`);
}
