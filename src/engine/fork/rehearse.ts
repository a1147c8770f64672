/**
 * A rehearsal: what a fork would do, step by step, as far as it can be known; nothing is performed and nothing is recorded.
 *
 * Where what a step is told cannot be known without doing it, the rehearsal goes on with what the origin was told of the same step (the same kind,
 * name and arguments), and marks it "recorded again"; where there is no such step, it stops.
 */
import { messageOf, PraxisError } from "../../kernel/errors.ts";
import { canonical, isObject, type Json, toJson } from "../../kernel/json.ts";
import type { Command } from "../command.ts";
import type { Engine } from "../engine.ts";
import { describeThrown, type Ended } from "../live-run.ts";
import { ContinueAs } from "../process-version.ts";
import type { OutcomeDelivered } from "../run-events.ts";
import { ApartRun } from "./execute-apart.ts";
import { type Foreseer, type Foresight, foresight, type Step, type StepOutcome, type Told } from "./foresight.ts";
import { checkKept, type ForkPlan } from "./plan-fork.ts";
import { RecordLeft } from "./record-left.ts";

export interface RehearsedStep {
  readonly seq: number;
  readonly kind: string;
  readonly name: string;
  readonly description: string;
  readonly outcome: StepOutcome;
  /** What the fork itself does here. */
  readonly inFork: StepOutcome;
  readonly because: string[];
  readonly effect: string | null;
  readonly tier: string | null;
}

export interface Rehearsal {
  readonly steps: RehearsedStep[];
  readonly ends: string | null;
  readonly warnings: string[];
}

export interface RehearsalLimits {
  /** Steps after those that are kept. */
  readonly mostSteps?: number;
  readonly withinMs?: number;
  /** How many kept steps are listed, and how many that are not reached; edited ones all are. */
  readonly mostListed?: number;
}

export async function rehearse(
  engine: Engine,
  foreseers: ReadonlyMap<string, Foreseer>,
  plan: ForkPlan,
  limits: RehearsalLimits = {},
): Promise<Rehearsal> {
  const apart = new ApartRun(engine, plan);
  const kept = await apart.replay();
  checkKept(foreseers, plan, kept);
  const rehearsing = new Rehearsing(engine, foreseers, plan, apart, kept);
  const { mostSteps = 1_000, withinMs = 10_000, mostListed = 500 } = limits;
  rehearsing.listKept(kept, mostListed);
  await rehearsing.goOn(mostSteps, engine.ports.clock.monotonicMs() + withinMs);
  return rehearsing.result(mostListed);
}

interface Next {
  readonly command: Command;
  readonly told: Told;
  readonly recorded: OutcomeDelivered | null;
}

class Rehearsing {
  readonly #engine: Engine;
  readonly #foreseers: ReadonlyMap<string, Foreseer>;
  readonly #plan: ForkPlan;
  readonly #apart: ApartRun;
  readonly #steps: RehearsedStep[] = [];
  readonly #warnings: string[] = [];
  readonly #foreseen = new Map<number, Foresight>();
  readonly #left: RecordLeft;
  #ends: string | null = null;

  constructor(
    engine: Engine,
    foreseers: ReadonlyMap<string, Foreseer>,
    plan: ForkPlan,
    apart: ApartRun,
    kept: readonly OutcomeDelivered[],
  ) {
    this.#engine = engine;
    this.#foreseers = foreseers;
    this.#plan = plan;
    this.#apart = apart;
    const steps = new Set(kept.map(({ seq }) => seq));
    this.#left = new RecordLeft(plan.record.filter(({ seq }) => !steps.has(seq)));
  }

  listKept(kept: readonly OutcomeDelivered[], most: number): void {
    const { status, request, origin, code } = this.#plan;
    const firstListed = kept.length - most;
    let leftOut = 0;
    for (const [index, outcome] of kept.entries()) {
      const isEdited = outcome.copy?.edited ?? false;
      if (index < firstListed && !isEdited) leftOut += 1;
      else this.#list(outcome, { outcome: isEdited ? "edited" : "kept", effect: effectOf(outcome.value) });
    }
    if (leftOut > 0) this.#warnings.push(`${leftOut} kept steps are not listed.`);
    if (status === "waiting")
      this.#warnings.push(`The run ${request.run} still waits: it and its fork would both go on.`);
    if (origin.version !== code.version)
      this.#warnings.push("The code has changed since the run began; what is kept matches the new code.");
  }

