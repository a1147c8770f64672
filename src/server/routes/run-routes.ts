/** Runs: what there is, and what people do to them. */
import { z } from "@hono/zod-openapi";
import { cancelRun, retryRun } from "../../engine/operations.ts";
import { runStream } from "../../engine/run-events.ts";
import { PraxisError } from "../../kernel/errors.ts";
import { toJson } from "../../kernel/json.ts";
import { noBody, nothing, serve } from "../endpoint.ts";
import { mayStart } from "../guards/mailbox-word.ts";
import { listRuns, runsQuery } from "../lists/list-runs.ts";
import { nextSchema } from "../lists/page.ts";
import type { Principal, ServerParts } from "../server-options.ts";
import { startByHand } from "../start-by-hand.ts";
import { effectSchema, viewEffect } from "../views/effect-view.ts";
import { eventSchema, readEvents, viewEvent } from "../views/event-view.ts";
import { gateSchema, viewGate } from "../views/gate-view.ts";
import { readRunContent, runContentSchema, runSchema, viewRun } from "../views/run-view.ts";

const idParams = z.object({ id: z.string().min(1).max(200) });
const whyBody = z.object({ why: z.string().trim().min(1).max(2_000) });
const mostShown = 200;

const detailQuery = z.object({
  eventsFrom: z.coerce.number().int().min(1).default(1),
  eventsLimit: z.coerce.number().int().min(0).max(500).default(100),
});

const detailSchema = runSchema
  .extend({
    ...runContentSchema.shape,
    effects: z.array(effectSchema),
    gates: z.array(gateSchema),
    events: z.array(eventSchema),
    nextEvents: z.int().nullable().openapi({ description: "pass it as `eventsFrom`; null where that was all" }),
  })
  .openapi("RunDetail");

const startBody = z.object({
  process: z.string().min(1).max(200),
  input: z.unknown().optional(),
  account: z.string().min(1).max(200).default("main"),
  subject: z.string().min(1).max(500).nullable().default(null),
  why: z.string().trim().min(1).max(2_000),
  id: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .openapi({ description: "the same id starts one run only, however often it is sent" }),
});

export function runRoutes(parts: ServerParts): void {
  const { app, praxis } = parts;
  const { log, engine } = praxis;
  serve(app, {
    method: "get",
    path: "/api/runs",
    tag: "runs",
    summary: "Runs, newest first, by what a person looks for",
    scope: "read",
    params: nothing,
    query: runsQuery,
    body: noBody,
    reply: z.object({ runs: z.array(runSchema), next: nextSchema }),
  }).by(({ query }) => {
    const { rows, next } = listRuns(log, query);
    return { runs: rows.map((row) => viewRun(log, praxis.processes, row)), next };
  });
  serve(app, {
    method: "get",
    path: "/api/runs/{id}",
    tag: "runs",
    summary: "One run: its input, result, effects, gates and events",
    scope: "read",
    params: idParams,
    query: detailQuery,
    body: noBody,
    reply: detailSchema,
  }).by(({ params, query, context }) => readDetail(parts, params.id, query, context.get("principal")));
  serve(app, {
    method: "post",
    path: "/api/runs",
    tag: "runs",
    summary: "Start a run by hand; of a process that begins with a mail, it needs the scope `admin`",
    scope: "operate",
    params: nothing,
    query: nothing,
    body: startBody,
    reply: z.object({ status: z.enum(["started", "already"]), run: z.string() }),
    successes: { 202: "the run is on disk and moves", 200: "it was started before with this id" },
    statusOf: ({ status }) => (status === "started" ? 202 : 200),
  }).by(({ body, by, context }) => {
    mayStart(praxis, context, body.process);
    return startByHand(praxis, { ...body, input: toJson(body.input ?? null), id: body.id ?? null, by });
  });
  serve(app, {
    method: "post",
    path: "/api/runs/{id}/cancel",
    tag: "runs",
    summary: "Cancel a run: what it waits for is withdrawn, what it did is undone where it can be",
    scope: "operate",
    params: idParams,
    query: nothing,
    body: whyBody,
    reply: z.object({ status: z.literal("cancelling") }),
    successes: { 202: "the request is on disk" },
    statusOf: () => 202,
  }).by(async ({ params, body, by }) => {
    await cancelRun(engine, params.id, { principal: `person:${by}`, why: body.why });
    return { status: "cancelling" };
  });
  serve(app, {
    method: "post",
    path: "/api/runs/{id}/retry",
    tag: "runs",
    summary: "Take up a run that was set aside; no recorded step is repeated",
    scope: "operate",
    params: idParams,
    query: nothing,
    body: whyBody,
    reply: z.object({ status: z.literal("retrying") }),
    successes: { 202: "the request is on disk" },
    statusOf: () => 202,
  }).by(async ({ params, body, by }) => {
    await retryRun(engine, params.id, { principal: `person:${by}`, why: body.why });
    return { status: "retrying" };
  });
}

function readDetail(
  { praxis }: ServerParts,
  id: string,
  { eventsFrom: from, eventsLimit: limit }: z.output<typeof detailQuery>,
  asks: Principal | undefined,
): z.input<typeof detailSchema> {
  const { log, ledger, ports } = praxis;
  const row = log.sql.get("SELECT * FROM runs WHERE id = ?", id);
  if (!row) throw new PraxisError("unknown_run", `there is no run ${id}`, { next: "`praxis runs` lists them." });
  const now = ports.clock.now();
  const events = readEvents(log, runStream(id), from, limit + 1);
  return {
    ...viewRun(log, praxis.processes, row),
    ...readRunContent(log, id),
    effects: log.sql
      .all("SELECT * FROM effects WHERE run = ? ORDER BY seq, generation LIMIT ?", id, mostShown)
      .map((effect) => viewEffect(ledger, effect)),
    gates: log.sql
      .all("SELECT * FROM gates WHERE run = ? ORDER BY opened_at LIMIT ?", id, mostShown)
      .map((gate) => viewGate(log, now, gate, asks)),
    events: events.slice(0, limit).map(viewEvent),
    nextEvents: events.length > limit ? from + limit : null,
  };
}
