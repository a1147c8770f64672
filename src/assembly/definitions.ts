/** What a file of processes exports, told apart by `kind`. */
import type { AnyContract } from "../act/contract.ts";
import type { Policy } from "../act/policy/policy.ts";
import type { Source } from "../observe/source.ts";
import type { AnyDecision } from "../plan/decision.ts";
import type { Process } from "../plan/process.ts";

export type Definition = AnyContract | Policy | AnyDecision | Process | Source;

const kinds = new Set(["contract", "policy", "decision", "process", "source"]);

export function isDefinition(value: unknown): value is Definition {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    typeof value.kind === "string" &&
    kinds.has(value.kind) &&
    "name" in value
  );
}
