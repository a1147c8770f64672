/** Effects: what was done in the world, and why. */
import { z } from "@hono/zod-openapi";
import { effectStream } from "../../act/effects/effect-events.ts";
import { PraxisError } from "../../kernel/errors.ts";
import { explain } from "../../oversee/why/explain.ts";
import { whySchema } from "../../oversee/why/why-shape.ts";
import { noBody, nothing, serve } from "../endpoint.ts";
import { effectsQuery, listEffects } from "../lists/list-effects.ts";
import { nextSchema } from "../lists/page.ts";
import type { ServerParts } from "../server-options.ts";
import { effectContentSchema, effectSchema, viewEffect, viewEffectContent } from "../views/effect-view.ts";
import { eventSchema, viewEvent } from "../views/event-view.ts";

const idParams = z.object({ id: z.string().min(1).max(200) });

const detailSchema = effectSchema
  .extend({ ...effectContentSchema.shape, events: z.array(eventSchema) })
  .openapi("EffectDetail");

export function effectRoutes({ app, praxis }: ServerParts): void {
  const { log, ledger } = praxis;
  serve(app, {
    method: "get",
    path: "/api/effects",
    tag: "effects",
    summary: "Effects, newest first",
    scope: "read",
    params: nothing,
    query: effectsQuery,
    body: noBody,
    reply: z.object({ effects: z.array(effectSchema), next: nextSchema }),
  }).by(({ query }) => {
    const { rows, next } = listEffects(log, query);
    return { effects: rows.map((row) => viewEffect(ledger, row)), next };
  });
  serve(app, {
    method: "get",
    path: "/api/effects/{id}",
    tag: "effects",
    summary: "One effect: its intent, arguments, authority and events",
    scope: "read",
    params: idParams,
    query: nothing,
    body: noBody,
    reply: detailSchema,
  }).by(({ params: { id } }) => {
    const row = log.sql.get("SELECT * FROM effects WHERE id = ?", id);
    const found = ledger.find(id);
    if (!row || !found)
      throw new PraxisError("unknown_effect", `there is no effect ${id}`, { next: "`praxis effects` lists them." });
    return {
      ...viewEffect(ledger, row),
      ...viewEffectContent(ledger.intended(id), ledger.idempotencyKey(found)),
      events: log.readStream(effectStream(id)).map(viewEvent),
    };
  });
  for (const path of ["/api/effects/{id}/why", "/api/why/{id}"]) {
    serve(app, {
      method: "get",
      path,
      tag: "effects",
      summary: "Why: an effect, a run or a gate explained in a few lines",
      scope: "read",
      params: idParams,
      query: nothing,
      body: noBody,
      reply: whySchema,
    }).by(({ params }) => explain(praxis, params.id));
  }
}
