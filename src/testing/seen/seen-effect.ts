/** Effects as a test sees them: rows of the ledger with what was wished and what came back. */
import type { Contract } from "../../act/contract.ts";
import { type EffectStatus, effectStatuses, succeededSchema } from "../../act/effects/effect-events.ts";
import type { Json } from "../../kernel/json.ts";
import { mustParse } from "../../kernel/schema.ts";
import { integer, oneOf, text } from "../../log/rows.ts";
import type { Machine } from "../simulation/machine.ts";

export interface SeenEffect<I = Json, O = Json> {
  readonly id: string;
  readonly contract: string;
  readonly status: EffectStatus;
  readonly wish: I;
  /** What the other side returned; null until it has succeeded. */
  readonly output: O | null;
  /** How the contract describes it for people. */
  readonly description: string;
  readonly attempts: number;
  /** 1, or one more for each time it was tried again on recorded authority. */
  readonly generation: number;
  readonly run: string;
}

/** In the order in which they were intended. */
export function readEffects({ log, praxis }: Machine): SeenEffect[] {
  return log.sql
    .all(
      "SELECT effects.* FROM effects JOIN streams ON streams.name = 'effect/' || effects.id JOIN events ON events.stream = streams.id AND events.number = 1 ORDER BY events.position",
    )
    .map((row) => {
      const id = text(row, "id");
      const intended = praxis.ledger.intended(id);
      const succeeded = succeededSchema.safeParse(praxis.ledger.lastData(id, "EffectSucceeded"));
      return {
        id,
        contract: text(row, "contract"),
        status: oneOf(row, "status", effectStatuses),
        wish: intended?.wish ?? null,
        output: succeeded.success ? succeeded.data.output : null,
        description: intended?.description ?? text(row, "contract"),
        attempts: integer(row, "attempt"),
        generation: integer(row, "generation"),
        run: text(row, "run"),
      };
    });
}

/** The effects of one contract, typed by its schemas. */
export function effectsOf<I, O>(all: readonly SeenEffect[], contract: Contract<I, O>): SeenEffect<I, O>[] {
  return all
    .filter((effect) => effect.contract === contract.name)
    .map((effect) => ({
      ...effect,
      wish: mustParse(contract.inputSchema, effect.wish, `the wish of ${contract.name}`),
      output:
        effect.output === null
          ? null
          : mustParse(contract.outputSchema, effect.output, `the output of ${contract.name}`),
    }));
}
