/**
 * What process code holds in its hands: few verbs, typed from the schemas of contracts and decisions.
 *
 * A scope is a failure domain: what was done in it by this run is undone together, newest first, each undoing an effect of its own (E4).
 */
import type { AnyContract, Contract, Tier } from "../act/contract.ts";
import { CommandFailedError, EndingError, RunCancelledError } from "../engine/live-run.ts";
import { ContinueAs, type Issue } from "../engine/process-version.ts";
import { type Duration, durationMs } from "../kernel/duration.ts";
import { assert } from "../kernel/errors.ts";
import { isObject, type Json, toJson } from "../kernel/json.ts";
import { anyJson, mustParse } from "../kernel/schema.ts";
import { type AnyDecision, type Decided, type Decision, decidedSchema } from "./decision.ts";
import { type Outcome, outcomeSchema, whyNot } from "./outcome.ts";

type Quiet = "read" | "T0";

export type Arrival = { readonly status: "arrived"; readonly event: Json } | { readonly status: "timed out" };
export type ChildEnd = { readonly status: "done"; readonly value: Json } | { readonly status: "cancelled" };

export interface Child {
  readonly id: string;
  /** Waits for its end. */
  end(): Promise<ChildEnd>;
}

export interface Undone {
  readonly description: string;
  readonly effect: string;
  /** Why it could not be undone; null where it was. */
  readonly left: string | null;
}

export type Scoped<T> =
  | { readonly status: "done"; readonly value: T }
  | { readonly status: "failed"; readonly reason: string; readonly undone: readonly Undone[] };

/** Learns of contracts and decisions as process code uses them, so that a file need not export each one. */
export type Learn = (thing: AnyContract | AnyDecision) => void;

/** Ends the scope that it is thrown in. */
export class ScopeFailure extends EndingError {}

interface Done {
  /** Its place among all that the run has done: undoing goes backwards. */
  readonly order: number;
  readonly effect: string;
  readonly contract: AnyContract;
  readonly wish: Json;
  readonly output: Json;
}

export class Run {
  readonly id: string;
  readonly account: string;
  readonly #issue: Issue;
  readonly #learn: Learn;
  readonly #outer: Run | null;
  /** Scopes within this one that have not ended. */
  readonly #inner = new Set<Run>();
  readonly #done: Done[] = [];
  /** Effects that were asked for and not answered, here and in the scopes within. */
  readonly #underWay = new Set<Promise<unknown>>();
  #hasEnded = false;
  #doneCount = 0;

  constructor(issue: Issue, learn: Learn, outer: Run | null = null) {
    this.id = issue.runId;
    this.account = issue.account;
    this.#issue = issue;
    this.#learn = learn;
    this.#outer = outer;
  }

  /** A branch that goes on after its scope has ended cannot do anything that nobody would undo. */
  #command(kind: string, name: string, args: Json): Promise<Json> {
    for (let scope: Run | null = this; scope; scope = scope.#outer)
      if (scope.#hasEnded) throw new ScopeFailure(`the scope has ended, so "${name}" is not done any more`);
    return this.#issue.command(kind, name, args);
  }

  /** Carries out a contract. Reads and T0 contracts give their output; the others an `Outcome`. */
  do<I, O>(contract: Contract<I, O, Quiet>, wish: I): Promise<O>;
  do<I, O>(contract: Contract<I, O, "T1" | "T2" | "T3">, wish: I): Promise<Outcome<O>>;
  async do<I, O>(contract: Contract<I, O, Tier>, wish: I): Promise<O | Outcome<O>> {
    this.#learn(contract);
    const args = { wish: toJson(wish), compensates: null };
    if (contract.tier === "read" || contract.tier === "T0") {
      const value = await this.#command(contract.tier === "read" ? "read" : "local", contract.name, args);
      return mustParse(contract.outputSchema, value, `what ${contract.name} returned`);
    }
    const outcome = await this.#track(this.#carryOut(contract, args));
    if (outcome.status !== "succeeded") return outcome;
    return {
      status: "succeeded",
      effect: outcome.effect,
      // What a fork and the runs that it stands for have done is, for its code, the run's own.
      run: this.#issue.isOwn(outcome.run) ? this.id : outcome.run,
      value: mustParse(contract.outputSchema, outcome.value, `what ${contract.name} returned`),
    };
  }

  async #carryOut(contract: AnyContract, args: { wish: Json; compensates: null }) {
    const outcome = outcomeSchema.parse(await this.#command("do", contract.name, args));
    if (outcome.status === "succeeded" && this.#issue.isOwn(outcome.run)) {
      const { effect, value: output } = outcome;
      this.#done.push({ order: this.#nextOrder(), effect, contract, wish: args.wish, output });
    }
    return outcome;
  }

  #nextOrder(): number {
    return this.#outer ? this.#outer.#nextOrder() : ++this.#doneCount;
  }

