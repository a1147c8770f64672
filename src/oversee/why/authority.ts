/** On whose authority an effect was begun: the level, what policies said, and the person. Shared by explanations and stories. */
import type { Intended } from "../../act/effects/effect-events.ts";
import type { EventLog } from "../../log/event-log.ts";
import { answeredGate, describeAnswer, readGate } from "./answered-gate.ts";
import type { AnsweredGate, EffectWhy } from "./why-shape.ts";
import { few, moment, parameters } from "./words.ts";

export type Authority = NonNullable<EffectWhy["authority"]>;

const levelInWords: Readonly<Record<string, string>> = {
  autonomous: "it may be done without asking",
  gated: "a person is asked where a policy or the risk says so",
  suggest: "a person does it",
  shadow: "only proposed",
};

/** @param begunAt when it was intended */
export function authorityOf(log: EventLog, { authority, run }: Intended, begunAt: number): Authority {
  return {
    level: authority.level,
    policies: authority.verdicts,
    gate: authority.gate === null ? null : readGate(log, authority.gate),
    answeredBefore: authority.gate === null ? answeredBefore(log, run, begunAt) : null,
  };
}

/**
 * What a person approved or declined last in the same run before an effect that nobody was asked about. That the one followed from the other is for the process's
 * code to know, not for the log: what is told of it is that order, and no more.
 */
function answeredBefore(log: EventLog, run: string, begunAt: number): AnsweredGate | null {
  const row = log.sql.get(
    `SELECT * FROM gates INDEXED BY gates_by_run WHERE run = ? AND (status = 'declined' OR (status = 'approved' AND used = 1)) AND answered_at <= ?
     ORDER BY answered_at DESC, position DESC LIMIT 1`,
    run,
    begunAt,
  );
  return row ? answeredGate(log, row) : null;
}

const mostPolicies = 3;

export interface AuthorityWords {
  /** The answer at its gate, where a person was asked. */
  readonly describe?: (gate: AnsweredGate) => string | null;
  /** Whether to say what the level was: once is enough where several effects are told. */
  readonly saysLevel?: boolean;
  /** Of what the effect moves: what policies count in. */
  readonly currency?: string | null;
}

export function authorityLines(authority: Authority | null, words: AuthorityWords = {}): string[] {
  if (!authority) return ["Who or what allowed it was erased, too."];
  const { describe = describeAnswer, saysLevel = true, currency = null } = words;
  const { level, policies, gate } = authority;
  const asked = policies.filter(({ verdict }) => verdict !== "allow");
  const allowed = policies.filter(({ verdict }) => verdict === "allow");
  // Whoever reads on looks for what asked; what allowed it may be counted.
  const room = Math.max(1, mostPolicies - asked.length);
  const answer = gate ? describe(gate) : null;
  return [
    ...(saysLevel ? [`The level was ${level}: ${levelInWords[level] ?? "as set"}.`] : []),
    ...asked.map((each) => ruleInWords(each, currency)),
    ...few(
      allowed.map((each) => ruleInWords(each, currency)),
      room,
      (count) => `${count} more policies allowed it, too.`,
    ),
    ...(policies.length === 0 && gate === null ? [noPolicyLine(authority)] : []),
    ...(answer === null ? [] : [answer]),
  ];
}

function noPolicyLine({ answeredBefore }: Authority): string {
  return answeredBefore === null
    ? "No policy stands before it, and nobody had to be asked."
    : "No policy stands before it.";
}

/** "Nobody was asked about this by itself; before it, in the same run, maria approved “…” on …"; nothing where there was no such answer. */
export function answeredBeforeLines(authority: Authority | null): string[] {
  const before = authority?.answeredBefore ?? null;
  if (before === null || before.by === null || before.at === null) return [];
  const changed = before.status === "approved" && before.edited ? " with changes" : "";
  return [
    `Nobody was asked about this by itself; before it, in the same run, ${before.by} ${before.status} “${before.title}”${changed} on ${moment(before.at)}.`,
  ];
}

function ruleInWords(
  { policy, verdict, why, notBy, parameters: given }: Authority["policies"][number],
  currency: string | null,
): string {
  const shown = parameters(given, currency);
  const whom = notBy === null ? "a person" : "somebody else than who wanted it";
  return `The policy "${policy}" ${verdict === "ask" ? `asked ${whom}: ${why ?? ""}` : "allowed it"}${shown === "" ? "" : ` (${shown})`}.`;
}
