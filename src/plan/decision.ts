/**
 * Decisions: typed questions answered on record (docs/concepts.md, "Who decides"). The ladder here has two rungs: explicit rules, then a person. A rule answers only
 * when it is sure; if none does, a gate asks a person, and the answer is checked against the same schema.
 */
import { z } from "zod";
import type { Gates } from "../act/ports.ts";
import { type Command, type CommandHandler, done, type Progress, type RunView } from "../engine/command.ts";
import { messageOf } from "../kernel/errors.ts";
import { digestOf, type Json, toJson } from "../kernel/json.ts";
import { anyJson, jsonSchemaOf, type Parsed, parse, type Schema } from "../kernel/schema.ts";
import type { EventLog } from "../log/event-log.ts";

export interface Rule<I, A> {
  readonly name: string;
  /** An answer, or null where the rule is not sure. Pure. */
  readonly answer: (input: I) => A | null;
}

export interface DecisionOptions<I, A> {
  readonly input: Schema<I>;
  readonly answer: Schema<A>;
  /**
   * What a person is asked to fill in, where that is not the whole answer: less of it (its other fields then have defaults), or, made for this
   * very question, with what there is to choose from: `z.union([z.literal("#W1").meta({ title: "#W1: a lamp" }), z.string()])`.
   */
  readonly form?: Schema<unknown> | ((input: I) => Schema<unknown>);
  readonly rules?: readonly Rule<I, A>[];
  /** The question as a person reads it. */
  readonly question: (input: I) => string;
  /** Why the rules were not sure, for the person. */
  readonly why?: (input: I) => readonly string[];
}

export interface Decision<I = unknown, A = unknown> {
  readonly kind: "decision";
  readonly name: string;
  readonly answerSchema: Schema<A>;
  readonly inputSchema: Schema<I>;
  /** @returns the first sure answer, or what a person is asked. */
  climb(input: Json): { rule: string; answer: Json } | Question;
  /** What a person is asked, whatever the rules say. */
  ask(input: Json): Question;
  readAnswer(value: Json): Parsed<Json>;
}

export interface Question {
  readonly question: string;
  readonly reasons: readonly string[];
  readonly schema: Json;
}

export type AnyDecision = Omit<Decision, "answerSchema" | "inputSchema">;

export type Decided<A> =
  | { readonly status: "answered"; readonly answer: A; readonly rung: "rule" | "person"; readonly by: string }
  | { readonly status: "declined"; readonly by: string | null; readonly reason: string };

export function decision<I, A>(name: string, options: DecisionOptions<I, A>): Decision<I, A> {
  const { form = options.answer } = options;
  const formFor = (input: I): Schema<unknown> => (typeof form === "function" ? form(input) : form);
  const ask = (input: I): Question => ({
    question: options.question(input),
    reasons: options.why?.(input) ?? ["no rule is sure"],
    schema: jsonSchemaOf<unknown>(formFor(input)),
  });
  return {
    kind: "decision",
    name,
    answerSchema: options.answer,
    inputSchema: options.input,
    climb(json) {
      const input = options.input.parse(json);
      for (const rule of options.rules ?? []) {
        const answer = rule.answer(input);
        if (answer !== null && parse(options.answer, answer).ok) return { rule: rule.name, answer: toJson(answer) };
      }
      return ask(input);
    },
    ask: (json) => ask(options.input.parse(json)),
    readAnswer(value) {
      const read = parse(options.answer, value);
      return read.ok ? { ok: true, value: toJson(read.value) } : read;
    },
  };
}

export const decidedSchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("answered"), answer: anyJson, rung: z.enum(["rule", "person"]), by: z.string() }),
  z.object({ status: z.literal("declined"), by: z.string().nullable(), reason: z.string() }),
]);

