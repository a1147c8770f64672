/** A run in one sentence: what came of it, or where it stands. What nobody knows comes first. */
import type { EffectRow } from "../../act/effects/ledger.ts";
import { isObject } from "../../kernel/json.ts";
import { excerptOf } from "../why/excerpt.ts";
import { sentence } from "../why/words.ts";
import { listed } from "./telling/brief.ts";
import type { Facts } from "./telling/facts.ts";

export interface Outlook {
  readonly status: string;
  /** The first effects of the run, and how many there are. */
  readonly effects: readonly EffectRow[];
  readonly effectsTotal: number;
  /** What it waits for, in words that fit after "waiting for". */
  readonly waitsFor: readonly string[];
  /** Titles of questions that people said no to, or left unanswered; with who said so. */
  readonly declined: readonly { readonly title: string; readonly by: string | null }[];
  /** What a policy forbade, in words. */
  readonly denied: readonly string[];
  /** What another run had done before. */
  readonly met: readonly string[];
  /** What another run had only prepared, and what is so by that. */
  readonly metBegun: readonly string[];
  /** What the run returned, or why it was set aside or cancelled. */
  readonly said: unknown;
}

export function headlineOf(facts: Facts, outlook: Outlook): string {
  const unknown = outlook.effects.filter(({ status }) => status === "unknown");
  if (unknown.length > 0) return `Nobody knows yet whether this was done: ${namesOf(facts, unknown)}`;
  const sofar = whatWasDone(facts, outlook);
  switch (outlook.status) {
    case "waiting":
      return join(sofar, `Waiting for ${listed(outlook.waitsFor)}`);
    case "set aside":
      return join(sofar, `Set aside: ${sentence(reasonIn(outlook.said) ?? "the reason has been erased")}`);
    case "cancelled":
      return join(sofar, `Cancelled: ${sentence(whyIn(outlook.said) ?? "no reason is on record")}`);
    case "moving":
      return join(sofar, underWay(facts, outlook) ?? "Moving");
    default:
      return sofar ?? nothingDone(outlook);
  }
}

function join(sofar: string | null, then: string): string {
  return sofar === null ? then : `${sentence(sofar)} ${then}`;
}

function whatWasDone(facts: Facts, { effects, effectsTotal, declined, denied, met, metBegun }: Outlook): string | null {
  const of = (...statuses: string[]) => effects.filter(({ status }) => statuses.includes(status));
  const allowed = (effect: EffectRow): number => (facts.intended(effect.id)?.authority.gate == null ? 1 : 0);
  // What a person had to allow is what matters most.
  const succeeded = of("succeeded", "compensating");
  const made = finals(facts, succeeded);
  const done = made.done.toSorted((one, other) => allowed(one) - allowed(other));
  const isPreparation = (effect: EffectRow): boolean => facts.intended(effect.id)?.interim != null;
  const undone = of("compensated").filter((effect) => !isPreparation(effect));
  const letGo = of("compensated").filter(isPreparation);
  const failed = of("refused", "failed");
  const unread = effectsTotal - effects.length;
  const parts = [
    done.length === 0 ? null : `Done: ${namesOf(facts, done, unread)}${allowedBy(facts, done)}`,
    made.prepared.length === 0 ? null : `Prepared: ${listed(made.prepared)}`,
    undone.length === 0 ? null : `Done and undone: ${namesOf(facts, undone)}`,
    letGo.length === 0 ? null : `Not done after all, and nothing was changed: ${namesOf(facts, letGo)}`,
    failed.length === 0
      ? null
      : `Not done: ${namesOf(facts, failed)}${failed.length === 1 ? whyFailed(facts, failed[0]) : ""}`,
    met.length === 0 ? null : `Had been done before, so it was not done again: ${listed(met)}`,
    metBegun.length === 0 ? null : `Begun by another run that asked for the same: ${listed(metBegun)}`,
    denied.length === 0 ? null : `Not done, for a policy forbids it: ${listed(denied)}`,
    declined.length === 0 ? null : declinedInWords(declined),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(". ");
}

/**
 * What is done, and what is only prepared. A preparation counts as what it was for where an effect of the same description has succeeded; the two are
 * one thing, named once. What undoes something is told of what it undoes.
 */
function finals(facts: Facts, succeeded: readonly EffectRow[]): { done: EffectRow[]; prepared: string[] } {
  const told = succeeded.map((effect) => ({ effect, intended: facts.intended(effect.id) }));
  const described = (isInterim: boolean): Set<string> =>
    new Set(
      told.flatMap(({ intended }) =>
        intended && (intended.interim !== null) === isInterim ? intended.description : [],
      ),
    );
  const [reached, begun] = [described(false), described(true)];
  const named = new Set<string>();
  const done = told.filter(({ intended }) => {
    if (!intended) return true;
    const { description, compensates } = intended;
    if (!reached.has(description) || compensates !== null) return false;
    const isNamed = named.has(description) && begun.has(description);
    named.add(description);
    return !isNamed;
  });
  const prepared = told.flatMap(({ intended }) =>
    intended?.interim != null && !reached.has(intended.description) ? intended.interim : [],
  );
  return { done: done.map(({ effect }) => effect), prepared };
}

function whyFailed(facts: Facts, effect: EffectRow | undefined): string {
  const last = effect === undefined ? undefined : facts.effectEvents(effect.id).at(-1);
  const reason = isObject(last?.data) && typeof last.data.reason === "string" ? last.data.reason : null;
  return reason === null ? "" : ` (${reason})`;
}

const mostNamed = 2;

function namesOf(facts: Facts, effects: readonly EffectRow[], unread = 0): string {
  const names = effects.slice(0, mostNamed).map(({ id }) => facts.named(id));
  const more = effects.length - names.length + unread;
  return listed(more > 0 ? [...names, `${more} more`] : names);
}

/** Where people allowed what was done. */
function allowedBy(facts: Facts, effects: readonly EffectRow[]): string {
  const people = new Set(effects.flatMap(({ id }) => facts.intended(id)?.authority.by ?? []));
  return people.size === 0 ? "" : ` (${listed([...people])} said yes)`;
}

function declinedInWords(declined: Outlook["declined"]): string {
  const [first] = declined;
  if (!first) return "";
  const more = declined.length === 1 ? "" : `, and to ${declined.length - 1} more`;
  return first.by === null
    ? `Not done, for nobody answered: ${first.title}${more}`
    : `${first.by} said no: ${first.title}${more}`;
}

function underWay(facts: Facts, { effects }: Outlook): string | null {
  const open = effects.filter(({ status }) => status === "intended" || status === "attempting");
  return open.length === 0 ? null : `Being done: ${namesOf(facts, open)}`;
}

function nothingDone({ said }: Outlook): string {
  const words = excerptOf(said);
  return `Came to its end; nothing was done outside.${words === null ? "" : ` Its result: ${words}`}`;
}

function reasonIn(said: unknown): string | null {
  return isObject(said) && typeof said.reason === "string" ? said.reason : null;
}

function whyIn(said: unknown): string | null {
  return isObject(said) && typeof said.why === "string" ? said.why : null;
}
