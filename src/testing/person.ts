/** How people answer in a simulated world. */
import { type Json, toJson } from "../kernel/json.ts";
import type { SeenGate } from "./seen/seen-gate.ts";

export interface PersonAnswer {
  readonly verdict: "approve" | "answer" | "decline";
  /** Edited arguments, or the answer's value; null for none. */
  readonly value: Json;
  readonly reason: string | null;
}

/**
 * Is shown every open gate whenever the world has gone quiet. `"later"` leaves it open. `"the truth"`, for a gate that asks whether an effect
 * happened: the person looks at the other side and says what is there.
 */
export type Person = (gate: SeenGate) => PersonAnswer | "later" | "the truth";

/** Yes; with `edited`, yes to these arguments instead. */
export function approve(edited: unknown = null): PersonAnswer {
  return { verdict: "approve", value: toJson(edited), reason: null };
}

export function decline(reason: string): PersonAnswer {
  return { verdict: "decline", value: null, reason };
}

/** The answer to a question, or the output of what was done by hand. */
export function answer(value: unknown): PersonAnswer {
  return { verdict: "answer", value: toJson(value), reason: null };
}
