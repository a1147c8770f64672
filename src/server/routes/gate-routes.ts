/** Gates: the questions to people, and their answers. */
import { z } from "@hono/zod-openapi";
import { PraxisError } from "../../kernel/errors.ts";
import { toJson } from "../../kernel/json.ts";
import { type AnswerDeps, answerGate, passGateOn } from "../../oversee/gates/answer-gate.ts";
import { gateAnsweredSchema, gateStream } from "../../oversee/gates/gates-table.ts";
import { noBody, nothing, serve } from "../endpoint.ts";
import { gatesQuery, listGates } from "../lists/list-gates.ts";
import { nextSchema } from "../lists/page.ts";
import type { ServerParts } from "../server-options.ts";
import { eventSchema, viewEvent } from "../views/event-view.ts";
import { gateSchema, readAnswer, viewGate } from "../views/gate-view.ts";

const idParams = z.object({ id: z.string().min(1).max(200) });

const detailSchema = gateSchema
  .extend({
    answer: z
      .object({ ...gateAnsweredSchema.shape, value: z.unknown() })
      .nullable()
      .openapi({ description: "null where there is none, or where it was erased" }),
    history: z.array(eventSchema),
  })
  .openapi("GateDetail");

const answerBody = z.object({
  verdict: z.enum(["approve", "answer", "decline"]),
  value: z
    .unknown()
    .optional()
    .openapi({ description: "with `answer`: the answer; with `approve`: edited arguments, if they are edited" }),
  reason: z.string().max(2_000).nullable().default(null),
});

export function gateRoutes({ app, praxis }: ServerParts): void {
  const { log, engine, gates, worker, ports } = praxis;
  const deps: AnswerDeps = { log, engine, gates, worker, now: () => ports.clock.now() };
  serve(app, {
    method: "get",
    path: "/api/gates",
    tag: "gates",
    summary: "Questions to people, newest first",
    scope: "read",
    params: nothing,
    query: gatesQuery,
    body: noBody,
    reply: z.object({ gates: z.array(gateSchema), next: nextSchema }),
  }).by(({ query }) => {
    const now = ports.clock.now();
    const { rows, next } = listGates(log, now, query);
    return { gates: rows.map((row) => viewGate(log, now, row)), next };
  });
  serve(app, {
    method: "get",
    path: "/api/gates/{id}",
    tag: "gates",
    summary: "One question, with its answer and history",
    scope: "read",
    params: idParams,
    query: nothing,
    body: noBody,
    reply: detailSchema,
  }).by(({ params: { id } }) => {
    const row = log.sql.get("SELECT * FROM gates WHERE id = ?", id);
    if (!row)
      throw new PraxisError("unknown_gate", `there is no gate ${id}`, {
        next: "`praxis gates` lists the open ones.",
      });
    const history = log.readStream(gateStream(id)).map(viewEvent);
    return { ...viewGate(log, ports.clock.now(), row), answer: readAnswer(log, row), history };
  });
  serve(app, {
    method: "post",
    path: "/api/gates/{id}/answer",
    tag: "gates",
    summary: "Answer: once; the first answer stands",
    scope: "approve",
    params: idParams,
    query: nothing,
    body: answerBody,
    reply: z.object({ status: z.enum(["recorded", "already"]), by: z.string() }),
  }).by(async ({ params, body, by }) => {
    const answered = await answerGate(deps, params.id, { ...body, value: toJson(body.value ?? null), by });
    return { status: answered.status, by: answered.status === "already" ? answered.by : by };
  });
  serve(app, {
    method: "post",
    path: "/api/gates/{id}/pass-on",
    tag: "gates",
    summary: "Hand a question to somebody else, or up",
    scope: "approve",
    params: idParams,
    query: nothing,
    body: z.object({ to: z.string().trim().min(1).max(200), why: z.string().trim().min(1).max(2_000) }),
    reply: z.object({ status: z.literal("passed on"), to: z.string() }),
  }).by(async ({ params, body, by }) => {
    await passGateOn(deps, params.id, body.to, by, body.why);
    return { status: "passed on", to: body.to };
  });
}
