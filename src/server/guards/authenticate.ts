/** Who asks, by bearer token, and whether they may. */
import type { MiddlewareHandler } from "hono";
import { PraxisError } from "../../kernel/errors.ts";
import { isSameSecret, type TokenBook } from "../../oversee/tokens/token-book.ts";
import { type Scope, scopes } from "../../oversee/tokens/tokens-table.ts";
import type { Principal, ServerEnv } from "../server-options.ts";

const bearer = /^Bearer +([\x21-\x7e]{1,512})$/i;

/** Who acts with the server's own token, unless a command of this machine says which person sits before it. */
const localName = "local";
export const personHeader = "x-praxis-person";
const personShape = /^[^\s:/][^\n\r:/]{0,63}$/;

export function authenticate(tokens: TokenBook, localToken: string | undefined): MiddlewareHandler<ServerEnv> {
  return async (context, next) => {
    const presented = bearer.exec(context.req.header("authorization") ?? "")?.[1];
    const isLocal = localToken !== undefined && presented !== undefined && isSameSecret(localToken, presented);
    if (isLocal) context.set("principal", { name: personOf(context.req.header(personHeader)), scopes });
    else if (presented !== undefined) context.set("principal", recognise(tokens, presented));
    await next();
  };
}

/** Only the server's own token is believed about who uses it: whoever holds that one owns the machine. @throws bad_input */
function personOf(header: string | undefined): string {
  if (header === undefined) return localName;
  if (personShape.test(header)) return header;
  throw new PraxisError("bad_input", `the name in ${personHeader} is not one`, {
    next: "Use up to 64 letters, without a colon or a slash; nothing was done.",
  });
}

function recognise(tokens: TokenBook, presented: string): Principal {
  const token = tokens.recognise(presented);
  if (token) return { name: token.name, scopes: token.scopes };
  throw new PraxisError("token_unknown", "this token is not in force", {
    next: "Issue a new one with `praxis token issue`, or use another.",
  });
}

/** `admin` may do everything: it can issue tokens with any scope. @throws token_missing, scope_missing */
export function requireScope(principal: Principal | undefined, scope: Scope): Principal {
  if (!principal) {
    throw new PraxisError("token_missing", "this needs a bearer token", {
      next: `Send \`Authorization: Bearer <token>\` with a token that has the scope "${scope}".`,
    });
  }
  if (principal.scopes.includes(scope) || principal.scopes.includes("admin")) return principal;
  throw new PraxisError("scope_missing", `the token "${principal.name}" lacks the scope "${scope}"`, {
    next: `Use a token with the scope "${scope}"; nothing was done.`,
    fields: { scope, has: principal.scopes },
  });
}