  async goOn(mostSteps: number, untilMs: number): Promise<void> {
    const { run } = this.#apart;
    for (let step = 0; ; step++) {
      const commands = run.pending;
      if (commands.length === 0) {
        this.#ends = describeEnd(run.ended);
        return;
      }
      if (step === mostSteps || this.#engine.ports.clock.monotonicMs() > untilMs) {
        this.#warnings.push(`The rehearsal was stopped after ${step} steps.`);
        return;
      }
      for (const command of commands) if (!this.#foreseen.has(command.seq)) this.#foresee(command);
      const broken = commands.find(({ seq }) => this.#foreseen.get(seq)?.outcome === "would be set aside");
      const next = broken ? null : this.#choose(commands);
      if (!next) {
        if (broken) this.#ends = `it would be set aside: ${this.#foreseen.get(broken.seq)?.because.join("; ")}`;
        return;
      }
      const broke = await this.#tell(next);
      if (broke === null) continue;
      this.#ends = broke;
      return;
    }
  }

  #foresee(command: Command): void {
    let foreseen: Foresight | undefined;
    try {
      foreseen = this.#foreseers.get(command.kind)?.foresee(this.#apart.run, command, this.#left.of(command));
    } catch (thrown) {
      foreseen = foresight("would be set aside", { because: [messageOf(thrown)] });
    }
    this.#foreseen.set(command.seq, foreseen ?? foresight("would wait"));
  }

  /** What is known comes first, then what was recorded, in its order; time passes only where nothing else is waited for. */
  #choose(commands: readonly Command[]): Next | null {
    for (const command of commands) {
      const told = this.#foreseen.get(command.seq);
      if (told?.told && told.dueAt === null) return { command, told: told.told, recorded: null };
    }
    const recorded = this.#left.firstOf(commands);
    if (recorded) return { ...recorded, told: recorded.recorded };
    const sleeping = commands.map((command) => ({ command, foreseen: this.#foreseen.get(command.seq) }));
    if (sleeping.some(({ foreseen }) => foreseen?.told === null || foreseen?.told === undefined)) return null;
    const [first] = sleeping.sort((one, other) => (one.foreseen?.dueAt ?? 0) - (other.foreseen?.dueAt ?? 0));
    return first?.foreseen?.told ? { command: first.command, told: first.foreseen.told, recorded: null } : null;
  }

  /** @returns how it ends, where the code breaks over it. */
  async #tell({ command, told, recorded }: Next): Promise<string | null> {
    const { seq, kind, name, args } = command;
    const foreseen = this.#foreseen.get(seq);
    this.#left.take(recorded ?? this.#left.of(command));
    if (foreseen)
      this.#list(command, recorded ? { ...foreseen, outcome: "recorded again" } : foreseen, foreseen.outcome);
    const { ok, value } = told;
    const outcome = { seq, kind, name, args, ok, value, waited: false };
    try {
      await this.#apart.deliver(outcome, this.#engine.ports.clock.now());
      return null;
    } catch (thrown) {
      if (thrown instanceof PraxisError && thrown.code === "fork_breaks") return thrown.message;
      throw thrown;
    }
  }

  #list(step: Step, known: Partial<Foresight> & Pick<Foresight, "outcome">, inFork: StepOutcome = known.outcome): void {
    const { seq, kind, name } = step;
    const { description, tier } = this.#foreseers.get(kind)?.label(step) ?? { description: name, tier: null };
    const { outcome, because = [], effect = null } = known;
    this.#steps.push({ seq, kind, name, description, outcome, inFork, because: [...because], effect, tier });
  }

  result(mostListed: number): Rehearsal {
    for (const command of this.#apart.run.pending) {
      const foreseen = this.#foreseen.get(command.seq);
      if (foreseen) this.#list(command, foreseen);
      this.#left.take(this.#left.of(command));
    }
    // Of a step that is asked with other arguments by now, those are told.
    const asked = new Set(this.#steps.map(({ seq, kind, name }) => `${seq} ${kind} ${name}`));
    const notReached = this.#left.all().filter(({ seq, kind, name }) => !asked.has(`${seq} ${kind} ${name}`));
    for (const outcome of notReached.slice(0, mostListed))
      this.#list(outcome, { outcome: "not reached", effect: effectOf(outcome.value) });
    if (notReached.length > mostListed)
      this.#warnings.push(`${notReached.length - mostListed} more steps that are not reached are not listed.`);
    return { steps: this.#steps, ends: this.#ends, warnings: this.#warnings };
  }
}

function effectOf(value: Json): string | null {
  return isObject(value) && typeof value.effect === "string" ? value.effect : null;
}

const longestValue = 300;

function describeEnd(ended: Ended | null): string {
  if (!ended) return "it would be set aside: it waits for something that is not the run's";
  if (!ended.ok) return `it would be set aside: ${describeThrown(ended.error)}`;
  if (ended.value instanceof ContinueAs) return "it goes on as a new run";
  const text = canonical(toJson(ended.value));
  return `it is done: ${text.length > longestValue ? `${text.slice(0, longestValue)}…` : text}`;
}
