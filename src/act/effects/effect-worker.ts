/**
 * Carries intended effects out: at most one attempt of an effect at a time, each recorded before it is sent.
 *
 * Invariants: E5 (retries within the budget, breaker and limits per connection), E6 (an attempt has a deadline; whoever takes over waits for
 * deadline and settling time before it looks up or retries), E2 (`unknown` is visible and owned: by the look-up, or by a person's gate),
 * G1 (a precondition is asked again right before the effect is sent).
 * By tier, where an outcome is unknown: T1 repeats with the same key within the provider's retention; what can be asked (T2) is looked up before any repeat;
 * anything else is asked of a person.
 */
import type { Engine } from "../../engine/engine.ts";
import { assert, messageOf, PraxisError } from "../../kernel/errors.ts";
import { isObject } from "../../kernel/json.ts";
import type { Ports } from "../../kernel/ports.ts";
import type { EventLog } from "../../log/event-log.ts";
import type { Limiter } from "../connectors/limiter.ts";
import type { AnyContract, Bound } from "../contract.ts";
import type { Gates, Settings } from "../ports.ts";
import type { ContractRegistry } from "../registry.ts";
import { type AttemptDeps, type AttemptResult, type AttemptTarget, checkPrecondition, lookUp } from "./attempt.ts";
import type { Batcher } from "./batcher.ts";
import type { EffectRow, Ledger } from "./ledger.ts";
import { cannotBeAsked } from "./reconcile.ts";
import { afterAttempt, afterLookUp, mayActUntil, type Transition, waitLeftMs } from "./transitions.ts";
import { askUnknown, readUnknownAnswer, unknownKey } from "./unknown-gate.ts";

export interface EffectWorkerDeps {
  readonly log: EventLog;
  readonly ports: Ports;
  readonly engine: Engine;
  readonly ledger: Ledger;
  readonly contracts: ContractRegistry;
  readonly gates: Gates;
  readonly settings: Settings;
  readonly limiter: Limiter;
  readonly attempts: AttemptDeps;
  readonly batcher: Batcher;
  /** Tells an operator what went wrong, beyond what the log says. */
  readonly report: (message: string) => void;
}

const quiet = Promise.resolve();
const tryAgainAfterMs = 1_000;
/** How often the switch is looked at while it holds an effect. */
const heldMs = 1_000;
/** Of a contract that is not loaded: whatever its deadline was is waited for. */
const unknownPace = { timeoutMs: Number.POSITIVE_INFINITY, settleMs: 1_000 };
/** Before a person is asked, however late it is. */
const fewestLookUps = 3;

interface Job {
  readonly row: EffectRow;
  readonly contract: AnyContract;
  readonly bound: Bound;
  /** A person was asked, and allowed it. */
  readonly byPerson: boolean;
}

export class EffectWorker {
  readonly #deps: EffectWorkerDeps;
  readonly #busy = new Set<string>();
  readonly #scheduled = new Map<string, () => void>();
  /** For which instant the timer of an effect runs. */
  readonly #waitedFor = new Map<string, number>();
  readonly #withdrawn = new Map<string, string>();
  #stopped = false;

  constructor(deps: EffectWorkerDeps) {
    this.#deps = deps;
  }

  /**
   * Takes up what the process before left open. What it had sent may still be on its way, or at work on the other side, also where the process is
   * dead; and one that was only stopped could send until its deadlines pass. So each attempt's deadline and settling time are waited for (E6).
   */
  recover(): number {
    const open = this.#deps.ledger.open();
    for (const row of open) {
      if (row.status === "attempting")
        this.#apply(row.id, unknown(row, "the server stopped while this attempt was under way", this.#settledAt(row)));
      this.take(row.id);
    }
    return open.length;
  }

  stop(): void {
    this.#stopped = true;
  }

  /**
   * Works on this effect until it is settled or waits for a person. Calling it again does nothing while it is at it. Nothing happens before the
   * caller gives control back: a run that takes its effect up listens to it only then, and would miss an end that came at once (K7).
   */
  take(id: string): void {
    this.#takeNow(id, false);
  }

