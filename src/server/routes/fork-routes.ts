/**
 * Forks: what one would do, and making one.
 *
 * Invariant: what a run was told is said anew only by who may approve: an edited answer of a decision is an answer to its gate, and what a policy judges
 * may rest on what was read.
 */
import { z } from "@hono/zod-openapi";
import type { Edits } from "../../engine/fork/plan-fork.ts";
import { toJson } from "../../kernel/json.ts";
import { nothing, serve } from "../endpoint.ts";
import { requireScope } from "../guards/authenticate.ts";
import { mayForkWith } from "../guards/mailbox-word.ts";
import type { ServerParts } from "../server-options.ts";
import { forkedSchema, forkRequestSchema, rehearsalSchema } from "../views/rehearsal-view.ts";

const idParams = z.object({ id: z.string().min(1).max(200) });

const forkBody = forkRequestSchema.extend({
  why: z.string().trim().min(1).max(2_000),
  id: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .openapi({ description: "the same id makes one fork only, however often it is sent" }),
});

export function forkRoutes({ app, praxis }: ServerParts): void {
  serve(app, {
    method: "post",
    path: "/api/runs/{id}/rehearse",
    tag: "runs",
    summary: "What a fork of this run would do, step by step; performs nothing and records nothing",
    scope: "operate",
    params: idParams,
    query: nothing,
    body: forkRequestSchema,
    reply: rehearsalSchema,
  }).by(({ params, body, by }) =>
    praxis.forks.rehearse({ run: params.id, fromStep: body.fromStep, edits: readEdits(body.edits), by }),
  );
  serve(app, {
    method: "post",
    path: "/api/runs/{id}/fork",
    tag: "runs",
    summary:
      "Fork a run: a new run that keeps what was told before a step, and asks again from there; edited outcomes need the scope `approve`, too, and an edited mail the scope `admin`",
    scope: "operate",
    params: idParams,
    query: nothing,
    body: forkBody,
    reply: forkedSchema,
    successes: { 202: "the fork is on disk and moves", 200: "it was made before with this id" },
    statusOf: ({ status }) => (status === "forked" ? 202 : 200),
  }).by(({ params, body, by, context }) => {
    const { fromStep, why, id = null } = body;
    const edits = readEdits(body.edits);
    if (edits.outcomes.size > 0) requireScope(context, "approve");
    mayForkWith(praxis, context, params.id, edits);
    return praxis.forks.fork({ run: params.id, fromStep, edits, why, by, id });
  });
}

function readEdits(edits: z.output<typeof forkRequestSchema>["edits"]): Edits {
  const outcomes = Object.entries(edits.outcomes).map(([seq, value]) => [Number(seq), toJson(value)] as const);
  return { outcomes: new Map(outcomes), ...("input" in edits ? { input: toJson(edits.input) } : {}) };
}
