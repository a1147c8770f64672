/**
 * One way to make a route of the API: declared once, it is served, checked and documented from the same declaration.
 *
 * Invariants: every endpoint is in the OpenAPI document; one with a scope answers nobody who lacks it; input reaches a handler only
 * through its schema.
 */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { mustParse } from "../kernel/schema.ts";
import type { Scope } from "../oversee/tokens/tokens-table.ts";
import { errorSchema } from "./error-answer.ts";
import { requireScope } from "./guards/authenticate.ts";
import { readJson } from "./guards/read-json.ts";
import type { ServerApp, ServerEnv } from "./server-options.ts";

/** For endpoints without parameters in their path, or without a query. */
export const nothing = z.object({});
export const noBody = z.undefined();

export interface Asked<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Name of the person or the token; empty for endpoints without a scope. */
  readonly by: string;
  /** For what is about the request itself: who asks, cookies, where the browser has this server. */
  readonly context: Context<ServerEnv>;
}

export interface Endpoint<P, Q, B, R> {
  readonly method: "get" | "post" | "put" | "delete";
  /** As OpenAPI writes it: `/api/runs/{id}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** What whoever asks must have; null for everyone. */
  readonly scope: Scope | null;
  readonly params: z.ZodObject & z.ZodType<P>;
  readonly query: z.ZodObject & z.ZodType<Q>;
  readonly body: z.ZodType<B>;
  readonly reply: z.ZodType<R>;
  /** Statuses of success, in words. Default 200. */
  readonly successes?: Readonly<Record<number, string>>;
  readonly statusOf?: (reply: R) => ContentfulStatusCode;
}

export type Handle<P, Q, B, R> = (asked: Asked<P, Q, B>) => R | Promise<R>;

/** Declares an endpoint; `by` says who answers it. Two steps, so that the handler is checked against the declared types. */
export function serve<P, Q, B, R>(
  app: ServerApp,
  endpoint: Endpoint<P, Q, B, R>,
): { by(handle: Handle<P, Q, B, R>): void } {
  document(app, endpoint);
  return { by: (handle) => answerWith(app, endpoint, handle) };
}

function answerWith<P, Q, B, R>(app: ServerApp, endpoint: Endpoint<P, Q, B, R>, handle: Handle<P, Q, B, R>): void {
  app.on(endpoint.method.toUpperCase(), endpoint.path.replaceAll(/\{(\w+)\}/g, ":$1"), async (context) => {
    const { scope } = endpoint;
    const by = scope === null ? "" : requireScope(context, scope).name;
    const params = mustParse(endpoint.params, context.req.param(), "the address");
    const query = mustParse(endpoint.query, context.req.query(), "the query");
    const hasBody = !(endpoint.body instanceof z.ZodUndefined);
    const body = mustParse(endpoint.body, hasBody ? await readJson(context.req.raw) : undefined, "the body");
    const reply = await handle({ params, query, body, by, context });
    return context.json(reply, endpoint.statusOf?.(reply) ?? 200);
  });
}

function document<P, Q, B, R>(app: ServerApp, endpoint: Endpoint<P, Q, B, R>): void {
  const { method, path, tag, summary, scope, params, query, body, reply } = endpoint;
  const successes = Object.entries(endpoint.successes ?? { 200: "done" });
  app.openAPIRegistry.registerPath({
    method,
    path,
    summary,
    tags: [tag],
    ...(scope === null
      ? {}
      : { security: [{ token: [scope] }, { session: [] }], description: `Needs the scope \`${scope}\`.` }),
    request: {
      params,
      query,
      ...(body instanceof z.ZodUndefined
        ? {}
        : { body: { required: true, content: { "application/json": { schema: body } } } }),
    },
    responses: {
      ...Object.fromEntries(
        successes.map(([status, description]) => [
          status,
          { description, content: { "application/json": { schema: reply } } },
        ]),
      ),
      default: {
        description: "what went wrong, and what to do now",
        content: { "application/json": { schema: errorSchema } },
      },
    },
  });
}
