/** Effects: what was done in the world, and why. */
import { z } from "@hono/zod-openapi";
import { effectStream } from "../../act/effects/effect-events.ts";
import { unknownKey } from "../../act/effects/unknown-gate.ts";
import { PraxisError } from "../../kernel/errors.ts";
import type { EventLog, Row } from "../../log/event-log.ts";
import { text } from "../../log/rows.ts";
import { attemptsLogOf } from "../../oversee/story/telling/attempts-log.ts";
import { explain } from "../../oversee/why/explain.ts";
import { whySchema } from "../../oversee/why/why-shape.ts";
import { noBody, nothing, serve } from "../endpoint.ts";
import { effectsQuery, listEffects } from "../lists/list-effects.ts";
import { nextSchema } from "../lists/page.ts";
import type { ServerParts } from "../server-options.ts";
import { effectDetailSchema, listedEffectSchema, viewEffect, viewEffectContent } from "../views/effect-view.ts";
import { viewEvent } from "../views/event-view.ts";

const idParams = z.object({ id: z.string().min(1).max(200) });

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
    reply: z.object({ effects: z.array(listedEffectSchema), next: nextSchema }),
  }).by(({ query }) => {
    const { rows, next } = listEffects(log, query);
    return { effects: rows.map((row) => ({ ...viewEffect(ledger, row), openGate: openGateOf(log, row) })), next };
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
    reply: effectDetailSchema,
  }).by(({ params: { id } }) => {
    const row = log.sql.get("SELECT * FROM effects WHERE id = ?", id);
    const found = ledger.find(id);
    if (!row || !found)
      throw new PraxisError("unknown_effect", `there is no effect ${id}`, { next: "`praxis effects` lists them." });
    const events = log.readStream(effectStream(id));
    return {
      ...viewEffect(ledger, row),
      ...viewEffectContent(ledger.intended(id), ledger.idempotencyKey(found)),
      openGate: openGateOf(log, row),
      attemptsLog: attemptsLogOf(events, found.connection),
      events: events.map(viewEvent),
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

/** Where people are asked what became of it. */
function openGateOf(log: EventLog, row: Row): string | null {
  if (text(row, "status") !== "unknown") return null;
  const gate = log.sql.get("SELECT id FROM gates WHERE key = ? AND status = 'open'", unknownKey(text(row, "id")));
  return gate ? text(gate, "id") : null;
}
