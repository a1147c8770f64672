/** On whose authority an effect was begun: the level, what policies said, and the person. Shared by explanations and stories. */
import type { Intended } from "../../act/effects/effect-events.ts";
import type { EventLog } from "../../log/event-log.ts";
import { describeAnswer, readGate } from "./answered-gate.ts";
import type { EffectWhy } from "./why-shape.ts";
import { few, parameters } from "./words.ts";

export type Authority = NonNullable<EffectWhy["authority"]>;

const levelInWords: Readonly<Record<string, string>> = {
  autonomous: "it may be done without asking",
  gated: "a person is asked where a policy or the risk says so",
  suggest: "a person does it",
  shadow: "only proposed",
};

export function authorityOf(log: EventLog, { authority }: Intended): Authority {
  return {
    level: authority.level,
    policies: authority.verdicts,
    gate: authority.gate === null ? null : readGate(log, authority.gate),
  };
}

const mostPolicies = 3;

/** @param describe the answer at its gate, where a person was asked */
export function authorityLines(authority: Authority | null, describe = describeAnswer): string[] {
  if (!authority) return ["On whose authority has been erased."];
  const { level, policies, gate } = authority;
  const rules = policies.map(({ policy, verdict, why, notBy, parameters: given }) => {
    const shown = parameters(given);
    const whom = notBy === null ? "a person" : "somebody else than who wanted it";
    return `The policy "${policy}" ${verdict === "ask" ? `asked ${whom}: ${why ?? ""}` : "allowed it"}${shown === "" ? "" : ` (${shown})`}.`;
  });
  const answer = gate ? describe(gate) : null;
  return [
    `The level was ${level}: ${levelInWords[level] ?? "as set"}.`,
    ...few(rules, mostPolicies, (count) => `${count} more policies were asked, too.`),
    ...(rules.length === 0 && gate === null ? ["No policy stands before it, and nobody had to be asked."] : []),
    ...(answer === null ? [] : [answer]),
  ];
}
