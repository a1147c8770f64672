/** Executes the code of a fork apart from the log (../replay/apart.ts), over what it keeps and then over what is foreseen. */
import { AssertionError, messageOf, PraxisError } from "../../kernel/errors.ts";
import type { Engine } from "../engine.ts";
import { describeThrown, type Ended, type LiveRun } from "../live-run.ts";
import { Apart } from "../replay/apart.ts";
import type { OutcomeDelivered } from "../run-events.ts";
import type { ForkPlan } from "./plan-fork.ts";

export class ApartRun {
  readonly #apart: Apart;
  readonly #plan: ForkPlan;

  constructor(engine: Engine, plan: ForkPlan) {
    this.#plan = plan;
    const { started, first, origin, request } = plan;
    this.#apart = new Apart(engine, {
      started,
      startedAt: origin.fork?.beganAt ?? first.at,
      askedFrom: engine.ports.clock.now(),
      startedPosition: first.position,
      correlation: first.correlation ?? request.run,
    });
  }

  get run(): LiveRun {
    return this.#apart.run;
  }

  /**
   * Replays the record up to where its step is first asked: what is kept is a beginning of the record, in its order, so that the run is in a state that
   * the origin was in, but for what was edited. An edit of that very step is told it, too.
   * @returns what is kept. @throws bad_step, fork_does_not_match with the diff, fork_breaks; what does not fit a schema of the process
   */
  async replay(): Promise<readonly OutcomeDelivered[]> {
    const { run } = this;
    const { code, record, edited, request } = this.#plan;
    const kept: OutcomeDelivered[] = [];
    refuseBroken(await this.#apart.turn(() => run.begin(code)));
    for (const recorded of record) {
      if (run.asked >= request.fromStep) break;
      kept.push(await this.#keep(edited.get(recorded.seq) ?? recorded));
    }
    if (request.fromStep > run.asked + 1) throw noSuchStep(this.#plan, run.asked);
    const given = edited.get(request.fromStep);
    if (given) kept.push(await this.#keep(given));
    const { ended } = run;
    if (!ended || ended.ok) return kept;
    if (ended.error instanceof PraxisError) throw ended.error;
    throw breaks(describeThrown(ended.error));
  }

  async #keep(outcome: OutcomeDelivered): Promise<OutcomeDelivered> {
    const diff = await this.deliver(outcome, outcome.copy?.at ?? 0);
    if (diff !== null) throw doesNotMatch(outcome.seq, diff, this.run.ended);
    return outcome;
  }

  /** @returns a diff where the code does not ask for it. @throws fork_breaks where the code does what it must not */
  async deliver(outcome: OutcomeDelivered, at: number): Promise<string | null> {
    const { diff, broken } = await this.#apart.tell(outcome, at);
    refuseBroken(broken);
    return diff;
  }
}

function refuseBroken(broken: string | null): void {
  if (broken !== null) throw breaks(broken);
}

function noSuchStep({ request, wasCancelled }: ForkPlan, asked: number): PraxisError {
  const { run, fromStep } = request;
  const what = wasCancelled
    ? `run ${run} had asked for ${asked} steps when it was cancelled; what came then undid what it had done`
    : `run ${run} has ${asked} steps, so it has no step ${fromStep}`;
  const next = `Fork from a step between 1 and ${asked + 1}; nothing was recorded.`;
  return new PraxisError("bad_step", what, { next });
}

function breaks(reason: string): PraxisError {
  return new PraxisError("fork_breaks", `the fork would be set aside: ${reason}`, {
    next: "Mend the process, then fork again; nothing was recorded.",
  });
}

function doesNotMatch(seq: number, diff: string, ended: Ended | null): PraxisError {
  const error = ended && !ended.ok ? ended.error : null;
  // What it was given does not fit: that is the edit's, and its own words say more than a diff does.
  if (error instanceof PraxisError) return error;
  const threw = error === null || error instanceof AssertionError ? "" : `; the process threw: ${messageOf(error)}`;
  return new PraxisError(
    "fork_does_not_match",
    `with these edits and this code, step ${seq} is another one${threw}\n${diff}`,
    {
      next: `Fork from step ${seq} or before, or bring back code that asks for it; nothing was recorded.`,
      fields: { step: seq, diff },
    },
  );
}
