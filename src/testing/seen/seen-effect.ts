/** Effects as a test sees them: rows of the ledger with what was wished and what came back. */
import type { Contract } from "../../act/contract.ts";
import { type EffectStatus, effectStatuses, effectStream, succeededSchema } from "../../act/effects/effect-events.ts";
import type { Json } from "../../kernel/json.ts";
import { mustParse } from "../../kernel/schema.ts";
import type { Row } from "../../log/event-log.ts";
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
  const intendedAt = (row: Row): number => log.readEvent(effectStream(text(row, "id")), 1)?.position ?? 0;
  return log.sql
    .all("SELECT * FROM effects")
    .sort((one, other) => intendedAt(one) - intendedAt(other))
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
