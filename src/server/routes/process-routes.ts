/** What is loaded, and under which rules it acts. */
import { secretOf, shownAddress } from "../../act/connection.ts";
import type { AnyContract } from "../../act/contract.ts";
import type { Policy } from "../../act/policy/policy.ts";
import type { Secret } from "../../act/secret.ts";
import { jsonSchemaOf } from "../../kernel/schema.ts";
import { noBody, nothing, serve } from "../endpoint.ts";
import type { ServerParts } from "../server-options.ts";
import {
  type ChangeView,
  type ContractView,
  type LevelView,
  loadedSchema,
  type PolicyView,
  readChanges,
} from "../views/setting-view.ts";

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
        secret: secretOfContract(each, viewSecret),
      })),
      policies: contracts.policies().map((each) => viewPolicy(each, settings.parametersOf(each.name), changes)),
      sources: sources.all().map(({ name, scheme, largestBytes, secrets: handles }) => ({
        name,
        scheme,
        largestBytes,
        secrets: handles.map(viewSecret),
      })),
      defaultLevel: settings.levelOf("", ""),
      levelOfCode: settings.levelAbove(null, null),
      levels: settings.all().flatMap(({ key, value }) => viewLevel(key, value)),
    };
  });
}

function secretOfContract<T>({ via }: AnyContract, view: (secret: Secret) => T): T | null {
  const secret = via ? secretOf(via) : null;
  return secret ? view(secret) : null;
}

function viewContract(contract: AnyContract, policies: readonly Policy[]): Omit<ContractView, "secret"> {
  const { name, tier, via, canLookUp, budget, inputJsonSchema, outputJsonSchema } = contract;
  return {
    name,
    tier,
    connection: via?.name ?? null,
    baseUrl: via ? shownAddress(via) : null,
    canLookUp,
    budget: { ...budget },
    policies: policies.map((each) => each.name),
    input: inputJsonSchema,
    output: outputJsonSchema,
  };
}

function viewPolicy(policy: Policy, current: unknown, changes: readonly ChangeView[]): PolicyView {
  const { name, version, contracts, defaults } = policy;
  const history = changes.filter(({ key }) => key === `policy/${name}`);
  const schema = jsonSchemaOf(policy.parametersSchema);
  return { name, version, contracts: [...contracts], schema, defaults, parameters: current ?? defaults, history };
}

/** `level/<process>/<contract>`, `level/<process>` or `level`. */
function viewLevel(key: string, value: unknown): LevelView[] {
  const [kind, process, ...contract] = key.split("/");
  if (kind !== "level" || typeof value !== "string" || key === "level") return [];
  return [{ process: process ?? null, contract: contract.length > 0 ? contract.join("/") : null, level: value }];
}
