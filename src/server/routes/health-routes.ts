/** Whether the server is well, and what it can be asked. For everyone who can reach it: no content, no names of people. */
import { z } from "@hono/zod-openapi";
import { noBody, nothing, serve } from "../endpoint.ts";
import type { ServerParts } from "../server-options.ts";
import { momentSchema } from "../views/event-view.ts";

const healthSchema = z
  .object({
    status: z.enum(["ok", "stopped", "reconciling"]).openapi({
      description: "`stopped`: an operator has stopped every effect; `reconciling`: an older state was put back",
    }),
    version: z.string(),
    log: z.object({ position: z.int(), durable: z.int() }),
    reconcilingSince: momentSchema.nullable(),
    stopped: z.array(z.string()).openapi({ description: "`*`, a connection, or one account of it" }),
    restingConnections: z
      .array(z.string())
      .openapi({ description: "connections that failed and are left alone for a while" }),
  })
  .openapi("Health");

export function healthRoutes({ app, praxis, options }: ServerParts): void {
  const { log, settings, limiter } = praxis;
  serve(app, {
    method: "get",
    path: "/api/health",
    tag: "server",
    summary: "Whether the server is well",
    scope: null,
    params: nothing,
    query: nothing,
    body: noBody,
    reply: healthSchema,
  }).by(() => {
    const stopped = stoppedScopes(settings.all());
    const reconcilingSince = settings.reconcilingSince();
    return {
      status: stopped.includes("*") ? "stopped" : reconcilingSince === null ? "ok" : "reconciling",
      version: options.version,
      log: { position: log.head().position, durable: log.durableHead().position },
      reconcilingSince,
      stopped,
      restingConnections: limiter.resting(),
    };
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "token", {
    type: "http",
    scheme: "bearer",
    description:
      "A named token (`praxis token issue`). Its scopes: read, events, approve, operate, admin; admin may do all.",
  });
  serve(app, {
    method: "get",
    path: "/api/openapi.json",
    tag: "server",
    summary: "This document",
    scope: null,
    params: nothing,
    query: nothing,
    body: noBody,
    reply: z.record(z.string(), z.unknown()),
  }).by(() => ({
    ...app.getOpenAPI31Document({
      openapi: "3.1.0",
      info: {
        title: "Praxis",
        version: options.version,
        description: "Moments are milliseconds since 1970, UTC. What an answer shows is on disk.",
      },
    }),
  }));
}

const stopPrefix = "stopped/";

export function stoppedScopes(settings: readonly { readonly key: string }[]): string[] {
  return settings.flatMap(({ key }) => (key.startsWith(stopPrefix) ? [key.slice(stopPrefix.length)] : []));
}
