/** How a play ended, in a form in which two endings can be compared: runs, effects, and what the other sides have done and hold. */
import { canonical, isObject, type Json, toJson } from "../../kernel/json.ts";
import { state } from "../expect/run-expectation.ts";
import { Seen } from "../seen/seen.ts";
import type { Simulation } from "../simulation/simulation.ts";

export interface Difference {
  /** "payments: POST /refunds {...}", "the run of "returns"". */
  readonly what: string;
  readonly undisturbed: string;
  readonly disturbed: string;
  readonly about: "deed" | "state" | "run" | "effect";
}

interface Part {
  readonly what: string;
  readonly about: Difference["about"];
  readonly value: string;
}

export type Outcome = ReadonlyMap<string, Part>;

/** @param ignored names of fields that may differ, wherever they stand: times, for example. */
export function outcomeOf(simulation: Simulation, ignored: readonly string[]): Outcome {
  const seen = new Seen(() => simulation);
  const text = (value: Json): string => canonical(without(value, ignored));
  const parts = new Map<string, Part>();
  for (const [connection, side] of simulation.sides()) {
    for (const { route, path, body } of side.done) {
      const what = `${connection.name}: ${route.split(" ")[0]} ${path} ${text(body)}`;
      const times = Number.parseInt(parts.get(what)?.value ?? "0", 10) + 1;
      parts.set(what, { what, about: "deed", value: `${times} ${times === 1 ? "time" : "times"}` });
    }
    const what = `what ${connection.name} holds`;
    parts.set(what, { what, about: "state", value: text(side.snapshot()) });
  }
  for (const run of seen.runs()) {
    const value = state({ ...run, value: without(run.value, ignored) });
    parts.set(`run ${run.id}`, { what: `the run of "${run.process}"`, about: "run", value });
  }
  for (const { id, contract, description, wish, status } of seen.effects()) {
    const what = `the effect ${contract} "${description}" ${text(wish)}`;
    parts.set(`effect ${id}`, { what, about: "effect", value: status });
  }
  return parts;
}

export function compareOutcomes(undisturbed: Outcome, disturbed: Outcome): Difference[] {
  const differences: Difference[] = [];
  for (const key of new Set([...undisturbed.keys(), ...disturbed.keys()])) {
    const [one, other] = [undisturbed.get(key), disturbed.get(key)];
    const part = one ?? other;
    if (!part || one?.value === other?.value) continue;
    const absent = part.about === "deed" ? "0 times" : "it is not there";
    differences.push({ ...part, undisturbed: one?.value ?? absent, disturbed: other?.value ?? absent });
  }
  return differences;
}

function without(value: Json, ignored: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((each) => without(toJson(each), ignored));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !ignored.includes(name));
  return Object.fromEntries(kept.map(([name, field]) => [name, without(toJson(field), ignored)]));
}
