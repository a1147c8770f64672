/**
 * `run.do` for a contract with an effect: from the wish to the ledger row, and from the row to the outcome.
 *
 * Invariants: E1 (the row is found by intent before anything is proposed), E3 (same intent, other arguments: a person, never a second effect),
 * E2 (what was refused, failed or compensated is tried again only as a numbered generation, on recorded authority), and G1 (level,
 * policies and gates stand before the first attempt; in `shadow` no row is ever intended).
 */
import type { Command, CommandHandler, Progress, RunView } from "../../engine/command.ts";
import { done } from "../../engine/command.ts";
import { isObject, type Json } from "../../kernel/json.ts";
import type { AnyContract, Bound } from "../contract.ts";
import type { ContractRegistry } from "../registry.ts";
import type { Authorise, Proposal } from "./authorise.ts";
import { bindCommand } from "./bind-command.ts";
import { failedSchema, refusedSchema, succeededSchema } from "./effect-events.ts";
import type { EffectWorker } from "./effect-worker.ts";
import type { EffectRow, Ledger } from "./ledger.ts";

export interface EffectHandlerDeps {
  readonly contracts: ContractRegistry;
  readonly ledger: Ledger;
  readonly worker: EffectWorker;
  readonly authorise: Authorise;
}

export function effectHandler(deps: EffectHandlerDeps): CommandHandler {
  return {
    kind: "do",
    advance: (run, command) => advance(deps, run, command),
    withdraw: (run, command, why) => deps.authorise.withdraw(run, command) && withdrawEffect(deps, run, command, why),
  };
}

function advance(deps: EffectHandlerDeps, run: RunView, command: Command): Progress {
  const found = bindCommand(deps.contracts, command);
  if ("state" in found) return found;
  const { contract, compensates } = found;
  const edited = deps.authorise.editedWish(run, command, found.bound);
  const { bound, complaint } = withEdits(contract, found.bound, edited);
  const proposal = { run, command, contract, bound, compensates, complaint };
  const row = deps.ledger.latest(deps.ledger.intentHash(contract, run.account, bound));
  if (row && row.run === run.id && row.seq === command.seq) return outcomeOf(deps, row) ?? underWay(deps, row);
  const conflict = deps.authorise.conflictOf(run, command);
  if (conflict) return conflict;
  return row ? meet(deps, proposal, row) : deps.authorise.next({ ...proposal, generation: 1, earlier: null });
}

/** What is wished, with what a person changed at the gate; changes that cannot stand are left out, and said. */
function withEdits(
  contract: AnyContract,
  original: Bound,
  edited: Json | null,
): { bound: Bound; complaint: string | null } {
  if (edited === null) return { bound: original, complaint: null };
  // A person is shown sentences and changes arguments: what only makes the sentences stays.
  const shown = contract.shownOf(original.wish);
  const bound = contract.bind(isObject(edited) ? { ...edited, ...shown } : edited);
  if (!bound.ok) {
    const complaint = `the edited arguments do not fit the contract: ${bound.error}`;
    return { bound: original, complaint };
  }
  const refused = contract.refuseEdit(original, bound.value);
  return refused === null
    ? { bound: bound.value, complaint: null }
    : { bound: original, complaint: `the edit cannot stand: ${refused}` };
}

/** The intent is in the ledger already, from another command. */
function meet(deps: EffectHandlerDeps, proposal: Omit<Proposal, "generation" | "earlier">, row: EffectRow): Progress {
  if (row.status === "refused" || row.status === "failed" || row.status === "compensated")
    return deps.authorise.next({ ...proposal, generation: row.generation + 1, earlier: row });
  if (!isSameWish(deps, proposal.run, proposal.bound, row)) {
    const reason = "the same was asked before with other arguments";
    return deps.authorise.conflict({ ...proposal, reason, effects: [row.id] });
  }
  return outcomeOf(deps, row) ?? underWay(deps, row);
}

/** The same arguments; or, for a fork, those that its origin asked with before a person edited them. */
export function isSameWish(
  deps: Pick<EffectHandlerDeps, "ledger" | "authorise">,
  run: RunView,
  bound: Bound,
  row: EffectRow,
): boolean {
  const digest = deps.ledger.wishDigest(bound);
  return row.wishDigest === digest || (run.line.includes(row.run) && deps.authorise.wasAsked(row, digest));
}

function underWay(deps: EffectHandlerDeps, row: EffectRow): Progress {
  const on = { kind: "effect", key: row.id };
  if (row.status === "compensating")
    return { state: "waiting", on, what: `${row.contract} to be undone`, owner: "system", dueAt: null };
  const asked = deps.worker.asked(row.id);
  if (asked)
    return {
      state: "waiting",
      on,
      what: `a person's answer: what became of ${row.contract}`,
      owner: asked.owner,
      dueAt: null,
    };
  deps.worker.take(row.id);
  return { state: "working", on };
}

/** What the process is told, once the effect is settled. */
export function outcomeOf(deps: Pick<EffectHandlerDeps, "ledger" | "contracts">, row: EffectRow): Progress | null {
  const { ledger } = deps;
  const effect = row.id;
  switch (row.status) {
    case "succeeded": {
      const data = succeededSchema.safeParse(ledger.lastData(effect, "EffectSucceeded"));
      if (!data.success && deps.contracts.find(row.contract)?.readOutput(null).ok === false) return outcomeErased(row);
      return done({ status: "succeeded", effect, run: row.run, value: data.success ? data.data.output : null });
    }
    case "refused": {
      const data = refusedSchema.safeParse(ledger.lastData(effect, "EffectRefused"));
      const { code, reason, detail } = data.success ? data.data : { code: "erased", reason: "erased", detail: null };
      return done({ status: "refused", effect, code, reason, detail });
    }
    case "failed": {
      const data = failedSchema.safeParse(ledger.lastData(effect, "EffectFailed"));
      return done({
        status: "failed",
        effect,
        code: data.success ? data.data.code : "erased",
        reason: data.success ? data.data.reason : "erased",
      });
    }
    case "compensated":
      return done({ status: "failed", effect, code: "compensated", reason: "it was done and undone again" });
    default:
      return null;
  }
}

/** Done once, so it is not done again (E1); and a run whose code needs what it returned cannot be told (K10). */
function outcomeErased({ contract, run }: EffectRow): Progress {
  return {
    state: "broken",
    code: "outcome_erased",
    reason: `${contract} was done already, by run ${run}, and what it returned has been erased with whom it was about`,
    next: "Nothing is done again. Cancel the run; or, if its process can do without, change it so that it does not ask for this, then `praxis retry` the run.",
  };
}

/** A cancelled run takes back what was not sent; what is under way is awaited, so that it can be compensated. */
function withdrawEffect(deps: EffectHandlerDeps, run: RunView, command: Command, why: string): boolean {
  const row = deps.ledger.ofRun(run.id).findLast((each) => each.seq === command.seq);
  if (!row || outcomeOf(deps, row)) return row?.status !== "succeeded";
  return deps.worker.withdraw(row.id, why);
}
