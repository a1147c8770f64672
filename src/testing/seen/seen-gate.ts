/** Gates as a test, and the person in it, see them. */
import type { GateKind, GateStatus } from "../../act/ports.ts";
import { isObject, type Json } from "../../kernel/json.ts";
import { text } from "../../log/rows.ts";
import { openedOf } from "../../oversee/gates/answer-gate.ts";
import type { Machine } from "../simulation/machine.ts";

export interface SeenGate {
  readonly id: string;
  readonly kind: GateKind;
  readonly status: GateStatus;
  /** One sentence: what will happen after yes, or what is asked. */
  readonly title: string;
  readonly reasons: readonly string[];
  /** The proposed arguments, or what is known of the question. */
  readonly proposal: Json;
  readonly evidence: Json;
  /** The contract that is proposed, or the decision that is asked. */
  readonly about: string | null;
  readonly process: string | null;
  readonly run: string | null;
  readonly effect: string | null;
}

/** In the order in which they were opened. */
export function readGates({ log, praxis }: Machine): SeenGate[] {
  return log.sql.all("SELECT id FROM gates ORDER BY position").flatMap((row) => {
    const id = text(row, "id");
    const opened = openedOf(log, id);
    const state = praxis.gates.byId(id);
    if (!opened || !state) return [];
    const { kind, title, reasons, proposal, evidence, process, run, effect } = opened;
    const about = isObject(evidence) ? (evidence.contract ?? evidence.decision) : undefined;
    return {
      id,
      kind,
      status: state.status,
      title,
      reasons,
      proposal,
      evidence,
      about: typeof about === "string" ? about : null,
      process,
      run,
      effect,
    };
  });
}
