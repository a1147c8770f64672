/** What a run's own stream says, as moments: how it began, waited, was set aside, and ended. */
import { internalSource } from "../../../engine/internal-events.ts";
import { runFinishedSchema, runStartedSchema, runWaitingSchema, setAsideSchema } from "../../../engine/run-events.ts";
import type { RecordedEvent } from "../../../kernel/event.ts";
import { isObject } from "../../../kernel/json.ts";
import { excerptOf } from "../../why/excerpt.ts";
import { moment, sentence, who } from "../../why/words.ts";
import { brief, capital, listed, plainName } from "./brief.ts";
import type { Facts } from "./facts.ts";
import { tellOutcome } from "./tell-outcome.ts";
import { nobody, type Told } from "./told.ts";
import { waitInWords } from "./wait-in-words.ts";

export function tellRunEvent(facts: Facts, event: RecordedEvent): Told {
  const by = event.principal.startsWith("person:") ? who(event.principal) : null;
  const why = isObject(event.data) && typeof event.data.why === "string" ? event.data.why : null;
  switch (event.type) {
    case "RunStarted":
      return tellBeginning(facts, event);
    case "OutcomesDelivered":
    case "OutcomeDelivered":
      return tellOutcome(facts, event);
    case "RunWaiting":
      return { ...nobody, kind: "waited", ...tellWaiting(facts, event) };
    case "RunSetAside": {
      const aside = event.erased ? null : setAsideSchema.parse(event.data);
      return {
        ...nobody,
        kind: "set aside",
        what: `Set aside: ${sentence(aside?.reason ?? "the reason has been erased")}`,
        why: aside?.next ?? null,
      };
    }
    case "RunResumed":
      return { ...nobody, kind: "operator", what: `${by ?? "Somebody"} took it up again`, why, by };
    case "CancelRequested":
      return { ...nobody, kind: "operator", what: `${by ?? "Praxis"} asked for it to be cancelled`, why, by };
    case "RunCancelled": {
      const left = isObject(event.data) && Array.isArray(event.data.left) ? event.data.left : [];
      const rest = left.length === 0 ? "" : "; not all that it had done could be undone";
      return { ...nobody, kind: "ended", what: `Cancelled${rest}`, why };
    }
    case "RunFinished":
      return { ...nobody, kind: "ended", ...tellEnd(event) };
    case "RunMoved":
      return { ...nobody, kind: "other", what: "It goes on with newer code; all that was recorded fits" };
    default:
      return { ...nobody, kind: "other", what: event.erased ? `${event.type} (erased)` : event.type, why, by };
  }
}

function tellBeginning(facts: Facts, event: RecordedEvent): Told {
  const { parent = null, fork } = event.erased ? {} : runStartedSchema.parse(event.data);
  const origin = facts.origin();
  const began = { ...nobody, kind: "came in" as const };
  if (fork) {
    const what = `${fork.by} forked it from another run, to ask again from step ${fork.step}`;
    const input = fork.newInput ? `${what}, with another input` : what;
    const from = excerptOf(facts.input());
    return {
      ...began,
      kind: "operator",
      what: input,
      why: fork.why,
      by: fork.by,
      from,
      of: { kind: "run", id: fork.of },
    };
  }
  if (parent !== null) {
    const process = facts.process(parent);
    const input = event.erased ? null : runStartedSchema.parse(event.data).input;
    const what = process === null ? "Another run started it" : `A run of "${process}" started it`;
    return { ...began, what, from: excerptOf(input), of: { kind: "run", id: parent } };
  }
  switch (origin.kind) {
    case "event":
      return {
        ...began,
        what:
          origin.source === internalSource
            ? `Inside Praxis: ${plainName(origin.type)}`
            : `${capital(plainName(origin.type))}, from "${origin.source}"`,
        by: origin.source,
        from: origin.excerpt,
        of: { kind: "event", id: String(origin.position) },
      };
    case "by hand":
      return {
        ...began,
        what: `${origin.by} started it by hand`,
        why: origin.why,
        by: origin.by,
        from: origin.excerpt,
      };
    case "erased":
      return { ...began, what: "It began; what it began with has been erased" };
    case "unknown":
      return { ...began, what: "It began" };
  }
}

function tellWaiting(facts: Facts, event: RecordedEvent): Pick<Told, "what" | "why"> {
  const waits = event.erased ? [] : runWaitingSchema.parse(event.data).waits;
  const due = waits.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]));
  return {
    what: waits.length === 0 ? "Waits" : `Waits for ${listed(waits.map((wait) => waitInWords(facts, wait.on, wait)))}`,
    why: due.length === 0 ? null : `Until ${moment(Math.min(...due))} at the latest`,
  };
}

function tellEnd(event: RecordedEvent): Pick<Told, "what" | "why" | "of"> {
  if (event.erased) return { what: "It ended", why: null, of: null };
  const { value, continuedAs } = runFinishedSchema.parse(event.data);
  if (continuedAs !== null) return { what: "It goes on as a new run", why: null, of: { kind: "run", id: continuedAs } };
  // What an effect came to is told by the effect; the rest of such a result are ids.
  const isOutcome = isObject(value) && typeof value.status === "string" && typeof value.effect === "string";
  const said = excerptOf(value) ?? (value === null || isOutcome ? null : brief(value));
  return { what: "It came to its end", why: said === null || said === "" ? null : `Its result: ${said}`, of: null };
}