  #takeNow(id: string, isTimeUp: boolean): void {
    if (this.#stopped || this.#busy.has(id)) return;
    this.#busy.add(id);
    this.#scheduled.get(id)?.();
    this.#scheduled.delete(id);
    const work = quiet.then(() => this.#work(id, isTimeUp));
    work.then(
      (delayMs) => {
        this.#busy.delete(id);
        if (delayMs !== null) this.#takeLater(id, delayMs);
        else this.#withdrawn.delete(id);
      },
      (thrown: unknown) => {
        this.#busy.delete(id);
        // The log refused (a full disk, or another owner), or a contract broke an assumption: what is recorded says how it goes on.
        if (this.#stopped) return;
        this.#deps.report(`effect ${id}: ${messageOf(thrown)}; it is tried again`);
        this.#takeLater(id, tryAgainAfterMs);
      },
    );
  }

  #takeLater(id: string, delayMs: number): void {
    this.#scheduled.set(
      id,
      this.#deps.ports.clock.after(delayMs, () => this.#takeNow(id, true)),
    );
  }

  /** The gate that asks a person what became of this effect, if there is one open that can be read. */
  asked(id: string): { owner: string } | null {
    const { gates } = this.#deps;
    const gate = gates.find(unknownKey(id));
    return gate?.status === "open" && gates.shown(gate.id) ? { owner: "approver" } : null;
  }

  /** For a cancelled run. @returns true where nothing was or will be sent. */
  withdraw(id: string, why: string): boolean {
    const row = this.#deps.ledger.find(id);
    if (row?.status !== "intended" || this.#busy.has(id)) {
      this.#withdrawn.set(id, why);
      return false;
    }
    this.#apply(id, withdrawn(why));
    return true;
  }

  /** One step. @returns how long until the next one; null when the effect is settled or a person is asked. */
  async #work(id: string, isTimeUp: boolean): Promise<number | null> {
    const row = this.#deps.ledger.find(id);
    // What is not there was lost with a disk that was full; its run asks for it again.
    if (!row) return null;
    if (row.status === "attempting") return this.#pickUp(row);
    if (row.status !== "intended" && row.status !== "unknown") return null;
    const waitMs = waitLeftMs(row, this.#deps.ports.clock.now());
    // The wall clock may have been set back while a timer waited for just this.
    const isWaitedFor = isTimeUp && this.#waitedFor.get(id) === row.nextAt;
    this.#waitedFor.delete(id);
    if (waitMs > 0 && !isWaitedFor) {
      if (row.nextAt !== null) this.#waitedFor.set(id, row.nextAt);
      return waitMs;
    }
    const contract = this.#deps.contracts.find(row.contract);
    const intended = this.#deps.ledger.intended(row.id);
    if (!intended) return this.#settleUnreadable(row, contract, "its content has been erased");
    if (!contract) return this.#seekContract(row);
    const bound = contract.bind(intended.wish);
    if (!bound.ok) return this.#settleUnreadable(row, contract, "its arguments do not fit the contract any more");
    const job = { row, contract, bound: bound.value, byPerson: intended.authority.gate !== null };
    if (this.#isHeld(row)) return heldMs;
    if (row.status === "intended") return this.#attempt(job);
    return this.#resolveUnknown(job);
  }

  /** A contract that no file exports is known again once the run that uses it was replayed. @returns when to look again. */
  #seekContract(row: EffectRow): number {
    this.#deps.engine.wake(row.run);
    return 2_000;
  }

