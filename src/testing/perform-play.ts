/** Performs the steps of a play on a simulated world. */
import { receive } from "../engine/intake.ts";
import { cancelRun, retryRun } from "../engine/operations.ts";
import { PraxisError } from "../kernel/errors.ts";
import { matches } from "./expect/named-effect.ts";
import type { PersonAnswer } from "./person.ts";
import type { EventStep, Step } from "./play.ts";
import { Seen } from "./seen/seen.ts";
import type { SeenGate } from "./seen/seen-gate.ts";
import type { Simulation } from "./simulation/simulation.ts";

/** @param first number of the first step in the whole play; ids of events count from it. */
export async function performPlay(simulation: Simulation, steps: readonly Step[], first = 1): Promise<void> {
  for (const [index, step] of steps.entries()) await performStep(simulation, step, first + index);
}

async function performStep(simulation: Simulation, step: Step, number: number): Promise<void> {
  switch (step.kind) {
    case "event":
      return sendEvent(simulation, step, number);
    case "advance":
      return simulation.advance(step.ms);
    case "answer":
      return giveAnswer(simulation, step.gate, step.answer);
    case "cancel":
    case "retry":
      return operate(simulation, step);
    case "fail":
      return simulation.sideOf(step.connection).fail(step.faults);
    case "power cut":
      return simulation.powerCut();
    case "check":
      return step.look(new Seen(() => simulation));
  }
}

/** The sender repeats an event, with the same id, until it is acknowledged. */
function sendEvent(simulation: Simulation, step: EventStep, number: number): Promise<void> {
  const { kind: _kind, ...event } = step;
  const incoming = { ...event, id: step.id ?? `step ${number}`, principal: `source:${step.source}` };
  return simulation.insist(async ({ praxis }) => receive(praxis.engine, incoming).durable);
}

function giveAnswer(simulation: Simulation, wanted: RegExp | string, answer: PersonAnswer): Promise<void> {
  const gates = new Seen(() => simulation).gates().filter((gate) => gate.status === "open");
  const gate = gates.find((each) => isWanted(each, wanted));
  if (gate) return simulation.insist((machine) => simulation.giveAnswer(machine, gate, answer));
  const titles = gates.map((each) => `"${each.title}"`);
  throw new PraxisError("no_gate", `no open gate is ${typeof wanted === "string" ? `"${wanted}"` : wanted}`, {
    next: `Open are: ${titles.join(", ") || "none"}.`,
  });
}

function isWanted(gate: SeenGate, wanted: RegExp | string): boolean {
  return typeof wanted === "string" ? gate.about === wanted : matches(gate.title, wanted);
}

const alreadyDone = { cancel: "run_is_over", retry: "run_is_not_set_aside" };

function operate(
  simulation: Simulation,
  { kind, process, why }: { kind: "cancel" | "retry"; process: string; why: string },
): Promise<void> {
  const run = new Seen(() => simulation).runs(process).at(-1);
  if (!run) {
    throw new PraxisError("no_run", `there is no run of "${process}" to ${kind}`, {
      next: "Send the event that starts it first.",
    });
  }
  const operation = kind === "cancel" ? cancelRun : retryRun;
  return simulation.insist(async ({ praxis }, again) => {
    try {
      await operation(praxis.engine, run.id, { principal: "person:a person", why });
    } catch (thrown) {
      // The power was cut between its record and the acknowledgement: it is done.
      if (!again || !(thrown instanceof PraxisError) || thrown.code !== alreadyDone[kind]) throw thrown;
    }
  });
}
