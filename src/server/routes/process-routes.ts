/** What is loaded, and under which rules it acts. */
import { z } from "@hono/zod-openapi";
import type { AnyContract } from "../../act/contract.ts";
import type { Policy } from "../../act/policy/policy.ts";
import type { Secret } from "../../act/secret.ts";
import { noBody, nothing, serve } from "../endpoint.ts";
import type { ServerParts } from "../server-options.ts";
import { type ChangeView, changeSchema, readChanges } from "../views/setting-view.ts";

const processSchema = z
  .object({
    name: z.string(),
    version: z.string(),
    on: z.string().nullable().openapi({ description: "type of the event that starts it" }),
  })
  .openapi("Process");

const secretSchema = z.object({ name: z.string(), set: z.boolean() });

const contractSchema = z
  .object({
    name: z.string(),
    tier: z.enum(["read", "T0", "T1", "T2", "T3"]),
    connection: z.string().nullable(),
    baseUrl: z.string().nullable(),
    secret: secretSchema.nullable().openapi({ description: "the connection's, and whether this server has it" }),
    canLookUp: z.boolean(),
    budget: z.object({ attempts: z.int(), withinMs: z.number() }),
    policies: z.array(z.string()),
    input: z.unknown().openapi({ description: "JSON Schema" }),
    output: z.unknown().openapi({ description: "JSON Schema" }),
  })
  .openapi("Contract");

const policySchema = z
  .object({
    name: z.string(),
    version: z.string(),
    contracts: z.array(z.string()),
    defaults: z.unknown(),
    parameters: z.unknown().openapi({ description: "those in force" }),
    history: z.array(changeSchema),
  })
  .openapi("Policy");

const levelSchema = z.object({ process: z.string().nullable(), contract: z.string().nullable(), level: z.string() });

const sourceSchema = z.object({
  name: z.string(),
  scheme: z.string(),
  largestBytes: z.int(),
  secrets: z.array(secretSchema),
});

const loadedSchema = z.object({
  processes: z.array(processSchema),
  contracts: z.array(contractSchema),
  policies: z.array(policySchema),
  sources: z.array(sourceSchema),
  defaultLevel: z.string().openapi({ description: "where nothing nearer is set" }),
  levels: z.array(levelSchema),
});

export function processRoutes({ app, praxis }: ServerParts): void {
  const { processes, contracts, settings, sources, secrets, log } = praxis;
  serve(app, {
    method: "get",
    path: "/api/processes",
    tag: "settings",
    summary: "Processes, contracts, policies, sources and levels of autonomy",
    scope: "read",
    params: nothing,
    query: nothing,
    body: noBody,
    reply: loadedSchema,
  }).by(() => {
    const changes = readChanges(log);
    const viewSecret = ({ secret }: Secret) => ({ name: secret, set: (secrets.value(secret) ?? "") !== "" });
    return {
      processes: processes.all().map(({ name, version, on }) => ({ name, version, on })),
      contracts: contracts.all().map((each) => ({
        ...viewContract(each, contracts.policiesOn(each.name)),
        secret: each.via?.token ? viewSecret(each.via.token) : null,
      })),
      policies: contracts.policies().map((each) => viewPolicy(each, settings.parametersOf(each.name), changes)),
      sources: sources.all().map(({ name, scheme, largestBytes, secrets: handles }) => ({
        name,
        scheme,
        largestBytes,
        secrets: handles.map(viewSecret),
      })),
      defaultLevel: settings.levelOf("", ""),
      levels: settings.all().flatMap(({ key, value }) => viewLevel(key, value)),
    };
  });
}

function viewContract(
  contract: AnyContract,
  policies: readonly Policy[],
): Omit<z.input<typeof contractSchema>, "secret"> {
  const { name, tier, via, canLookUp, budget, inputJsonSchema, outputJsonSchema } = contract;
  return {
    name,
    tier,
    connection: via?.name ?? null,
    baseUrl: via?.baseUrl ?? null,
    canLookUp,
    budget: { ...budget },
    policies: policies.map((each) => each.name),
    input: inputJsonSchema,
    output: outputJsonSchema,
  };
}

function viewPolicy(policy: Policy, current: unknown, changes: readonly ChangeView[]): z.input<typeof policySchema> {
  const { name, version, contracts, defaults } = policy;
  const history = changes.filter(({ key }) => key === `policy/${name}`);
  return { name, version, contracts: [...contracts], defaults, parameters: current ?? defaults, history };
}

/** `level/<process>/<contract>`, `level/<process>` or `level`. */
function viewLevel(key: string, value: unknown): z.input<typeof levelSchema>[] {
  const [kind, process, ...contract] = key.split("/");
  if (kind !== "level" || typeof value !== "string" || key === "level") return [];
  return [{ process: process ?? null, contract: contract.length > 0 ? contract.join("/") : null, level: value }];
}
