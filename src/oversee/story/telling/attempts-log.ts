/** The log of one effect: each attempt, and what came of it. Pure. */
import {
  attemptingSchema,
  failedSchema,
  refusedSchema,
  retryingSchema,
  succeededSchema,
  unknownSchema,
} from "../../../act/effects/effect-events.ts";
import type { RecordedEvent } from "../../../kernel/event.ts";
import { sentence } from "../../why/words.ts";
import type { Attempt } from "../story-shape.ts";
import { capital } from "./brief.ts";

export function attemptsLogOf(events: readonly RecordedEvent[], other: string): Attempt[] {
  let attempt: number | null = null;
  return events.flatMap((event): Attempt[] => {
    if (event.type === "EffectEntered") return [];
    if (event.type === "EffectAttempting" && !event.erased) attempt = attemptingSchema.parse(event.data).attempt;
    return [{ at: event.at, attempt, ...inWords(event, attempt, other) }];
  });
}

function inWords(event: RecordedEvent, attempt: number | null, other: string): Pick<Attempt, "what" | "why"> {
  if (event.erased) return { what: plainTypes[event.type] ?? event.type, why: "Its content has been erased." };
  switch (event.type) {
    case "EffectAttempting":
      return { what: attempt === 1 ? `Sent to ${other}` : `Sent to ${other} again, under the same key`, why: null };
    case "EffectSucceeded": {
      const { how, by } = succeededSchema.parse(event.data);
      return { what: how === "answered" ? `Done: ${other} confirmed it` : `Done: ${how}`, why: by };
    }
    case "EffectRefused":
      return { what: `${capital(other)} refused it`, why: why(refusedSchema.parse(event.data).reason) };
    case "EffectFailed":
      return { what: "Given up", why: why(failedSchema.parse(event.data).reason) };
    case "EffectUnknown":
      return { what: "Nobody knows yet", why: why(unknownSchema.parse(event.data).why) };
    case "EffectRetrying":
      return { what: "Not done, to be tried again", why: why(retryingSchema.parse(event.data).why) };
    default:
      return { what: plainTypes[event.type] ?? event.type, why: null };
  }
}

function why(reason: string): string {
  return sentence(capital(reason));
}

const plainTypes: Readonly<Record<string, string>> = {
  EffectIntended: "Decided",
  EffectAttempting: "Sent",
  EffectSucceeded: "Done",
  EffectRefused: "Refused",
  EffectFailed: "Given up",
  EffectUnknown: "Nobody knows yet",
  EffectRetrying: "Not done, to be tried again",
  EffectCompensating: "Being undone",
  EffectCompensated: "Undone",
  EffectStands: "Could not be undone, and stands",
};