export class DecisionRegistry {
  readonly #decisions = new Map<string, AnyDecision>();
  add(decision: AnyDecision): void {
    this.#decisions.set(decision.name, decision);
  }
  /** One that only old code uses; what is loaded goes before it. */
  lend(decision: AnyDecision): void {
    if (!this.#decisions.has(decision.name)) this.add(decision);
  }
  find(name: string): AnyDecision | undefined {
    return this.#decisions.get(name);
  }
}

export function decisionHandler(deps: { decisions: DecisionRegistry; gates: Gates; log: EventLog }): CommandHandler {
  return {
    kind: "decide",
    advance: (run, command) => advance(deps, run, command),
    withdraw(run, command) {
      const gate = deps.gates.find(`${run.id}/${command.seq}`);
      if (gate?.status === "open")
        deps.log.write((transaction) => deps.gates.withdraw(transaction, gate.id, "the run was cancelled"));
      return true;
    },
  };
}

function advance(
  deps: { decisions: DecisionRegistry; gates: Gates; log: EventLog },
  run: RunView,
  command: Command,
): Progress {
  const key = `${run.id}/${command.seq}`;
  const newest = deps.gates.find(key);
  // An answer is good for the question that was asked, not for another that the code asks in its place by now.
  const gate = newest?.bound === boundTo(deps.log, command.args) ? newest : undefined;
  if (newest?.status === "open" && !gate)
    deps.log.write((transaction) => deps.gates.withdraw(transaction, newest.id, "the question is another one now"));
  if (gate?.status === "declined" || gate?.status === "expired")
    return done({ status: "declined", by: gate.answeredBy, reason: gate.reason ?? gate.status });
  if (gate?.status === "open") return waitingFor(gate.id, gate.expiresAt);
  const found = deps.decisions.find(command.name);
  if (!found)
    return {
      state: "broken",
      code: "unknown_decision",
      reason: `there is no decision "${command.name}"`,
      next: "Load the file that defines it, then `praxis retry` the run.",
    };
  let step: ReturnType<AnyDecision["climb"]>;
  try {
    if (gate?.status === "answered") {
      const by = gate.answeredBy ?? "somebody";
      const read = found.readAnswer(gate.value);
      if (read.ok) return done({ status: "answered", answer: read.value, rung: "person", by });
      step = found.ask(command.args);
      step = { ...step, reasons: [`the answer of ${by} does not fit: ${read.error}`, ...step.reasons] };
    } else step = found.climb(command.args);
  } catch (thrown) {
    return {
      state: "broken",
      code: "rule_threw",
      reason: messageOf(thrown),
      next: "Mend the decision's rules, then `praxis retry` the run.",
    };
  }
  if ("rule" in step) return done({ status: "answered", answer: step.answer, rung: "rule", by: step.rule });
  return ask(deps, run, command, key, step);
}

function ask(
  deps: { gates: Gates; log: EventLog },
  run: RunView,
  command: Command,
  key: string,
  step: Question,
): Progress {
  const { value: gate } = deps.log.write((transaction) =>
    deps.gates.open(transaction, {
      key,
      kind: "question",
      run: run.id,
      process: run.process,
      effect: null,
      account: run.account,
      subject: run.subject,
      correlation: run.correlation,
      title: step.question,
      reasons: step.reasons,
      proposal: command.args,
      evidence: { decision: command.name },
      afterYes: "the process goes on with your answer",
      afterNo: "the process is told that nobody could answer",
      answerSchema: step.schema,
      bound: boundTo(deps.log, command.args),
      policyVersion: "",
      expiresAfterMs: null,
    }),
  );
  return waitingFor(gate.id, gate.expiresAt);
}

function waitingFor(gate: string, dueAt: number | null): Progress {
  return {
    state: "waiting",
    on: { kind: "gate", key: gate },
    what: "an answer to a question",
    owner: "approver",
    dueAt,
  };
}

/** A keyed hash, for the table of gates keeps it in the clear (K10). */
function boundTo(log: EventLog, input: Json): string {
  return log.pseudonym(digestOf(input));
}
