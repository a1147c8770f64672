/** After a restore: what can be told of effects in the time that is missing (E7). */
import type { AnyContract } from "../contract.ts";

/** Whether nobody can tell, after a restore, if this was done in the time that is missing (E7). */
export function cannotBeAsked(contract: AnyContract, missingMs: number): boolean {
  if (contract.tier === "T3") return true;
  return contract.tier === "T1" && !contract.canLookUp && missingMs > (contract.via?.keyRetentionMs ?? 0);
}
