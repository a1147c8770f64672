/**
 * What a fork would do at a step, said without doing it: the port of those who answer commands, for rehearsals and for edits.
 *
 * Invariant: `foresee` looks as a handler's `advance` does, and neither writes, nor calls, nor opens a gate.
 */
import { PraxisError } from "../../kernel/errors.ts";
import type { Json } from "../../kernel/json.ts";
import type { Command, RunView } from "../command.ts";
import type { OutcomeDelivered } from "../run-events.ts";

export type StepOutcome =
  | "kept"
  | "edited"
  | "recorded again"
  | "already done: met"
  | "would be done"
  | "would be proposed"
  | "would ask"
  | "would be decided"
  | "would be read"
  | "would be given"
  | "would wait"
  | "would start"
  | "would be set aside"
  | "denied"
  | "conflict"
  | "not reached";

export interface Told {
  readonly ok: boolean;
  readonly value: Json;
}

export interface Foresight {
  readonly outcome: StepOutcome;
  /** Reasons of policies and of the ledger, one each. */
  readonly because: readonly string[];
  /** The effect that is met. */
  readonly effect: string | null;
  /** What the process is told, where that is known without doing anything. */
  readonly told: Told | null;
  /** It is told so only once this time has come. */
  readonly dueAt: number | null;
}

export interface StepLabel {
  readonly description: string;
  readonly tier: string | null;
}

/** A step as it is recorded, or as the code asks for it. */
export type Step = Pick<Command, "seq" | "kind" | "name" | "args">;

export interface Foreseer {
  readonly kind: string;
  /** @param recorded what the origin was told of the same step. */
  foresee(run: RunView, command: Command, recorded: OutcomeDelivered | undefined): Foresight;
  label(step: Step): StepLabel;
  /** What the process is told instead. @throws bad_edit */
  edit(outcome: OutcomeDelivered, edited: Json, by: string): Told;
  /** Why a recorded outcome does not hold any more, where the world has moved on since; null where it holds. */
  stale(outcome: OutcomeDelivered, kept: readonly OutcomeDelivered[]): string | null;
}

const plain: Foresight = { outcome: "would wait", because: [], effect: null, told: null, dueAt: null };

export function foresight(outcome: StepOutcome, more: Partial<Foresight> = {}): Foresight {
  return { ...plain, ...more, outcome };
}

export function notEditable(step: Step, what: string): PraxisError {
  return badEdit(
    step,
    `${what} cannot be edited`,
    "Edit the answer of a decision, what was read, an event that was waited for, or the input; or fork from an earlier step.",
  );
}

export function badEdit(step: Step, what: string, next = "Correct it; nothing was recorded."): PraxisError {
  return new PraxisError("bad_edit", `step ${step.seq} (${step.kind} ${step.name}): ${what}`, { next });
}
