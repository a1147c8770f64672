/**
 * What people set at run time: levels of autonomy, policy parameters, stop switches. Each change has a who and a why.
 *
 * Invariant: who may operate but not approve can stop and hold back, and never lets more happen without being asked.
 */
import { z } from "@hono/zod-openapi";
import { PraxisError } from "../../kernel/errors.ts";
import { anyJson, mustParse } from "../../kernel/schema.ts";
import { noBody, nothing, serve } from "../endpoint.ts";
import { requireScope } from "../guards/authenticate.ts";
import type { ServerParts } from "../server-options.ts";
import { scopeToResume, scopeToStop } from "../stop-scope.ts";
import { momentSchema } from "../views/event-view.ts";
import { changeSchema, readChanges } from "../views/setting-view.ts";
import { stoppedScopes } from "./health-routes.ts";

const why = z.string().trim().min(1).max(2_000);
const name = z.string().min(1).max(200);
const scopeBody = z.object({
  scope: z
    .string()
    .regex(/^[^\s]{1,400}$/)
    .openapi({
      description: "`*` (or `everything`), a connection (`payments`), or one account of it (`payments@main`)",
    }),
  why,
});
const stopBody = scopeBody.extend({
  force: z
    .boolean()
    .default(false)
    .openapi({ description: "also where nothing loaded has such a connection, or no run such an account, so far" }),
});
const switchedSchema = z.object({
  status: z.literal("set"),
  scope: z.string().openapi({ description: "what it was read as" }),
  warning: z.string().nullable().openapi({ description: "set where it was forced" }),
});

const warned = z.object({
  status: z.literal("set"),
  warning: z
    .string()
    .nullable()
    .openapi({ description: "set where nothing loaded has such a name, which may be a slip" }),
});

const settingSchema = z
  .object({ key: z.string(), value: z.unknown(), changedAt: momentSchema, changedBy: z.string() })
  .openapi("Setting");

/** From what asks most to what asks least. */
const levels = ["shadow", "suggest", "gated", "autonomous"] as const;

export function settingRoutes(parts: ServerParts): void {
  readRoutes(parts);
  levelRoutes(parts);
  switchRoutes(parts);
}

function readRoutes({ app, praxis }: ServerParts): void {
  const { log, settings } = praxis;
  serve(app, {
    method: "get",
    path: "/api/settings",
    tag: "settings",
    summary: "What is set, and what is stopped",
    scope: "read",
    params: nothing,
    query: nothing,
    body: noBody,
    reply: z.object({
      settings: z.array(settingSchema),
      stopped: z.array(z.string()),
      reconcilingSince: momentSchema.nullable(),
      defaultLevel: z.string(),
    }),
  }).by(() => {
    const all = settings.all();
    return {
      settings: all.map((each) => ({ ...each })),
      stopped: stoppedScopes(all),
      reconcilingSince: settings.reconcilingSince(),
      defaultLevel: settings.levelOf("", ""),
    };
  });
  serve(app, {
    method: "get",
    path: "/api/settings/history",
    tag: "settings",
    summary: "Changes, newest first",
    scope: "read",
    params: nothing,
    query: z.object({ key: z.string().max(500).optional() }),
    body: noBody,
    reply: z.object({ changes: z.array(changeSchema) }),
  }).by(({ query }) => ({ changes: readChanges(log, query.key) }));
}

function levelRoutes({ app, praxis }: ServerParts): void {
  const { settings, processes, contracts } = praxis;
  serve(app, {
    method: "put",
    path: "/api/settings/levels",
    tag: "settings",
    summary:
      "How far actions may go by themselves: of one contract in a process, of a process, or of all; to let them go further needs the scope `approve`, too",
    scope: "operate",
    params: nothing,
    query: nothing,
    body: z.object({
      process: name.nullable().default(null),
      contract: name.nullable().default(null),
      level: z
        .enum(levels)
        .nullable()
        .openapi({ description: "null where nothing is to be set here any more: what holds above holds again" }),
      why,
    }),
    reply: warned.extend({ level: z.enum(levels).openapi({ description: "what holds there now" }) }),
  }).by(async ({ body, by, context }) => {
    const { process, contract, level } = body;
    if (process === null && contract !== null) {
      throw new PraxisError("bad_input", "a contract's level belongs to a process", {
        next: "Name the process too, or leave the contract out to set the level of everything.",
      });
    }
    if (process !== null && !processes.newest(process)) {
      throw new PraxisError("unknown_process", `there is no process "${process}"`, {
        next: "See `praxis config` for the processes that are loaded; nothing was changed.",
      });
    }
    const inForce = settings.levelOf(process ?? "", contract ?? "");
    const next = level ?? settings.levelAbove(process, contract);
    if (levels.indexOf(next) > levels.indexOf(inForce)) requireScope(context, "approve");
    const change = { by, why: body.why };
    if (level === null) await settings.inheritLevel(process, contract, change);
    else await settings.setLevel(process, contract, level, change);
    const known = contract === null || contracts.find(contract) !== undefined;
    const warning = known || level === null ? null : `no contract "${contract}" is loaded so far`;
    return { status: "set", warning, level: settings.levelOf(process ?? "", contract ?? "") };
  });
  serve(app, {
    method: "put",
    path: "/api/settings/policies/{name}",
    tag: "settings",
    summary: "Change some parameters of a policy; the others stay. Needs the scope `approve`, too",
    scope: "operate",
    params: z.object({ name }),
    query: nothing,
    body: z.object({ parameters: z.record(z.string(), z.unknown()), why }),
    reply: z.object({ status: z.literal("set"), parameters: z.unknown() }),
  }).by(async ({ params, body, by, context }) => {
    // Whether a parameter loosens or tightens is for nobody but the policy to know.
    requireScope(context, "approve");
    const parameters = mustParse(z.record(z.string(), anyJson), body.parameters, "the parameters");
    await settings.setParameters(params.name, parameters, { by, why: body.why });
    return { status: "set", parameters: settings.parametersOf(params.name) };
  });
}

function switchRoutes({ app, praxis }: ServerParts): void {
  const { settings } = praxis;
  serve(app, {
    method: "post",
    path: "/api/settings/stop",
    tag: "settings",
    summary: "Stop every effect, those of a connection, or of one account of it",
    scope: "operate",
    params: nothing,
    query: nothing,
    body: stopBody,
    reply: switchedSchema,
  }).by(async ({ body, by }) => {
    const { scope, warning } = scopeToStop(praxis, body.scope, body.force);
    await settings.stop(scope, { by, why: body.why });
    return { status: "set", scope, warning };
  });
  serve(app, {
    method: "post",
    path: "/api/settings/resume",
    tag: "settings",
    summary: "Let go on what was stopped",
    scope: "operate",
    params: nothing,
    query: nothing,
    body: scopeBody,
    reply: switchedSchema,
  }).by(async ({ body, by }) => {
    const { scope, warning } = scopeToResume(praxis, body.scope);
    await settings.resume(scope, { by, why: body.why });
    return { status: "set", scope, warning };
  });
  serve(app, {
    method: "post",
    path: "/api/settings/reconciled",
    tag: "settings",
    summary: "Say that what happened in the missing time has been looked through",
    scope: "operate",
    params: nothing,
    query: nothing,
    body: z.object({ why }),
    reply: z.object({ status: z.literal("set") }),
  }).by(async ({ body, by }) => {
    await settings.finishReconciling({ by, why: body.why });
    return { status: "set" };
  });
}
