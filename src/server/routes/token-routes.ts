/** Named bearer tokens. */
import { z } from "@hono/zod-openapi";
import { noBody, nothing, serve } from "../endpoint.ts";
import type { ServerParts } from "../server-options.ts";
import { scopeSchema, tokenSchema } from "../views/session-view.ts";

export function tokenRoutes({ app, praxis }: ServerParts): void {
  const { tokens } = praxis;
  serve(app, {
    method: "get",
    path: "/api/tokens",
    tag: "tokens",
    summary: "Tokens, without what they are",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: noBody,
    reply: z.object({ tokens: z.array(tokenSchema) }),
  }).by(() => ({ tokens: tokens.all().map((token) => ({ ...token, scopes: [...token.scopes] })) }));
  serve(app, {
    method: "post",
    path: "/api/tokens",
    tag: "tokens",
    summary: "Issue a token; it is shown once",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: z.object({ name: z.string(), scopes: z.array(scopeSchema) }),
    reply: z.object({ name: z.string(), scopes: z.array(scopeSchema), token: z.string() }),
    successes: { 201: "here it is, once" },
    statusOf: () => 201,
  }).by(async ({ body: { name, scopes }, by }) => ({ name, scopes, token: await tokens.issue(name, scopes, by) }));
  serve(app, {
    method: "delete",
    path: "/api/tokens/{name}",
    tag: "tokens",
    summary: "Revoke a token",
    scope: "admin",
    params: z.object({ name: z.string().min(1).max(200) }),
    query: nothing,
    body: noBody,
    reply: z.object({ status: z.literal("revoked") }),
  }).by(async ({ params, by }) => {
    await tokens.revoke(params.name, by);
    return { status: "revoked" };
  });
}