  /** Nobody is at this attempt any more, for it ended without a record: what became of it is unknown. */
  #pickUp(row: EffectRow): Promise<number | null> {
    const why = "this attempt ended, and its outcome could not be recorded";
    return this.#settle(row.id, unknown(row, why, this.#settledAt(row)));
  }

  /** When what the attempt under way may have done shows on the other side (E6). */
  #settledAt(row: EffectRow): number {
    const { timeoutMs } = this.#deps.contracts.find(row.contract)?.via ?? unknownPace;
    return mayActUntil(row.deadlineAt ?? 0, this.#deps.ports.clock.now(), timeoutMs) + this.#settleMs(row);
  }

  /** As it was recorded with the attempt: a contract that no file exports is not known before its run was replayed, and its connection may be another one by now. */
  #settleMs(row: EffectRow): number {
    const { contracts, ledger } = this.#deps;
    return ledger.settleMs(row.id) ?? contracts.find(row.contract)?.via?.settleMs ?? unknownPace.settleMs;
  }

  #isHeld(row: EffectRow): boolean {
    return this.#deps.settings.stopped(row.connection, row.account) !== null;
  }

  #isShadow(row: EffectRow): boolean {
    return this.#deps.settings.levelOf(row.process, row.contract) === "shadow";
  }

  /** What may have been done is asked of a person all the same. */
  #settleUnreadable(row: EffectRow, contract: AnyContract | undefined, reason: string): Promise<number | null> | null {
    if (row.status === "unknown") return this.#settleByPerson(row, contract, () => this.#ask(row, contract, reason));
    return this.#settle(row.id, { type: "EffectFailed", data: { code: "unreadable", reason } });
  }

  /** As a person said. @param otherwise where nobody was asked so far */
  #settleByPerson(
    row: EffectRow,
    contract: AnyContract | undefined,
    otherwise: () => Promise<number | null> | null,
  ): Promise<number | null> | null {
    const gate = this.#deps.gates.find(unknownKey(row.id));
    const answer = readUnknownAnswer(gate, contract);
    if (answer && gate) return this.#settle(row.id, answer, gate.id);
    return this.asked(row.id) ? null : otherwise();
  }

  /** @param unrepeatable why it cannot be attempted again, where it cannot */
  #ask(row: EffectRow, contract: AnyContract | undefined, unrepeatable: string | null): null {
    askUnknown(this.#deps, row, contract, unrepeatable);
    this.#deps.engine.poke({ kind: "effect", key: row.id });
    return null;
  }

  async #attempt(job: Job): Promise<number | null> {
    const back = this.#takenBack(job.row);
    if (back) return this.#settle(job.row.id, back);
    if (this.#mustAskFirst(job)) {
      const why = "an older state of Praxis was put back: it may have been done in the time that is missing";
      return this.#settle(job.row.id, unknown(job.row, why, this.#deps.ports.clock.now()));
    }
    if (this.#mustLookUpFirst(job)) return this.#lookUp(job);
    return this.#perform(job);
  }

  /** Only what was never sent, or surely not performed, can be taken back: an unknown outcome has to be found out first. */
  #takenBack(row: EffectRow): Transition | null {
    if (row.status !== "intended") return null;
    const why = this.#withdrawn.get(row.id);
    if (why !== undefined) return withdrawn(why);
    if (!this.#isShadow(row)) return null;
    return { type: "EffectFailed", data: { code: "shadow", reason: "its level became shadow before it was sent" } };
  }

  /** Place, record, precondition, send. While it waited for its place, the switch may have been thrown or its run cancelled. */
  async #perform(job: Job): Promise<number | null> {
    const { row, contract, bound, byPerson } = job;
    const { ports, attempts, batcher } = this.#deps;
    assert(contract.via, "an effect outside has a connection");
    const place = await batcher.place(contract, contract.via, row.account, byPerson);
    let result: AttemptResult;
    let deadlineAt = 0;
    try {
      if (this.#stopped) return null;
      if (this.#isHeld(row)) return heldMs;
      const back = this.#takenBack(row);
      if (back) return await this.#settle(row.id, back);
      const target = await this.#begin(job);
      deadlineAt = target.deadlineAt ?? 0;
      // A repeat of what may have happened is not asked: its own first attempt may be why the precondition does not hold any more.
      const objection =
        row.status === "unknown" ? null : (this.#baseGone(job) ?? (await checkPrecondition(attempts, target, bound)));
      result = objection === null ? await place.attempt(target, bound) : notAnyMore(objection);
    } finally {
      place.leave();
    }
    ports.failpoints.hit("effect.answered");
    const { clock, random } = ports;
    return this.#settle(row.id, afterAttempt({ ...job, result, attempt: row.attempt + 1, deadlineAt, clock, random }));
  }

  /** What it builds on may have been undone while it waited for a person: by a run that had begun the same. */
  #baseGone({ bound }: Job): string | null {
    const base = bound.standsOn === null ? undefined : this.#deps.ledger.find(bound.standsOn);
    if (base === undefined || base.status === "succeeded") return null;
    const what = this.#deps.ledger.intended(base.id)?.description ?? base.contract;
    return `what it builds on does not stand any more, for it was taken back: ${what}`;
  }

  /** E7: after a restore, what only a person can find out is asked of one before it is done. */
  #mustAskFirst({ row, contract }: Job): boolean {
    const since = this.#deps.settings.reconcilingSince();
    if (since === null || row.status !== "intended") return false;
    return cannotBeAsked(contract, this.#deps.ports.clock.now() - since) && !this.#askedSince(row.id, since);
  }

  /** An answer from before what is missing says nothing of it. */
  #askedSince(id: string, since: number): boolean {
    const gate = this.#deps.gates.find(unknownKey(id));
    return gate !== undefined && gate.openedAt > since;
  }

  /** E7: after a restore, what can be asked is asked before it is done. */
  #mustLookUpFirst({ row, contract }: Job): boolean {
    const since = this.#deps.settings.reconcilingSince();
    if (since === null || !contract.canLookUp) return false;
    return row.tier === "T2" || this.#deps.ports.clock.now() - since > (contract.via?.keyRetentionMs ?? 0);
  }

  /** Records the attempt and its deadline, and waits for the disk, before anything is sent (K1, E6). */
  async #begin({ row, contract }: Job): Promise<AttemptTarget> {
    const { ports, log } = this.#deps;
    const timeoutMs = contract.via?.timeoutMs ?? 10_000;
    const deadlineMonotonicMs = ports.clock.monotonicMs() + timeoutMs;
    const deadlineAt = ports.clock.now() + timeoutMs;
    const key = this.#deps.ledger.idempotencyKey(row);
    ports.failpoints.hit("effect.attempting.before");
    const { durable } = this.#apply(row.id, {
      type: "EffectAttempting",
      data: { attempt: row.attempt + 1, deadlineAt, settleMs: contract.via?.settleMs ?? unknownPace.settleMs, key },
    });
    await durable;
    await log.whenDurable();
    ports.failpoints.hit("effect.attempting.after");
    return { ...this.#target(row, contract, deadlineMonotonicMs), deadlineAt };
  }

  #target(row: EffectRow, contract: AnyContract, deadlineMonotonicMs: number): AttemptTarget {
    assert(contract.via, "an effect outside has a connection");
    return {
      connection: contract.via,
      account: row.account,
      key: this.#deps.ledger.idempotencyKey(row),
      correlation: row.run,
      deadlineMonotonicMs,
    };
  }

  #resolveUnknown(job: Job): Promise<number | null> | null {
    const { row, contract } = job;
    return this.#settleByPerson(row, contract, () => {
      if (this.#mayRepeat(job)) return this.#attempt(job);
      if (this.#mayLookUp(job)) return this.#lookUp(job);
      return this.#ask(row, contract, null);
    });
  }

  /** The same key again, while the provider is sure to know it (T1). In `shadow` even that would be a write. */
  #mayRepeat({ row, contract }: Job): boolean {
    const sinceFirstMs = this.#deps.ports.clock.now() - (row.firstAttemptAt ?? 0);
    const isKeyKnown = sinceFirstMs < (contract.via?.keyRetentionMs ?? 0);
    // A mailbox that was an outbox may be a server by now.
    const isKeyed = row.tier === "T1" && contract.tier === "T1";
    return isKeyed && isKeyKnown && row.attempt < contract.budget.attempts && !this.#isShadow(row);
  }

  /** The other side is asked until it answers, or has not for as long as the budget says: then a person is. */
  #mayLookUp({ row, contract }: Job): boolean {
    if (!contract.canLookUp) return false;
    const sinceAttemptMs = this.#deps.ports.clock.now() - (row.deadlineAt ?? row.createdAt);
    return sinceAttemptMs <= contract.budget.withinMs || this.#deps.ledger.lookUps(row.id) < fewestLookUps;
  }

  async #lookUp(job: Job): Promise<number | null> {
    const { row, contract, bound, byPerson } = job;
    const { ports, attempts, limiter } = this.#deps;
    assert(contract.via, "an effect outside has a connection");
    const leave = await limiter.enter(contract.via, row.account, byPerson);
    const target = this.#target(row, contract, ports.clock.monotonicMs() + contract.via.timeoutMs);
    const result = await lookUp(attempts, target, bound, (value) => contract.readOutput(value));
    leave(result.kind !== "no answer");
    ports.failpoints.hit("effect.lookedUp");
    if (result.kind === "absent" && row.status === "intended") return this.#perform(job);
    const { clock, random } = ports;
    return this.#settle(
      row.id,
      afterLookUp({ ...job, result, clock, random, lookUps: this.#deps.ledger.lookUps(row.id) }),
    );
  }

  /** Records what follows, and keeps at it while the disk is full, for nobody else knows it. @returns how long until the next step. */
  async #settle(id: string, transition: Transition, gate: string | null = null): Promise<number | null> {
    for (;;) {
      try {
        await this.#apply(id, transition, gate).durable;
        break;
      } catch (thrown) {
        if (this.#stopped || !isOfTheDisk(thrown)) throw thrown;
        this.#deps.report(`effect ${id}: ${messageOf(thrown)}; recording it is tried again`);
        await new Promise<void>((resolve) => void this.#deps.ports.clock.after(tryAgainAfterMs, resolve));
      }
    }
    const { data } = transition;
    const next = isObject(data) && typeof data.nextAt === "number" ? data.nextAt : null;
    return next === null ? null : Math.max(0, next - this.#deps.ports.clock.now());
  }

  #apply(id: string, transition: Transition, gate: string | null = null): { durable: Promise<void> } {
    const { log, ledger, engine, gates } = this.#deps;
    return log.write((transaction) => {
      if (gate !== null) gates.use(transaction, gate);
      ledger.record(transaction, id, transition.type, transition.data, transition.principal);
      if (!isSettled(transition.type)) return;
      engine.ready(transaction, { kind: "effect", key: id });
      const compensates = ledger.compensatedBy(id);
      if (compensates === null) return;
      // What could not be undone stands (E4).
      const type = transition.type === "EffectSucceeded" ? "EffectCompensated" : "EffectStands";
      ledger.record(transaction, compensates, type, { by: id });
      engine.ready(transaction, { kind: "effect", key: compensates });
    });
  }

  /** Effects that this process is at work on right now. */
  get busy(): number {
    return this.#busy.size;
  }
}

function notAnyMore(objection: string | { why: string }): AttemptResult {
  if (typeof objection === "string") return { kind: "refused", code: "precondition", reason: objection, detail: null };
  return { kind: "not performed", code: "precondition_unknown", why: objection.why, retryAfterMs: null, pause: false };
}

function withdrawn(why: string): Transition {
  return { type: "EffectFailed", data: { code: "withdrawn", reason: `taken back before it was sent: ${why}` } };
}

function isOfTheDisk(thrown: unknown): boolean {
  return thrown instanceof PraxisError && (thrown.code === "disk_full" || thrown.code === "database_locked");
}

function unknown(row: EffectRow, why: string, nextAt: number): Transition {
  return { type: "EffectUnknown", data: { attempt: row.attempt, why, nextAt } };
}

function isSettled(type: string): boolean {
  return type === "EffectSucceeded" || type === "EffectRefused" || type === "EffectFailed";
}
