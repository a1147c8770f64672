/**
 * Before an effect is intended, in this order: what a person has said of it, the level of autonomy, units and caps, the policies, and a person where one of
 * them asks. The stop switch is not looked at here: it holds an effect right before it is sent (effect-worker.ts).
 *
 * Invariants: G1 - an approval is bound to the digest of the exact arguments and to the versions of the policies that judged; if either has changed by the
 * time it is used, it is void and asked anew. It is used once, in the transaction that intends the effect.
 * E1 - that transaction takes units and amount, too; what is taken already is a conflict. E3 - a conflict is shown to a person, and no effect follows from it.
 * E4 - what another run builds on is not undone, where nothing can fetch back what it did.
 */
import { z } from "zod";
import { type Command, done, type Progress, type RunView } from "../../engine/command.ts";
import type { Clock } from "../../kernel/clock.ts";
import { isObject, type Json } from "../../kernel/json.ts";
import type { EventLog } from "../../log/event-log.ts";
import type { AnyContract, Bound } from "../contract.ts";
import { type Judgement, judge } from "../policy/judge.ts";
import type { GateKind, GateState, Gates, Settings } from "../ports.ts";
import type { ContractRegistry } from "../registry.ts";
import type { Intended } from "./effect-events.ts";
import type { EffectWorker } from "./effect-worker.ts";
import type { EffectRow, Ledger } from "./ledger.ts";

export interface Proposal {
  readonly run: RunView;
  readonly command: Command;
  readonly contract: AnyContract;
  readonly bound: Bound;
  readonly generation: number;
  readonly compensates: string | null;
  /** The generation before, which was refused, failed or compensated. */
  readonly earlier: EffectRow | null;
  /** Why arguments that a person edited cannot be used, if so. */
  readonly complaint: string | null;
}

export interface AuthoriseDeps {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly contracts: ContractRegistry;
  readonly ledger: Ledger;
  readonly gates: Gates;
  readonly settings: Settings;
  readonly worker: EffectWorker;
}

const conflictEvidence = z.object({ effects: z.array(z.string()) });
const approvalExpiresMs = 7 * 86_400_000;

export class Authorise {
  readonly #deps: AuthoriseDeps;

  constructor(deps: AuthoriseDeps) {
    this.#deps = deps;
  }

  /**
   * What a person has said is looked at first: a no stands, and what was done by hand was done, whatever level or policies say by now. A person
   * who may be at it by hand is waited for.
   */
  next(proposal: Proposal): Progress {
    const { run, command, contract, bound } = proposal;
    const { settings, ledger, gates } = this.#deps;
    const level = settings.levelOf(run.process, contract.name);
    const gate = gates.find(gateKey(run, command));
    if (gate?.status === "declined" || gate?.status === "expired") return refusedAtGate(gate);
    const isByHand = gate?.kind === "by hand" && !gate.used && (gate.status === "open" || gate.status === "answered");
    if (level === "shadow" && !isByHand) {
      if (gate?.status === "open") this.#close(gate, "the level is shadow now");
      return done({ status: "proposed", contract: contract.name, wish: bound.wish, description: bound.description });
    }
    if (isByHand && gate.status === "open") return waitingFor(gate, "an answer to a gate", "approver");
    const clash = ledger.clash(bound, run.account);
    if (clash) return this.conflict({ run, command, contract, bound, ...clash });
    const judgement = judge(this.#deps, { contract, bound, process: run.process, account: run.account, level });
    if (isByHand) return this.#doneByHand(proposal, judgement, gate);
    if (judgement.denied) {
      if (gate?.status === "open") this.#close(gate, "a policy forbids it now");
      return done({ status: "denied", policy: judgement.denied.policy, reason: judgement.denied.why });
    }
    const reasons = [...judgement.asks, ...this.#reasonsBeyondPolicy(proposal)];
    const kind: GateKind = level === "suggest" ? "by hand" : proposal.earlier ? "again" : "approval";
    if (gate?.status === "open" && (level === "suggest" || reasons.length === 0)) {
      this.#close(gate, level === "suggest" ? "it is done by hand now" : "nothing asks for it any more");
    } else if (gate?.status === "open") return waitingFor(gate, "an answer to a gate", "approver");
    // An edit may take what asked away: whoever edited it has allowed it all the same.
    if (reasons.length === 0 && level !== "suggest")
      return this.#intend(proposal, judgement, this.#stands(proposal, judgement, gate) ? (gate ?? null) : null);
    return gate?.status === "approved" && level !== "suggest"
      ? this.#approved(proposal, judgement, reasons, kind, gate)
      : this.#ask(proposal, judgement, reasons, kind);
  }

  #close(gate: GateState, why: string): void {
    this.#deps.log.write((transaction) => this.#deps.gates.withdraw(transaction, gate.id, why));
  }

  #reasonsBeyondPolicy(proposal: Proposal): string[] {
    const { earlier, complaint } = proposal;
    const reasons: string[] = [];
    if (earlier) reasons.push(`the same was ${earlier.status} before (effect ${earlier.id})`);
    // Whoever edited it allowed just that: without it nothing is done that they have not seen, also where no policy asks any more.
    if (complaint !== null) reasons.push(complaint);
    return reasons;
  }

