/** People whom the record is about: erasing what was sealed with their key (K10). */
import { z } from "@hono/zod-openapi";
import { erasePerson } from "../../assembly/erase-person.ts";
import { nothing, serve } from "../endpoint.ts";
import type { ServerParts } from "../server-options.ts";

export function subjectRoutes({ app, praxis }: ServerParts): void {
  serve(app, {
    method: "post",
    path: "/api/subjects/forget",
    tag: "subjects",
    summary: "Erase a person: all that was sealed with their key cannot be read again, by anyone",
    scope: "admin",
    params: nothing,
    query: nothing,
    body: z.object({ subject: z.string().min(1).max(500), why: z.string().trim().min(1).max(2_000) }),
    reply: z.object({ erased: z.boolean().openapi({ description: "false where nothing was sealed for them" }) }),
  }).by(async ({ body, by }) => ({
    erased: await erasePerson(praxis, body.subject, { principal: `person:${by}`, why: body.why }),
  }));
}
