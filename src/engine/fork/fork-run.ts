/**
 * Forks: a new run that begins with what another one was told before some step, and asks again from there (G1).
 *
 * Invariants: a fork is recorded in one transaction, its start and all that it keeps, so it is there as a whole or not at all (K3), and is revived
 * from the log like any other run (K5); what it keeps was replayed on the newest code before anything was recorded (K6); what was done in the world is met
 * in the ledger, never done again (E1). See docs/adr/0009-what-a-fork-keeps.md.
 */
import { PraxisError } from "../../kernel/errors.ts";
import { followUp, type NewEvent } from "../../kernel/event.ts";
import { derivedId } from "../../kernel/ids.ts";
import type { Transaction } from "../../log/event-log.ts";
import type { Engine } from "../engine.ts";
import { FewAtOnce } from "../replay/few-at-once.ts";
import { type ForkedFrom, type OutcomeDelivered, runStartedEvent, runStream, withRunOutline } from "../run-events.ts";
import { ApartRun } from "./execute-apart.ts";
import type { Foreseer } from "./foresight.ts";
import { checkKept, type ForkPlan, type ForkRequest, planFork } from "./plan-fork.ts";
import { type Rehearsal, type RehearsalLimits, rehearse } from "./rehearse.ts";

export interface ForkOrder extends ForkRequest {
  readonly why: string;
  /** The same id makes one fork only; null for a new one each time. */
  readonly id: string | null;
}

export interface Forked {
  readonly status: "forked" | "already";
  readonly run: string;
}

export class Forks {
  readonly #engine: Engine;
  readonly #foreseers: ReadonlyMap<string, Foreseer>;
  readonly #limits: RehearsalLimits;
  readonly #few = new FewAtOnce("forks and rehearsals");

  constructor(engine: Engine, foreseers: readonly Foreseer[], limits: RehearsalLimits = {}) {
    this.#engine = engine;
    this.#foreseers = new Map(foreseers.map((each) => [each.kind, each]));
    this.#limits = limits;
  }

  /** What a fork would do; nothing is recorded. @throws as `fork` does */
  rehearse(request: ForkRequest): Promise<Rehearsal> {
    return this.#few.run(() => rehearse(this.#engine, this.#foreseers, this.#plan(request), this.#limits));
  }

  /**
   * @returns once the fork is on disk.
   * @throws unknown_run, run_is_moving, run_erased, unknown_process, bad_step, bad_edit, fork_keeps_undone, fork_does_not_match, fork_breaks
   */
  async fork(order: ForkOrder): Promise<Forked> {
    const { log, ports } = this.#engine;
    const run = derivedId("fork", order.run, order.id ?? ports.newId());
    if (log.readEvent(runStream(run), 1)) {
      await log.whenDurable();
      return { status: "already", run };
    }
    const plan = this.#plan(order);
    const kept = await this.#few.run(() => new ApartRun(this.#engine, plan).replay());
    const { value: status, durable } = log.write((transaction) => this.#record(transaction, run, order, plan, kept));
    await durable;
    return { status, run };
  }

  #plan(request: ForkRequest): ForkPlan {
    return planFork(this.#engine, this.#foreseers, request);
  }

  /** Planned anew in the transaction: the origin, the code or the world may have moved on while what is kept was replayed. */
  #record(
    transaction: Transaction,
    run: string,
    order: ForkOrder,
    proven: ForkPlan,
    kept: readonly OutcomeDelivered[],
  ): Forked["status"] {
    if (transaction.head(runStream(run)) > 0) return "already";
    const { failpoints } = this.#engine.ports;
    const plan = this.#plan(order);
    const { first, head, started, code, origin, request } = plan;
    checkKept(this.#foreseers, plan, kept);
    if (head !== proven.head || code.version !== proven.code.version) throw movedOn(order.run);
    const fork: ForkedFrom = {
      of: request.run,
      root: started.line?.[0] ?? request.run,
      step: request.fromStep,
      why: order.why,
      by: order.by,
      beganAt: origin.fork?.beganAt ?? first.at,
      newInput: request.edits.input !== undefined,
    };
    const events: NewEvent[] = [
      runStartedEvent({ ...started, fork }),
      ...kept.map((data) => withRunOutline({ type: "OutcomeDelivered", data })),
    ];
    const cause = { ...followUp(first, `person:${order.by}`), correlation: first.correlation ?? order.run };
    failpoints.hit("RunForked.before");
    transaction.append(runStream(run), 0, events, cause);
    failpoints.hit("RunForked.appended");
    this.#engine.wake(run);
    return "forked";
  }
}

function movedOn(run: string): PraxisError {
  return new PraxisError("run_is_moving", `run ${run} or its code has moved on in the meantime`, {
    next: "Look at it again, then fork again; nothing was recorded.",
    disposition: "retry",
  });
}
