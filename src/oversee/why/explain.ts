/** Why: an effect, a run or a gate explained in about a dozen lines that a shop owner can read, from the record alone. */
import { PraxisError } from "../../kernel/errors.ts";
import { explainEffect, type WhyDeps } from "./explain-effect.ts";
import { explainGate } from "./explain-gate.ts";
import { explainRun } from "./explain-run.ts";
import type { Why } from "./why-shape.ts";

/** @param id of an effect, a run or a gate. @throws unknown_id */
export function explain(deps: WhyDeps, id: string): Why {
  const effect = deps.ledger.find(id);
  if (effect) return explainEffect(deps, effect);
  const run = deps.log.sql.get("SELECT * FROM runs WHERE id = ?", id);
  if (run) return explainRun(deps, run);
  const gate = deps.log.sql.get("SELECT * FROM gates WHERE id = ?", id);
  if (gate) return explainGate(deps, gate);
  throw new PraxisError("unknown_id", `there is no effect, run or gate ${id}`, {
    next: "`praxis effects`, `praxis runs` and `praxis gates` list them.",
  });
}
