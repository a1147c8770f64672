/**
 * What a command asks for: the contract that it names, and its wish as that contract reads it. One way for all who answer commands and for those who foresee the answers.
 *
 * Boundary: looks, and neither records nor sends.
 */
import { z } from "zod";
import type { Command, Progress } from "../../engine/command.ts";
import { anyJson } from "../../kernel/schema.ts";
import type { AnyContract, Bound } from "../contract.ts";
import type { ContractRegistry } from "../registry.ts";

export const doArgs = z.object({ wish: anyJson, compensates: z.string().nullable() });

export interface BoundCommand {
  readonly contract: AnyContract;
  readonly bound: Bound;
  /** The effect that it undoes. */
  readonly compensates: string | null;
}

export type Broken = Extract<Progress, { state: "broken" }>;

export function bindCommand(contracts: ContractRegistry, { name, args }: Command): BoundCommand | Broken {
  const contract = contracts.find(name);
  if (!contract) {
    return {
      state: "broken",
      code: "unknown_contract",
      reason: `there is no contract "${name}"`,
      next: "Load the file that defines it, then `praxis retry` the run.",
    };
  }
  const { wish, compensates } = doArgs.parse(args);
  const bound = contract.bind(wish);
  if (bound.ok) return { contract, bound: bound.value, compensates };
  return {
    state: "broken",
    code: "bad_wish",
    reason: `the arguments do not fit the contract "${contract.name}": ${bound.error}`,
    next: "Mend the process or the contract's schema, then `praxis retry` the run; nothing was sent.",
  };
}
