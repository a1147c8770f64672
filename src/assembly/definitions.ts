/** What a file of processes exports, told apart by `kind`. */
import type { AnyContract } from "../act/contract.ts";
import type { HouseCurrency } from "../act/house-currency.ts";
import type { Policy } from "../act/policy/policy.ts";
import { type AnySource, isSourceKind } from "../observe/source-registry.ts";
import type { AnyDecision } from "../plan/decision.ts";
import type { Process } from "../plan/process.ts";

export type Definition = AnyContract | Policy | AnyDecision | Process | AnySource | HouseCurrency;

const kinds = new Set(["contract", "policy", "decision", "process", "currency"]);

export function isDefinition(value: unknown): value is Definition {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    typeof value.kind === "string" &&
    (kinds.has(value.kind) || isSourceKind(value.kind)) &&
    "name" in value
  );
}
