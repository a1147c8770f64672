/** Gates: the questions to people, and their answers. */
import { z } from "@hono/zod-openapi";
import { PraxisError } from "../../kernel/errors.ts";
import { toJson } from "../../kernel/json.ts";
import { type AnswerDeps, answerGate, passGateOn } from "../../oversee/gates/answer-gate.ts";
import { answerMany, mostAtOnce, takeBackMany } from "../../oversee/gates/answer-many.ts";
import { gateStream } from "../../oversee/gates/gates-table.ts";
import { longestHoldMs } from "../../oversee/gates/held-answers.ts";
import { noBody, nothing, serve } from "../endpoint.ts";
import { gatesQuery, listGates, matchGates } from "../lists/list-gates.ts";
import { nextSchema } from "../lists/page.ts";
import type { ServerParts } from "../server-options.ts";
import { answersBodySchema, answersSchema, takeBackBodySchema, takenBackSchema } from "../views/answers-view.ts";
import { eventSchema, viewEvent } from "../views/event-view.ts";
import { answerSchema, gateSchema, readAnswer, viewGate } from "../views/gate-view.ts";

const idParams = z.object({ id: z.string().min(1).max(200) });

const detailSchema = gateSchema
  .extend({
    answer: answerSchema.nullable().openapi({ description: "null where there is none, or where it was erased" }),
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
  holdMs: z
    .int()
    .min(0)
    .max(longestHoldMs)
    .default(0)
    .openapi({ description: "for how long it may be taken back before anything follows from it" }),
});

export function gateRoutes({ app, praxis }: ServerParts): void {
  const { log, engine, gates, contracts, worker, ports, heldAnswers, people } = praxis;
  const deps: AnswerDeps = { log, engine, gates, contracts, worker, now: () => ports.clock.now(), held: heldAnswers };
  serve(app, {
    method: "get",
    path: "/api/gates",
    tag: "gates",
    summary: "Questions to people, by what a person looks for",
    scope: "read",
    params: nothing,
    query: gatesQuery,
    body: noBody,
    reply: z.object({ gates: z.array(gateSchema), next: nextSchema }),
  }).by(({ query, context }) => {
    const now = ports.clock.now();
    const { rows, next } = listGates(log, now, query);
    return { gates: rows.map((row) => viewGate(log, now, row, context.get("principal"))), next };
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
  }).by(({ params: { id }, context }) => {
    const row = log.sql.get("SELECT * FROM gates WHERE id = ?", id);
    if (!row)
      throw new PraxisError("unknown_gate", `there is no gate ${id}`, {
        next: "`praxis gates` lists the open ones.",
      });
    const history = log.readStream(gateStream(id)).map(viewEvent);
    return {
      ...viewGate(log, ports.clock.now(), row, context.get("principal")),
      answer: readAnswer(log, row),
      history,
    };
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
  // Before the route of one gate, whose path it fits.
  serve(app, {
    method: "post",
    path: "/api/gates/answers/take-back",
    tag: "gates",
    summary: "Take one's own answers back, as many as are still held; each has its own result",
    scope: "approve",
    params: nothing,
    query: nothing,
    body: takeBackBodySchema,
    reply: takenBackSchema,
  }).by(async ({ body, by }) => ({ results: await takeBackMany({ log, held: heldAnswers }, body.ids, by) }));
  serve(app, {
    method: "post",
    path: "/api/gates/{id}/take-back",
    tag: "gates",
    summary: "Take one's own answer back, while it is held",
    scope: "approve",
    params: idParams,
    query: nothing,
    body: noBody,
    reply: z.object({ status: z.literal("taken back") }),
  }).by(async ({ params, by }) => {
    await heldAnswers.takeBack(params.id, by);
    return { status: "taken back" };
  });
  serve(app, {
    method: "post",
    path: "/api/gates/answers",
    tag: "gates",
    summary: "Answer many with one word; each has its own result",
    scope: "approve",
    params: nothing,
    query: nothing,
    body: answersBodySchema,
    reply: answersSchema,
  }).by(async ({ body, by }) => {
    const { ids, filter, ...request } = body;
    if ((ids === undefined) === (filter === undefined))
      throw new PraxisError("bad_input", "either `ids` or `filter` says which gates are meant", {
        next: "Send one of them; nothing was recorded.",
      });
    const match = () => ids ?? matchGates(log, ports.clock.now(), filter ?? {}, mostAtOnce + 1);
    const results = await answerMany(deps, { ...request, by }, match);
    return { results };
  });
  serve(app, {
    method: "post",
    path: "/api/gates/{id}/pass-on",
    tag: "gates",
    summary: "Hand a question to somebody else who may answer it, or up: to a person, or to `approver` or `admin`",
    scope: "approve",
    params: idParams,
    query: nothing,
    body: z.object({ to: z.string().trim().min(1).max(200), why: z.string().trim().min(1).max(2_000) }),
    reply: z.object({
      status: z.literal("passed on"),
      to: z.string().openapi({ description: "the person's name as it is registered, or the role" }),
      warning: z.string().nullable().openapi({ description: "set where not all whom it is meant for are told of it" }),
    }),
  }).by(async ({ params, body, by }) => {
    const passed = await passGateOn({ ...deps, people }, params.id, { ...body, by });
    return { status: "passed on", ...passed };
  });
}
