/** What changes, as it happens: Server-Sent Events. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { mustParse } from "../../kernel/schema.ts";
import { ChangeFeed } from "../changes/change-feed.ts";
import { changeStream } from "../changes/change-stream.ts";
import { errorSchema } from "../error-answer.ts";
import { requireScope, whoAsks } from "../guards/authenticate.ts";
import type { ServerParts } from "../server-options.ts";
import { liveChangeSchema } from "../views/change-view.ts";

const path = "/api/changes";
const querySchema = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .openapi({ description: "the position up to which everything is known; the header Last-Event-ID goes before it" }),
});

export function changeRoutes({ app, praxis, options }: ServerParts): void {
  const { log, ports, tokens, sessions } = praxis;
  const feed = new ChangeFeed(log, ports.clock);
  const doors = { tokens, sessions, localToken: options.localToken };
  app.openAPIRegistry.registerPath({
    method: "get",
    path,
    tags: ["server"],
    summary: "What changes, as it happens",
    description:
      "Server-Sent Events: `hello` first, then a `change` for what became durable, at most about ten a second. Nothing is left out: who comes back with the last id is told what happened since. Needs the scope `read`.",
    security: [{ token: ["read"] }, { session: [] }],
    request: { query: querySchema },
    responses: {
      200: {
        description: "goes on until the session ends",
        content: { "text/event-stream": { schema: liveChangeSchema } },
      },
      default: {
        description: "what went wrong, and what to do now",
        content: { "application/json": { schema: errorSchema } },
      },
    },
  });
  app.get(path, (context) => {
    requireScope(context, "read");
    const { after = null } = mustParse(querySchema, context.req.query(), "the query");
    const mayRead = (): boolean => {
      try {
        return whoAsks(context, doors)?.scopes.some((scope) => scope === "read" || scope === "admin") === true;
      } catch {
        return false;
      }
    };
    const stream = changeStream({
      feed,
      clock: ports.clock,
      after: lastEventId(context) ?? after,
      mayRead,
      closing: context.env.closing,
    });
    return context.body(stream, 200, {
      "Content-Type": "text/event-stream; charset=utf-8",
      // A proxy must not collect what is to be seen at once.
      "X-Accel-Buffering": "no",
    });
  });
}

/** Null where there is none. One that this server never gave says that anything may have changed: it counts as far ahead. */
function lastEventId(context: Context): number | null {
  const header = context.req.header("last-event-id");
  if (header === undefined || header === "") return null;
  return /^\d{1,15}$/.test(header) ? Number(header) : Number.MAX_SAFE_INTEGER;
}