  #approved(
    proposal: Proposal,
    judgement: Judgement,
    reasons: readonly string[],
    kind: GateKind,
    gate: GateState,
  ): Progress {
    const { bound, complaint } = proposal;
    if (complaint !== null) return this.#ask(proposal, judgement, reasons, kind);
    const isEdited = editedOf(gate) !== null;
    // Whoever edited them wants them so: that is one pair of eyes.
    if (isEdited && judgement.fourEyes && gate.bound !== this.#deps.ledger.wishDigest(bound)) {
      const edited = `${gate.answeredBy ?? "somebody"} edited it, so somebody else has to look at it`;
      return this.#ask(proposal, judgement, [...reasons, edited], kind);
    }
    // What a policy asks may depend on what was done before, so a gate that was open to all may need four eyes by now.
    // Where nobody asked for the run, who told it what to do was not looked for then.
    const isOwnYes =
      judgement.fourEyes &&
      (gate.requester === null ? !gate.fourEyes : gate.requester.toLowerCase() === gate.answeredBy?.toLowerCase());
    if (!isOwnYes && this.#stands(proposal, judgement, gate)) return this.#intend(proposal, judgement, gate);
    const changed = "it was approved before, but what was approved has changed since";
    return this.#ask(proposal, judgement, [...reasons, changed], kind);
  }

  /** Whether an approval is for just this, as it was or as it was edited, under the policies of then, and is not used yet. */
  #stands({ bound, complaint }: Proposal, judgement: Judgement, gate: GateState | undefined): boolean {
    if (gate?.status !== "approved" || gate.used || gate.policyVersion !== judgement.version) return false;
    return editedOf(gate) === null ? gate.bound === this.#deps.ledger.wishDigest(bound) : complaint === null;
  }

  /** A person did it; what they say came of it has to fit, for the process reads it. */
  #doneByHand(proposal: Proposal, judgement: Judgement, gate: GateState): Progress {
    const output = proposal.contract.readOutput(gate.value);
    if (output.ok) return this.#intend(proposal, judgement, gate, output.value);
    const complaint = `what ${gate.answeredBy ?? "somebody"} gave as its output does not fit: ${output.error}`;
    return this.#ask(proposal, judgement, [complaint], "by hand");
  }

  #ask(proposal: Proposal, judgement: Judgement, reasons: readonly string[], kind: GateKind): Progress {
    const { run, command, contract, bound, complaint } = proposal;
    // Where the edit cannot stand, what is asked is the run's own wish.
    const editor = complaint === null ? (this.#lastEdit(run, command)?.answeredBy ?? null) : null;
    const { value: gate } = this.#deps.log.write((transaction) =>
      this.#deps.gates.open(transaction, {
        key: gateKey(run, command),
        kind,
        run: run.id,
        process: run.process,
        effect: proposal.earlier?.id ?? null,
        account: run.account,
        subject: run.subject,
        correlation: run.correlation,
        title: bound.description,
        reasons: kind === "by hand" ? ["this is done by hand here", ...reasons] : reasons,
        proposal: bound.compared,
        evidence: {
          contract: contract.name,
          tier: contract.tier,
          risk: bound.risk,
          connection: contract.via?.name ?? null,
        },
        afterYes:
          kind === "by hand"
            ? "it counts as done, with the output that you give"
            : (bound.follows ?? `${contract.name} is carried out (${contract.tier})`),
        afterNo: "nothing is done; the process is told that it was declined",
        answerSchema: inputSchemaOf(contract, kind),
        bound: this.#deps.ledger.wishDigest(bound),
        policyVersion: judgement.version,
        expiresAfterMs: approvalExpiresMs,
        fourEyes: judgement.fourEyes,
        explainEdits: judgement.explainEdits,
        ...(editor === null ? {} : { requester: editor }),
      }),
    );
    return waitingFor(gate, "an answer to a gate", "approver");
  }

  /** @param output of what was done by hand; without it, the effect is carried out. */
  #intend(proposal: Proposal, judgement: Judgement, gate: GateState | null, output?: Json): Progress {
    // What a person did by hand is done already, whatever stood on it.
    const builtOn = output === undefined ? this.#builtOn(proposal) : null;
    if (builtOn) return builtOn;
    const { run, compensates } = proposal;
    const { log, ledger, gates, worker } = this.#deps;
    const { value: id } = log.write((transaction) => {
      if (gate) gates.use(transaction, gate.id);
      const intended = this.#intendedOf(proposal, judgement, gate);
      const id = ledger.intend(transaction, intended, run.correlation, run.subject);
      if (compensates !== null) ledger.record(transaction, compensates, "EffectCompensating", { by: id });
      if (output !== undefined) {
        const by = gate?.answeredBy ?? "somebody";
        ledger.record(transaction, id, "EffectSucceeded", { output, how: "done by hand", by }, `person:${by}`);
        if (compensates !== null) ledger.record(transaction, compensates, "EffectCompensated", { by: id });
      }
      return id;
    });
    if (output !== undefined) return done({ status: "succeeded", effect: id, run: run.id, value: output });
    worker.take(id);
    return { state: "working", on: { kind: "effect", key: id } };
  }

  #intendedOf(proposal: Proposal, judgement: Judgement, gate: GateState | null): Intended {
    const { run, command, contract, bound, generation, compensates } = proposal;
    const { ledger, settings } = this.#deps;
    return {
      contract: contract.name,
      connection: contract.via?.name ?? "praxis",
      account: run.account,
      tier: contract.tier === "read" ? "T0" : contract.tier,
      intentHash: ledger.intentHash(contract, run.account, bound),
      intent: { object: [...bound.object], occasion: [...bound.occasion] },
      generation,
      wish: bound.wish,
      wishDigest: ledger.wishDigest(bound),
      description: bound.description,
      interim: bound.interim,
      process: run.process,
      run: run.id,
      seq: command.seq,
      about: bound.about === null ? null : ledger.aboutKey(run.account, bound.about),
      units: bound.units.map((unit) => ledger.unitKey(run.account, unit)),
      cap: bound.cap ? { key: ledger.capKey(run.account, bound.cap.of), amount: bound.cap.amount } : null,
      money: bound.money,
      authority: {
        level: settings.levelOf(run.process, contract.name),
        verdicts: [...judgement.verdicts],
        gate: gate?.id ?? null,
        by: gate?.answeredBy ?? null,
        input: run.signalsFrom,
      },
      compensates,
      standsOn: bound.standsOn,
    };
  }

  /**
   * What is undone may carry effects of other runs that wished the same. One that is under way is waited for, since nobody can say yet whether it will stand; once one
   * is done that nothing can fetch back, this is not undone any more, and a person sees both. What can be undone gives way: its own run does that.
   * Looked at in the turn in which the undoing is recorded, and `standsOn` right before an effect is sent: so of the two, the one that was recorded first wins.
   */
  #builtOn({ run, command, contract, bound, compensates }: Proposal): Progress | null {
    if (compensates === null) return null;
    const { ledger, worker, contracts } = this.#deps;
    const standing = ledger.standingOn(compensates);
    const open = standing.find(({ status }) => status !== "succeeded");
    if (open)
      return {
        state: "waiting",
        on: { kind: "effect", key: open.id },
        what: `${open.contract}, which builds on what is to be undone`,
        owner: worker.asked(open.id)?.owner ?? "system",
        dueAt: null,
      };
    const isOthers = (each: EffectRow): boolean => each.run !== run.id && !run.line.includes(each.run);
    const final = standing.find((each) => isOthers(each) && !(contracts.find(each.contract)?.canUndo ?? false));
    if (!final) return null;
    const what = ledger.intended(final.id)?.description ?? final.contract;
    const reason = `another run has built on it, and that cannot be fetched back: ${what}`;
    return this.conflict({ run, command, contract, bound, reason, effects: [final.id] });
  }

  /** A conflict that is shown to a person, or was: whatever became of its cause since, this command ends with it. */
  conflictOf(run: RunView, command: Command): Progress | null {
    const gate = this.#deps.gates.find(conflictKey(run, command));
    if (!gate) return null;
    if (gate.status === "open") return waitingFor(gate, "somebody to look at a conflict", "approver");
    const shown = this.#deps.gates.shown(gate.id);
    const { effects } = conflictEvidence.catch({ effects: [] }).parse(shown?.evidence);
    const reason = shown?.reasons.join("; ") ?? "a conflict";
    return done({ status: "conflict", reason, with: effects, by: gate.answeredBy, note: gate.reason ?? "" });
  }

  /** E3: a conflict is shown to a person; whatever they say, no second effect follows from it. */
  conflict(clash: {
    run: RunView;
    command: Command;
    contract: AnyContract;
    bound: Bound;
    reason: string;
    effects: readonly string[];
  }): Progress {
    const { run, command, contract, bound, reason, effects } = clash;
    const { value: gate } = this.#deps.log.write((transaction) =>
      this.#deps.gates.open(transaction, {
        key: conflictKey(run, command),
        kind: "conflict",
        run: run.id,
        process: run.process,
        effect: effects[0] ?? null,
        account: run.account,
        subject: run.subject,
        correlation: run.correlation,
        title: `Not done: ${bound.description}`,
        reasons: [reason],
        proposal: bound.compared,
        evidence: { contract: contract.name, effects: [...effects] },
        afterYes: "what was done before stands; the process is told of the conflict and goes on",
        afterNo: "the same",
        answerSchema: null,
        bound: this.#deps.ledger.wishDigest(bound),
        policyVersion: "",
        expiresAfterMs: null,
      }),
    );
    return waitingFor(gate, "somebody to look at a conflict", "approver");
  }

  /** Arguments as a person last edited them, also where that approval became void and was asked anew; null once a person has allowed them unedited. */
  editedWish(run: RunView, command: Command, original: Bound): Json | null {
    const gate = this.#lastEdit(run, command);
    const unedited = this.#deps.ledger.wishDigest(original);
    const last = this.#deps.gates.find(gateKey(run, command));
    if (last?.status === "approved" && editedOf(last) === null && last.bound === unedited) return null;
    return gate ? editedOf(gate) : null;
  }

  #lastEdit(run: RunView, command: Command): GateState | undefined {
    return this.#deps.gates.all(gateKey(run, command)).find((gate) => editedOf(gate) !== null);
  }

  /** Whether a person was asked about exactly these arguments at the step that this effect comes from. */
  wasAsked({ run, seq }: EffectRow, wishDigest: string): boolean {
    return this.#deps.gates.all(`${run}/${seq}`).some((gate) => gate.bound === wishDigest);
  }

  withdraw(run: RunView, command: Command): boolean {
    for (const key of [gateKey(run, command), conflictKey(run, command)]) {
      const gate = this.#deps.gates.find(key);
      if (gate?.status === "open")
        this.#deps.log.write((transaction) => this.#deps.gates.withdraw(transaction, gate.id, "the run was cancelled"));
    }
    return true;
  }
}

function gateKey(run: RunView, command: Command): string {
  return `${run.id}/${command.seq}`;
}

function conflictKey(run: RunView, command: Command): string {
  return `${gateKey(run, command)}/conflict`;
}

function refusedAtGate(gate: GateState): Progress {
  const reason = gate.status === "expired" ? "nobody answered in time" : (gate.reason ?? "");
  return done({ status: "declined", gate: gate.id, by: gate.answeredBy, reason });
}

function waitingFor(gate: GateState, what: string, owner: string): Progress {
  return { state: "waiting", on: { kind: "gate", key: gate.id }, what, owner, dueAt: gate.expiresAt };
}

function editedOf(gate: GateState): Json | null {
  return gate.status === "approved" && isObject(gate.value) ? gate.value : null;
}

function inputSchemaOf(contract: AnyContract, kind: GateKind): Json {
  return kind === "by hand" ? contract.outputJsonSchema : contract.editJsonSchema;
}
