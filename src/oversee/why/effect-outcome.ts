/** What became of an effect, in a sentence for people. */
import {
  failedSchema,
  refusedSchema,
  retryingSchema,
  succeededSchema,
  unknownSchema,
} from "../../act/effects/effect-events.ts";
import type { EffectRow } from "../../act/effects/ledger.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import { moment, sentence, times } from "./words.ts";

/** For the headline: "done on 12 Mar 2026, 14:03 UTC". @param interim what is so where it only prepares the rest */
export function headline(row: EffectRow, at: number, interim: string | null): string {
  const on = `on ${moment(at)}`;
  switch (row.status) {
    case "intended":
      return row.attempt === 0 ? "not sent yet" : "not done so far";
    case "attempting":
      return "being done right now";
    case "succeeded":
      return interim === null ? `done ${on}` : `prepared ${on}: ${interim}`;
    case "refused":
      return `refused ${on}; nothing was done`;
    case "failed":
      return `not done; given up ${on}`;
    case "unknown":
      return "nobody knows yet whether it was done";
    case "compensating":
      return "done, and being undone";
    case "compensated":
      return `done, and undone ${on}`;
  }
}

/** How it went: attempts, and what the other side said. `asked`: a person has been asked what happened. */
export function describeOutcome(row: EffectRow, events: readonly RecordedEvent[], asked: boolean): string {
  const attempts = events.filter(({ type }) => type === "EffectAttempting").length;
  const sent = attempts === 0 ? "It was not sent" : `It was sent ${times(attempts)}`;
  const last = <T>(
    type: string,
    read: (data: unknown) => { success: boolean; data?: T | undefined },
  ): T | undefined => {
    const event = events.findLast((each) => each.type === type && !each.erased);
    return event ? read(event.data).data : undefined;
  };
  switch (row.status) {
    case "succeeded":
    case "compensating":
    case "compensated": {
      const how = last("EffectSucceeded", (data) => succeededSchema.safeParse(data));
      return describeSuccess(row, attempts, how?.how ?? "answered", how?.by ?? "somebody");
    }
    case "refused": {
      const refused = last("EffectRefused", (data) => refusedSchema.safeParse(data));
      return `${row.connection} refused it: ${sentence(refused?.reason ?? "its words have been erased")}`;
    }
    case "failed": {
      const failed = last("EffectFailed", (data) => failedSchema.safeParse(data));
      return `${sent}. ${sentence(`Given up: ${failed?.reason ?? "the reason has been erased"}`)}`;
    }
    case "unknown": {
      const unknown = last("EffectUnknown", (data) => unknownSchema.safeParse(data));
      const now = asked ? "A person is asked what happened." : nextByTier(row);
      return `${sent}, but ${sentence(unknown?.why ?? "no answer came")} ${now}`;
    }
    case "intended": {
      const retrying = last("EffectRetrying", (data) => retryingSchema.safeParse(data));
      return retrying ? `${sent}. It is tried again, for ${sentence(retrying.why)}` : `${sent} so far.`;
    }
    case "attempting":
      return `Attempt ${attempts} is under way.`;
  }
}

/** What happens next about an unknown outcome. */
export function nextByTier({ tier, connection }: EffectRow): string {
  if (tier === "T1") return "It is sent again under the same key, which cannot do it twice.";
  return tier === "T2" ? `${connection} is asked before anything is sent again.` : "A person will be asked.";
}

function describeSuccess(row: EffectRow, attempts: number, how: string, by: string): string {
  const sent = `It was sent ${times(attempts)}`;
  switch (how) {
    case "done by hand":
      return `${by} did it by hand.`;
    case "said by a person":
      return `${sent}; no answer came. ${by} looked, and said that it had happened.`;
    case "looked up":
      return `${sent}; no answer came. ${row.connection} was asked afterwards, and had done it.`;
    default:
      return attempts > 1
        ? `It took ${attempts} attempts, which count as one; ${row.connection} confirmed it.`
        : `${sent} to ${row.connection}, and ${row.connection} confirmed it.`;
  }
}
