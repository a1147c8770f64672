/** Decisions, foreseen for a fork: rules are asked again, a person would be; no gate is opened. */
import { badEdit, type Foreseer, type Foresight, foresight, type Step } from "../engine/fork/foresight.ts";
import { messageOf } from "../kernel/errors.ts";
import type { Json } from "../kernel/json.ts";
import type { AnyDecision, DecisionRegistry } from "./decision.ts";

export function foreseeDecision(deps: { readonly decisions: DecisionRegistry }): Foreseer {
  return {
    kind: "decide",
    foresee(_run, command) {
      const found = deps.decisions.find(command.name);
      if (!found) return foresight("would be set aside", { because: [`there is no decision "${command.name}"`] });
      return climb(found, command.args);
    },
    label: (step) => ({ description: questionOf(deps.decisions, step), tier: null }),
    edit(outcome, edited, by) {
      const found = deps.decisions.find(outcome.name);
      if (!found) throw badEdit(outcome, `there is no decision "${outcome.name}"`, "Load the file that defines it.");
      const read = found.readAnswer(edited);
      if (!read.ok) throw badEdit(outcome, `this does not fit the answer of "${outcome.name}": ${read.error}`);
      return { ok: true, value: { status: "answered", answer: read.value, rung: "person", by } };
    },
    stale: () => null,
  };
}

function climb(decision: AnyDecision, input: Json): Foresight {
  try {
    const step = decision.climb(input);
    if (!("rule" in step)) return foresight("would ask", { because: step.reasons });
    const value = { status: "answered", answer: step.answer, rung: "rule", by: step.rule };
    return foresight("would be decided", { because: [`the rule "${step.rule}"`], told: { ok: true, value } });
  } catch (thrown) {
    return foresight("would be set aside", { because: [messageOf(thrown)] });
  }
}

/** The decision's own words; a recorded input may be one that it does not read any more. */
function questionOf(decisions: DecisionRegistry, { name, args }: Step): string {
  try {
    return decisions.find(name)?.ask(args).question ?? name;
  } catch {
    return name;
  }
}
