/** What became of an effect, as moments: on whose authority it was begun, and how it went. */
import {
  effectStream,
  failedSchema,
  refusedSchema,
  retryingSchema,
  succeededSchema,
  unknownSchema,
} from "../../../act/effects/effect-events.ts";
import type { RecordedEvent } from "../../../kernel/event.ts";
import type { EventLog } from "../../../log/event-log.ts";
import { answerInWords } from "../../why/answered-gate.ts";
import { answeredBeforeLines, authorityLines, authorityOf } from "../../why/authority.ts";
import { nextByTier } from "../../why/effect-outcome.ts";
import { sentence, who } from "../../why/words.ts";
import { capital } from "./brief.ts";
import type { Facts } from "./facts.ts";
import { nobody, type Told } from "./told.ts";

export function tellEffectEvent(log: EventLog, facts: Facts, event: RecordedEvent): Told {
  const id = event.stream.slice(effectStream("").length);
  const row = facts.effect(id);
  const intended = facts.intended(id);
  const what = facts.named(id);
  const other = row?.connection ?? "the other side";
  const told = { ...nobody, of: { kind: "effect" as const, id }, step: row?.seq ?? null };
  switch (event.type) {
    case "EffectEntered":
      return { ...told, kind: "decided", what: `To be done: ${what}`, ...tellAuthority(log, facts, id) };
    case "EffectSucceeded":
      return tellDone(facts, event, { told, id, what, other, interim: intended?.interim ?? null });
    case "EffectRefused": {
      const refused = event.erased ? null : refusedSchema.parse(event.data);
      const why = refused === null ? null : sentence(capital(refused.reason));
      return { ...told, kind: "did", what: `Not done: ${what}. ${capital(other)} refused it`, why, by: other };
    }
    case "EffectFailed": {
      const failed = event.erased ? null : failedSchema.parse(event.data);
      return { ...told, kind: "did", what: `Given up, not done: ${what}`, why: failed ? capital(failed.reason) : null };
    }
    case "EffectUnknown": {
      const unknown = event.erased ? null : unknownSchema.parse(event.data);
      const next = row ? nextByTier(row) : "";
      const why = unknown === null ? null : `${sentence(capital(unknown.why))} ${next}`.trim();
      return { ...told, kind: "other", what: `Nobody knows yet whether it was done: ${what}`, why };
    }
    case "EffectRetrying": {
      const retrying = event.erased ? null : retryingSchema.parse(event.data);
      const why = retrying === null ? null : capital(retrying.why);
      return { ...told, kind: "waited", what: `Not done so far, and tried again: ${what}`, why };
    }
    case "EffectCompensated":
      return {
        ...told,
        kind: "did",
        what: intended?.interim == null ? `Undone: ${what}` : `Not done after all, and nothing was changed: ${what}`,
      };
    case "EffectStands":
      return { ...told, kind: "did", what: `Could not be undone, and stands: ${what}` };
    default:
      return { ...told, kind: "other", what: `${what} (${event.type})` };
  }
}

/** A letter that went out is shown with its words; what only prepared something is not called done. */
function tellDone(
  facts: Facts,
  event: RecordedEvent,
  done: {
    readonly told: Omit<Told, "kind" | "what">;
    readonly id: string;
    readonly what: string;
    readonly other: string;
    readonly interim: string | null;
  },
): Told {
  const { told, id, what, other, interim } = done;
  const letter = facts.letterOf(id);
  const success = { ...told, letter, ...tellSuccess(event, what, other) };
  if (letter !== null) return { ...success, kind: "told", what: `Sent: ${what}` };
  return interim === null ? { ...success, kind: "did" } : { ...success, kind: "did", what: `Prepared: ${interim}` };
}

/** Why it may be done: level, policies, the person. Beside it, the words that all of it goes back to. */
function tellAuthority(log: EventLog, facts: Facts, id: string): Pick<Told, "why" | "by" | "from"> {
  const intended = facts.intended(id);
  if (!intended) return { why: "Who or what allowed it was erased, too.", by: null, from: null };
  const row = facts.effect(id);
  const authority = authorityOf(log, intended, row?.createdAt ?? 0);
  const origin = facts.origin();
  const from = origin.kind === "event" || origin.kind === "by hand" ? origin.excerpt : null;
  const policies = authority.policies.map(({ policy }) => policy);
  const undoes = intended.compensates === null ? undefined : facts.intended(intended.compensates)?.description;
  const lines = [
    ...(undoes === undefined ? [] : [`It undoes “${undoes}”.`]),
    ...(intended.generation > 1 ? [`The same had not worked out before: this is try ${intended.generation}.`] : []),
    ...authorityLines(authority, {
      describe: (gate) => {
        const answer = answerInWords(gate);
        return answer === null ? null : sentence(answer);
      },
      saysLevel: row === undefined || facts.levelBefore(row) !== authority.level,
      currency: intended.money?.currency ?? null,
    }),
    // Money that moves is asked about more than a letter that follows; where no policy speaks for it, that is all there is to say.
    ...(intended.money === null && policies.length > 0 ? [] : answeredBeforeLines(authority)),
  ];
  return { why: lines.join(" "), by: authority.gate?.by ?? policies[0] ?? null, from };
}

function tellSuccess(event: RecordedEvent, what: string, other: string): Pick<Told, "what" | "why" | "by"> {
  const done = `Done: ${what}`;
  if (event.erased) {
    // What a person said or did by hand is recorded in their name, which is not erased with the customer.
    const isPerson = event.principal.startsWith("person:");
    return { what: done, why: null, by: isPerson ? who(event.principal) : other };
  }
  const { how, by } = succeededSchema.parse(event.data);
  const person = by ?? "somebody";
  switch (how) {
    case "answered":
      return { what: done, why: `${capital(other)} confirmed it`, by: other };
    case "looked up":
      return { what: done, why: `No answer had come; ${other} was asked afterwards, and had done it`, by: other };
    case "said by a person":
      return { what: done, why: `No answer had come; ${person} looked, and said that it had happened`, by: person };
    case "done by hand":
      return { what: done, why: `${person} did it by hand`, by: person };
  }
}
