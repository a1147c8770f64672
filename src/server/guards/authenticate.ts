/** Who asks, by bearer token or by the cookie of a session, and whether they may. */
import type { Context, MiddlewareHandler } from "hono";
import { PraxisError } from "../../kernel/errors.ts";
import { scopesOf } from "../../oversee/people/roles.ts";
import type { SessionBook } from "../../oversee/people/session-book.ts";
import { isSameSecret } from "../../oversee/tokens/secret-digest.ts";
import type { TokenBook } from "../../oversee/tokens/token-book.ts";
import { type Scope, scopes } from "../../oversee/tokens/tokens-table.ts";
import type { Principal, ServerEnv } from "../server-options.ts";
import { consoleHeader, requireConsole } from "./console-only.ts";
import { readSessionCookie } from "./session-cookie.ts";

const bearer = /^Bearer +([\x21-\x7e]{1,512})$/i;

/** Who acts with the server's own token, unless a command of this machine says which person sits before it. */
const localName = "local";
export const personHeader = "x-praxis-person";
const personShape = /^[^\s:/][^\n\r:/]{0,63}$/;

export interface Doors {
  readonly tokens: TokenBook;
  readonly sessions: SessionBook;
  readonly localToken: string | undefined;
}

/** @throws token_unknown, console_only */
export function authenticate(doors: Doors): MiddlewareHandler<ServerEnv> {
  return async (context, next) => {
    const principal = whoAsks(context, doors);
    const isReading = context.req.method === "GET" || context.req.method === "HEAD";
    if (principal?.session && !isReading) requireConsole(context);
    context.set("principal", principal);
    await next();
  };
}

/** A token comes first: nobody sends one unawares. @throws bad_input, token_unknown */
export function whoAsks(context: Context, { tokens, sessions, localToken }: Doors): Principal | undefined {
  const presented = bearer.exec(context.req.header("authorization") ?? "")?.[1];
  if (presented === undefined) return bySession(readSessionCookie(context), sessions);
  if (localToken !== undefined && isSameSecret(localToken, presented))
    return { name: personOf(context.req.header(personHeader)), scopes, session: null };
  const token = tokens.recognise(presented);
  if (token) return { name: token.name, scopes: token.scopes, session: null };
  throw new PraxisError("token_unknown", "this token is not in force", {
    next: "Issue a new one with `praxis token issue`, or use another.",
  });
}

function bySession(cookie: string | undefined, sessions: SessionBook): Principal | undefined {
  const session = cookie === undefined ? undefined : sessions.recognise(cookie);
  return session && { name: session.person, scopes: scopesOf[session.role], session };
}

/** Only the server's own token is believed about who uses it: whoever holds that one owns the machine. @throws bad_input */
function personOf(header: string | undefined): string {
  if (header === undefined) return localName;
  if (personShape.test(header)) return header;
  throw new PraxisError("bad_input", `the name in ${personHeader} is not one`, {
    next: "Use up to 64 letters, without a colon or a slash; nothing was done.",
  });
}

/** `admin` may do everything: it can issue tokens with any scope. @throws not_signed_in, token_missing, scope_missing */
export function requireScope(context: Context<ServerEnv>, scope: Scope): Principal {
  const principal = context.get("principal");
  if (!principal) throw unknownCaller(context, scope);
  if (principal.scopes.includes(scope) || principal.scopes.includes("admin")) return principal;
  const { name, session } = principal;
  const who = session ? `${name}, whose role is ${session.role},` : `the token "${name}"`;
  throw new PraxisError("scope_missing", `${who} lacks the scope "${scope}"`, {
    next: session
      ? "Ask an admin for another role, or somebody who has it to do this; nothing was done."
      : `Use a token with the scope "${scope}"; nothing was done.`,
    fields: { scope, has: principal.scopes },
  });
}

function unknownCaller(context: Context, scope: Scope): PraxisError {
  if (context.req.header(consoleHeader) !== undefined || readSessionCookie(context) !== undefined)
    return new PraxisError("not_signed_in", "nobody is signed in here, or the session has ended", {
      next: "Open a login link: an admin gives them out, and `praxis login` on the server's own machine.",
    });
  return new PraxisError("token_missing", "this needs a bearer token", {
    next: `Send \`Authorization: Bearer <token>\` with a token that has the scope "${scope}".`,
  });
}