  /** Lets every scope that this is in wait for it before it undoes anything. */
  #track<T>(work: Promise<T>): Promise<T> {
    for (let scope: Run | null = this; scope; scope = scope.#outer) {
      const underWay = scope.#underWay;
      underWay.add(work);
      const forget = (): void => void underWay.delete(work);
      work.then(forget, forget);
    }
    return work;
  }

  async #allAnswered(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  /** `do`, and the end of the scope unless it succeeds. */
  async must<I, O>(contract: Contract<I, O, "T1" | "T2" | "T3">, wish: I): Promise<O> {
    const outcome = await this.do(contract, wish);
    if (outcome.status === "succeeded") return outcome.value;
    return this.fail(`${contract.name} ${whyNot(outcome)}`);
  }

  /** Ends the scope: what was done in it is undone. */
  fail(reason: string): never {
    throw new ScopeFailure(reason);
  }

  /** What was done so far stands: nothing that happens later, neither a failure nor a cancellation, undoes it. */
  keep(): void {
    this.#done.splice(0);
  }

  /** Answers a question by its ladder: rules first, then a person. */
  async decide<I, A>(decision: Decision<I, A>, input: I): Promise<Decided<A>> {
    this.#learn(decision);
    const decided = decidedSchema.parse(await this.#command("decide", decision.name, toJson(input)));
    return decided.status === "declined"
      ? decided
      : { ...decided, answer: mustParse(decision.answerSchema, decided.answer, `the answer to "${decision.name}"`) };
  }

  /** Waits for an event, by type and by what it is about. One event is given once. */
  async wait(type: string, options: { readonly about?: string; readonly atMost?: Duration } = {}): Promise<Arrival> {
    const atMostMs = options.atMost === undefined ? null : durationMs(options.atMost);
    const value = await this.#command("wait", type, { about: options.about ?? null, atMostMs });
    return isObject(value) && value.status === "arrived"
      ? { status: "arrived", event: anyJson.parse(value.event ?? null) }
      : { status: "timed out" };
  }

  async sleep(duration: Duration): Promise<void> {
    await this.#command("sleep", "sleep", { ms: durationMs(duration) });
  }

  /** Starts another run; it goes on by itself unless its end is awaited. */
  async start(
    process: { readonly name: string },
    input: unknown,
    options: { readonly subject?: string } = {},
  ): Promise<Child> {
    const id = await this.#command("start", process.name, {
      input: toJson(input),
      subject: options.subject ?? null,
    });
    assert(typeof id === "string", "a started run has an id");
    return { id, end: () => this.#join(process.name, id) };
  }

  async #join(process: string, id: string): Promise<ChildEnd> {
    const value = await this.#command("join", process, { run: id });
    if (isObject(value) && value.status === "done")
      return { status: "done", value: anyJson.parse(value.value ?? null) };
    return { status: "cancelled" };
  }

  /**
   * A failure domain of its own: see `Scoped`. Failures inside are its result; broken assumptions still throw. It ends when every effect that
   * was asked for in it is answered, also those of branches that nobody awaits, so that what is undone is all of it.
   */
  async scope<T>(name: string, work: (run: Run) => Promise<T>): Promise<Scoped<T>> {
    const inner = new Run(this.#issue, this.#learn, this);
    this.#inner.add(inner);
    try {
      const value = await work(inner);
      await inner.#allAnswered();
      inner.#hasEnded = true;
      this.#done.push(...inner.#done);
      return { status: "done", value };
    } catch (thrown) {
      if (thrown instanceof RunCancelledError) {
        await inner.undoAfterCancel();
        throw thrown;
      }
      if (thrown instanceof ScopeFailure || thrown instanceof CommandFailedError) {
        return { status: "failed", reason: thrown.message, undone: await inner.#undo() };
      }
      throw thrown;
    } finally {
      this.#inner.delete(inner);
      this.#issue.log(`scope "${name}" ended`);
    }
  }

  /** Ends the scope, and undoes what was done in it, newest first. */
  #undo(): Promise<Undone[]> {
    this.#hasEnded = true;
    const undoing = this.#undoDone();
    return this.#outer ? this.#outer.#track(undoing) : undoing;
  }

  async #undoDone(): Promise<Undone[]> {
    await this.#allAnswered();
    const undone: Undone[] = [];
    for (const done of this.#takeDone().sort((one, other) => other.order - one.order))
      undone.push(await this.#undoOne(done));
    return undone;
  }

  #takeDone(): Done[] {
    return [...this.#done.splice(0), ...[...this.#inner].flatMap((inner) => inner.#takeDone())];
  }

  async #undoOne({ effect, contract, wish, output }: Done): Promise<Undone> {
    const bound = contract.bind(wish);
    const description = bound.ok ? bound.value.description : contract.name;
    const compensation = bound.ok ? bound.value.compensation(output) : null;
    if (!compensation) return { description, effect, left: `${contract.name} cannot be undone` };
    if (compensation.definition) this.#learn(compensation.definition);
    const args = { wish: compensation.wish, compensates: effect };
    const outcome = outcomeSchema.parse(await this.#issue.command("do", compensation.contract, args));
    const left = outcome.status === "succeeded" ? null : `${compensation.contract} ${whyNot(outcome)}`;
    return { description, effect, left };
  }

  /** Undoes what was done outside of scopes. */
  undoAll(): Promise<readonly Undone[]> {
    return this.#undo();
  }

  /** The same where the run is cancelled: what is left is reported with the run's end (E4). */
  async undoAfterCancel(): Promise<void> {
    for (const undone of await this.#undo()) if (undone.left !== null) this.#issue.notUndone(toJson(undone));
  }

  /** `return run.continueAs(state)`: goes on as a new run, so that a history does not grow for ever. */
  continueAs(input: unknown): ContinueAs {
    return new ContinueAs(toJson(input));
  }

  /** The run's time: that of the last outcome it was given. Milliseconds since 1970. */
  now(): number {
    return this.#issue.now();
  }

  random(): number {
    return this.#issue.random();
  }

  log(message: string): void {
    this.#issue.log(message);
  }
}
