/**
 * Webhooks: `POST /hooks/<source>`, raw body.
 *
 * Invariants: 2xx only once the event is on disk (K1); 4xx only once the refusal is on record; 507 where neither could be written; 429 where neither was tried, for there is
 * more to do than can be done now.
 */
import { z } from "@hono/zod-openapi";
import { takeWebhook } from "../../observe/intake/take-webhook.ts";
import { answer, errorSchema } from "../error-answer.ts";
import { readBody } from "../guards/read-json.ts";
import type { ServerParts } from "../server-options.ts";

const acceptedSchema = z.object({ status: z.literal("accepted"), runs: z.array(z.string()) });
const duplicateSchema = z.object({ status: z.literal("duplicate") });

const nextByStatus: Readonly<Record<number, string>> = {
  400: "Correct the request and send it again.",
  401: "Sign the exact bytes of the body, now, with a current secret of this source, and send it again.",
  409: "Give a new event a new id. The first one was kept.",
  413: "Send less in one request, or have the source's `largestBytes` raised.",
  422: "Correct the named fields and send it again.",
};

export function hookRoutes({ app, praxis }: ServerParts): void {
  document(app);
  app.post("/hooks/:source", async (context) => {
    const name = context.req.param("source");
    const source = praxis.sources.find(name);
    if (!source) {
      praxis.quarantine.countUnknownSource();
      const next = "Check the address; `praxis config` lists the sources. Nothing was recorded.";
      return answer(context, 404, { code: "unknown_source", message: "there is no source of this name", next });
    }
    const { raw } = context.req;
    const body = await readBody(context.env?.body ?? raw.body, source.largestBytes);
    const taken = await takeWebhook(praxis, { source, headers: raw.headers, body });
    switch (taken.status) {
      case "accepted":
        return context.json({ status: taken.status, runs: [...taken.runs] }, 202);
      case "duplicate":
        return context.json({ status: taken.status }, 200);
      case "greeted":
        return context.json(taken.answer, 200);
      case "refused": {
        const { code, message, httpStatus, quarantined } = taken;
        const next = nextByStatus[httpStatus] ?? "Correct it and send it again.";
        return answer(context, httpStatus, { code, message, next, fields: { quarantined } });
      }
    }
  });
}

function document(app: ServerParts["app"]): void {
  const json = (schema: z.ZodType) => ({ "application/json": { schema } });
  const refused = (description: string) => ({ description, content: json(errorSchema) });
  app.openAPIRegistry.registerPath({
    method: "post",
    path: "/hooks/{source}",
    tags: ["intake"],
    summary: "Take a webhook in",
    description:
      "Signed as the source's scheme says: Standard Webhooks, GitHub, Slack or Stripe, over the raw body. A refusal is recorded in quarantine.",
    request: {
      params: z.object({ source: z.string() }),
      body: { required: true, content: { "application/json": { schema: z.unknown() } } },
    },
    responses: {
      200: { description: "it was here before; nothing happened again", content: json(duplicateSchema) },
      202: { description: "the event is on disk, and these runs began", content: json(acceptedSchema) },
      400: refused("it cannot be read"),
      401: refused("the sender did not prove who it is, or its time is off"),
      404: refused("no source has this name"),
      409: refused("this id was used before for another body"),
      413: refused("the body is too large"),
      422: refused("the body does not fit the source's schema"),
      429: refused(
        "too much waits already: nothing was recorded; send it again after as many seconds as Retry-After says",
      ),
      507: refused("the disk is full: nothing was recorded; send it again later"),
    },
  });
}
