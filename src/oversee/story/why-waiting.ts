/** Why a run does not go on right now, in a sentence or two: what it waits for, since when, who can end that, and when it gives up. */
import type { EffectRow } from "../../act/effects/ledger.ts";
import { setAsideSchema } from "../../engine/run-events.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import type { Row } from "../../log/event-log.ts";
import { integer, integerOrNull, text } from "../../log/rows.ts";
import { moment, sentence } from "../why/words.ts";
import type { Facts } from "./telling/facts.ts";
import { waitInWords } from "./telling/wait-in-words.ts";

export interface Standing {
  readonly status: string;
  readonly waits: readonly Row[];
  /** Effects that are not settled. */
  readonly open: readonly EffectRow[];
  /** Who has answered, where that answer may still be taken back. */
  readonly heldBy: string | null;
  /** Why an operator has stopped this effect's connection; null where nobody has. */
  stopped(effect: EffectRow): string | null;
  readonly last: RecordedEvent | undefined;
}

export function whyWaiting(facts: Facts, standing: Standing): string | null {
  if (standing.status === "set aside") return whyAside(standing.last);
  if (standing.heldBy !== null)
    return `${standing.heldBy} has answered. It counts in a few seconds; until then the answer can be taken back.`;
  const held = standing.open.find((effect) => standing.stopped(effect) !== null);
  if (held) return whyStopped(facts, held, standing.stopped(held) ?? "");
  if (standing.status === "waiting") {
    const [first, ...others] = standing.waits.map((wait) => whyWait(facts, wait));
    if (first === undefined) return null;
    return others.length === 0 ? first : `${first} It waits for ${others.length} more besides.`;
  }
  const effect = standing.status === "moving" ? standing.open[0] : undefined;
  return effect ? whyOpen(facts, effect) : null;
}

function whyWait(facts: Facts, wait: Row): string {
  const on = { kind: text(wait, "kind"), key: text(wait, "key") };
  const owner = text(wait, "owner");
  const dueAt = integerOrNull(wait, "due_at");
  const what = waitInWords(facts, on, { what: text(wait, "what"), owner });
  const ends = dueAt === null ? "" : ` ${atItsTime(on.kind, moment(dueAt))}`;
  return `Waiting for ${what}, since ${moment(integer(wait, "since"))}.${whoEnds(on.kind, owner)}${ends}`;
}

function whoEnds(kind: string, owner: string): string {
  if (kind === "gate" && owner === "approver") return " Anybody who may approve can answer.";
  return kind === "gate" || owner === "approver" ? ` ${owner === "approver" ? "An approver" : owner} can say.` : "";
}

function atItsTime(kind: string, at: string): string {
  switch (kind) {
    case "gate":
      return `If nobody has answered by ${at}, it counts as no.`;
    case "timer":
      return `It goes on by itself on ${at}.`;
    default:
      return `If it has not come by ${at}, the process goes on without it.`;
  }
}

function whyStopped(facts: Facts, effect: EffectRow, why: string): string {
  const what = facts.intended(effect.id)?.description ?? effect.contract;
  return `An operator has stopped ${effect.connection}, because: ${sentence(why)} “${what}” is held until it is let go on.`;
}

/** It moves, but the other side keeps it waiting. */
function whyOpen(facts: Facts, effect: EffectRow): string | null {
  const what = facts.intended(effect.id)?.description ?? effect.contract;
  const when = effect.nextAt === null ? "" : ` The next look at it is on ${moment(effect.nextAt)}.`;
  switch (effect.status) {
    case "attempting":
      return `“${what}” is being carried out by ${effect.connection} right now.`;
    case "unknown":
      return `Nobody knows yet whether “${what}” was done: no answer came from ${effect.connection}.${when}`;
    default:
      return effect.attempt === 0 ? null : `“${what}” was not done so far, and is tried again.${when}`;
  }
}

function whyAside(last: RecordedEvent | undefined): string | null {
  if (last?.type !== "RunSetAside" || last.erased) return null;
  const { reason, next } = setAsideSchema.parse(last.data);
  return `Set aside since ${moment(last.at)}, because ${sentence(reason)} ${sentence(next)}`;
}
