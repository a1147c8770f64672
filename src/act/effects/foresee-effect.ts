/**
 * Effects, reads and T0 contracts, foreseen for a fork: the same looks as the handlers take, in the same order, and no step further.
 *
 * Invariant: nothing is intended, sent, asked or recorded here. What was done in the world is not edited (T1 to T3), and what was undone since is
 * not kept as done.
 */
import type { RunView } from "../../engine/command.ts";
import {
  badEdit,
  type Foreseer,
  type Foresight,
  foresight,
  notEditable,
  type Step,
} from "../../engine/fork/foresight.ts";
import type { OutcomeDelivered } from "../../engine/run-events.ts";
import type { Clock } from "../../kernel/clock.ts";
import { isObject } from "../../kernel/json.ts";
import type { EventLog } from "../../log/event-log.ts";
import type { AnyContract, Bound } from "../contract.ts";
import { judge } from "../policy/judge.ts";
import type { Settings } from "../ports.ts";
import type { ContractRegistry } from "../registry.ts";
import type { Authorise } from "./authorise.ts";
import { type Broken, bindCommand, doArgs } from "./bind-command.ts";
import { isSameWish, outcomeOf } from "./effect-handler.ts";
import type { EffectRow, Ledger } from "./ledger.ts";

export interface ForeseeEffectDeps {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly contracts: ContractRegistry;
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly authorise: Authorise;
}

export function foreseeEffect(deps: ForeseeEffectDeps): Foreseer {
  return {
    kind: "do",
    foresee(run, command) {
      const found = bindCommand(deps.contracts, command);
      return "state" in found ? foreseeBroken(found) : foreseeBound(deps, run, found.contract, found.bound);
    },
    label: (step) => label(deps.contracts, step),
    edit: (outcome) => {
      const tier = deps.contracts.find(outcome.name)?.tier ?? "T1 to T3";
      throw notEditable(outcome, `what happened in the world (${tier})`);
    },
    stale: (outcome, kept) => whyStale(deps.ledger, outcome, kept),
  };
}

function foreseeBound(deps: ForeseeEffectDeps, run: RunView, contract: AnyContract, bound: Bound): Foresight {
  const { ledger, settings } = deps;
  const row = ledger.latest(ledger.intentHash(contract, run.account, bound));
  const isOver = row?.status === "refused" || row?.status === "failed" || row?.status === "compensated";
  if (row && !isOver) return foreseeMeeting(deps, run, bound, row);
  const level = settings.levelOf(run.process, contract.name);
  if (level === "shadow") {
    const value = { status: "proposed", contract: contract.name, wish: bound.wish, description: bound.description };
    return foresight("would be proposed", { because: ["the level is shadow"], told: { ok: true, value } });
  }
  const clash = ledger.clash(bound, run.account);
  if (clash) return conflict(clash.reason, clash.effects);
  const judgement = judge(deps, { contract, bound, process: run.process, account: run.account, level });
  if (judgement.denied) {
    const { policy, why } = judgement.denied;
    return foresight("denied", {
      because: [why],
      told: { ok: true, value: { status: "denied", policy, reason: why } },
    });
  }
  const again = row ? [`the same was ${row.status} before (effect ${row.id})`] : [];
  const byHand = level === "suggest" ? ["this is done by hand here"] : [];
  const reasons = [...byHand, ...judgement.asks, ...again];
  if (reasons.length > 0) return foresight("would ask", { because: reasons, effect: row?.id ?? null });
  const stopped = contract.via ? settings.stopped(contract.via.name, run.account) : null;
  return foresight("would be done", { because: stopped === null ? [] : [`not before it may go on: ${stopped}`] });
}

function foreseeMeeting(deps: ForeseeEffectDeps, run: RunView, bound: Bound, row: EffectRow): Foresight {
  if (!isSameWish(deps, run, bound, row)) return conflict("the same was asked before with other arguments", [row.id]);
  const outcome = outcomeOf(deps, row);
  if (outcome?.state === "done")
    return foresight("already done: met", { effect: row.id, told: { ok: outcome.ok, value: outcome.value } });
  const because = outcome?.state === "broken" ? outcome.reason : `the effect is ${row.status}`;
  return foresight("would wait", { effect: row.id, because: [because] });
}

/** Whatever the person says who is shown it, the process is told of the conflict. */
function conflict(reason: string, effects: readonly string[]): Foresight {
  const value = { status: "conflict", reason, with: [...effects], by: null, note: "" };
  return foresight("conflict", { because: [reason], effect: effects[0] ?? null, told: { ok: true, value } });
}

function whyStale(ledger: Ledger, { value }: OutcomeDelivered, kept: readonly OutcomeDelivered[]): string | null {
  if (!isObject(value) || value.status !== "succeeded" || typeof value.effect !== "string") return null;
  const effect = value.effect;
  const status = ledger.find(effect)?.status;
  if (status !== "compensated" && status !== "compensating") return null;
  const isUndoneInIt = kept.some(
    ({ kind, args, value: told }) =>
      kind === "do" && isObject(args) && args.compensates === effect && isObject(told) && told.status === "succeeded",
  );
  return isUndoneInIt ? null : `its effect ${effect} was undone since`;
}

export function foreseeRead(deps: { readonly contracts: ContractRegistry }): Foreseer {
  return {
    kind: "read",
    foresee(_run, command) {
      const found = bindCommand(deps.contracts, command);
      return "state" in found ? foreseeBroken(found) : foresight("would be read");
    },
    label: (step) => label(deps.contracts, step),
    edit(outcome, edited) {
      const contract = deps.contracts.find(outcome.name);
      if (!contract) throw badEdit(outcome, `there is no contract "${outcome.name}"`, "Load the file that defines it.");
      const output = contract.readOutput(edited);
      if (output.ok) return output;
      throw badEdit(outcome, `this does not fit the output of "${outcome.name}": ${output.error}`);
    },
    stale: () => null,
  };
}

/** T0 is carried out by the fork, not by its rehearsal: it is a contract's own code, and may keep a state of its own. */
export function foreseeLocal(deps: { readonly contracts: ContractRegistry }): Foreseer {
  return {
    kind: "local",
    foresee(_run, command) {
      const found = bindCommand(deps.contracts, command);
      return "state" in found ? foreseeBroken(found) : foresight("would be done");
    },
    label: (step) => label(deps.contracts, step),
    edit: (outcome) => {
      throw notEditable(outcome, "what Praxis did itself (T0)");
    },
    stale: () => null,
  };
}

function foreseeBroken({ reason }: Broken): Foresight {
  return foresight("would be set aside", { because: [reason] });
}

function label(contracts: ContractRegistry, { name, args }: Step): { description: string; tier: string | null } {
  const contract = contracts.find(name);
  const wish = doArgs.safeParse(args);
  const bound = contract && wish.success ? contract.bind(wish.data.wish) : null;
  return { description: bound?.ok ? bound.value.description : name, tier: contract?.tier ?? null };
}
