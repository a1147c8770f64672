/**
 * What process code holds in its hands: few verbs, typed from the schemas of contracts and decisions.
 *
 * A scope is a failure domain: what was done in it by this run is undone together, newest first, each undoing an effect of its own (E4).
 */
import type { AnyContract, Contract, Tier } from "../act/contract.ts";
import { CommandFailedError, RunCancelledError } from "../engine/live-run.ts";
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
export class ScopeFailure extends Error {}

interface Done {
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
  readonly #done: Done[] = [];

  constructor(issue: Issue, learn: Learn) {
    this.id = issue.runId;
    this.account = issue.account;
    this.#issue = issue;
    this.#learn = learn;
  }

  /** Carries out a contract. Reads and T0 contracts give their output; the others an `Outcome`. */
  do<I, O>(contract: Contract<I, O, Quiet>, wish: I): Promise<O>;
  do<I, O>(contract: Contract<I, O, "T1" | "T2" | "T3">, wish: I): Promise<Outcome<O>>;
  async do<I, O>(contract: Contract<I, O, Tier>, wish: I): Promise<O | Outcome<O>> {
    this.#learn(contract);
    const args = { wish: toJson(wish), compensates: null };
    if (contract.tier === "read" || contract.tier === "T0") {
      const value = await this.#issue.command(contract.tier === "read" ? "read" : "local", contract.name, args);
      return mustParse(contract.outputSchema, value, `what ${contract.name} returned`);
    }
    const outcome = outcomeSchema.parse(await this.#issue.command("do", contract.name, args));
    if (outcome.status !== "succeeded") return outcome;
    if (outcome.run === this.id)
      this.#done.push({ effect: outcome.effect, contract, wish: args.wish, output: outcome.value });
    return {
      status: "succeeded",
      effect: outcome.effect,
      value: mustParse(contract.outputSchema, outcome.value, `what ${contract.name} returned`),
    };
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

  /** Answers a question by its ladder: rules first, then a person. */
  async decide<I, A>(decision: Decision<I, A>, input: I): Promise<Decided<A>> {
    this.#learn(decision);
    const decided = decidedSchema.parse(await this.#issue.command("decide", decision.name, toJson(input)));
    return decided.status === "declined"
      ? decided
      : { ...decided, answer: mustParse(decision.answerSchema, decided.answer, `the answer to "${decision.name}"`) };
  }

  /** Waits for an event, by type and by what it is about. One event is given once. */
  async wait(type: string, options: { readonly about?: string; readonly atMost?: Duration } = {}): Promise<Arrival> {
    const atMostMs = options.atMost === undefined ? null : durationMs(options.atMost);
    const value = await this.#issue.command("wait", type, { about: options.about ?? null, atMostMs });
    return isObject(value) && value.status === "arrived"
      ? { status: "arrived", event: anyJson.parse(value.event ?? null) }
      : { status: "timed out" };
  }

  async sleep(duration: Duration): Promise<void> {
    await this.#issue.command("sleep", "sleep", { ms: durationMs(duration) });
  }

  /** Starts another run; it goes on by itself unless its end is awaited. */
  async start(
    process: { readonly name: string },
    input: unknown,
    options: { readonly subject?: string } = {},
  ): Promise<Child> {
    const id = await this.#issue.command("start", process.name, {
      input: toJson(input),
      subject: options.subject ?? null,
    });
    assert(typeof id === "string", "a started run has an id");
    return { id, end: () => this.#join(process.name, id) };
  }

  async #join(process: string, id: string): Promise<ChildEnd> {
    const value = await this.#issue.command("join", process, { run: id });
    if (isObject(value) && value.status === "done")
      return { status: "done", value: anyJson.parse(value.value ?? null) };
    return { status: "cancelled" };
  }

  /** A failure domain of its own: see `Scoped`. Failures inside are its result; broken assumptions still throw. */
  async scope<T>(name: string, work: (run: Run) => Promise<T>): Promise<Scoped<T>> {
    const inner = new Run(this.#issue, this.#learn);
    try {
      const value = await work(inner);
      this.#done.push(...inner.#done);
      return { status: "done", value };
    } catch (thrown) {
      if (thrown instanceof RunCancelledError) {
        await inner.#undo();
        throw thrown;
      }
      if (thrown instanceof ScopeFailure || thrown instanceof CommandFailedError) {
        return { status: "failed", reason: thrown.message, undone: await inner.#undo() };
      }
      throw thrown;
    } finally {
      this.#issue.log(`scope "${name}" ended`);
    }
  }

  async #undo(): Promise<Undone[]> {
    const undone: Undone[] = [];
    for (const done of this.#done.splice(0).reverse()) {
      const bound = done.contract.bind(done.wish);
      const compensation = bound.ok ? bound.value.compensation(done.output) : null;
      if (!compensation) continue;
      const { contract, wish } = compensation;
      const outcome = outcomeSchema.parse(
        await this.#issue.command("do", contract, { wish, compensates: done.effect }),
      );
      const left = outcome.status === "succeeded" ? null : `${contract} was ${outcome.status}`;
      undone.push({ description: bound.ok ? bound.value.description : done.contract.name, effect: done.effect, left });
    }
    return undone;
  }

  /** Undoes what the run did outside of scopes; called when it is cancelled. */
  undoAll(): Promise<readonly Undone[]> {
    return this.#undo();
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
