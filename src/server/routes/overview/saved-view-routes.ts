/** Lists that people have saved for themselves. */
import { z } from "@hono/zod-openapi";
import { savedPages } from "../../../oversee/saved-views/saved-views-table.ts";
import { noBody, nothing, serve } from "../../endpoint.ts";
import type { ServerParts } from "../../server-options.ts";
import { savedSchema } from "../../views/saved-view.ts";

const nameParams = z.object({ name: z.string().trim().min(1).max(100) });

export function savedViewRoutes({ app, praxis }: ServerParts): void {
  const { savedViews } = praxis;
  serve(app, {
    method: "get",
    path: "/api/saved-views",
    tag: "saved views",
    summary: "The views that whoever asks has saved",
    scope: "read",
    params: nothing,
    query: nothing,
    body: noBody,
    reply: z.object({ views: z.array(savedSchema) }),
  }).by(({ by }) => ({ views: savedViews.of(by) }));
  serve(app, {
    method: "put",
    path: "/api/saved-views/{name}",
    tag: "saved views",
    summary: "Save a list's filters under a name; the same name replaces them",
    scope: "read",
    params: nameParams,
    query: nothing,
    body: z.object({ page: z.enum(savedPages), query: z.string().max(2_000) }),
    reply: z.object({ status: z.literal("saved"), name: z.string() }),
  }).by(async ({ params: { name }, body, by }) => {
    await savedViews.save(by, { name, ...body });
    return { status: "saved", name };
  });
  serve(app, {
    method: "delete",
    path: "/api/saved-views/{name}",
    tag: "saved views",
    summary: "Remove a saved view",
    scope: "read",
    params: nameParams,
    query: nothing,
    body: noBody,
    reply: z.object({ status: z.literal("removed") }),
  }).by(async ({ params: { name }, by }) => {
    await savedViews.remove(by, name);
    return { status: "removed" };
  });
}
