/** One step's outcome, as a moment: what was read, decided, heard, or not done. */
import { outcomeOutlineOf, outcomeSchema } from "../../../engine/run-events.ts";
import type { RecordedEvent } from "../../../kernel/event.ts";
import { isObject, type Json } from "../../../kernel/json.ts";
import { excerptOf } from "../../why/excerpt.ts";
import { letterSchema } from "../story-shape.ts";
import { brief, capital, cut, plainName } from "./brief.ts";
import type { Facts } from "./facts.ts";
import { nobody, type Told } from "./told.ts";

type Outcome = ReturnType<typeof outcomeSchema.parse>;

export function tellOutcome(facts: Facts, event: RecordedEvent): Told {
  if (event.erased) return tellErased(event);
  const outcome = outcomeSchema.parse(event.data);
  const told: Told = { ...nobody, step: outcome.seq, ...tellByKind(facts, outcome) };
  if (!outcome.copy) return told;
  return {
    ...told,
    why: outcome.copy.edited ? "It was edited for this fork" : "It was kept from the run that this one was forked from",
  };
}

/** What kind of step it was, which its outline says; of steps that have none, that there was one. */
function tellErased(event: RecordedEvent): Told {
  const outline = outcomeOutlineOf(event);
  if (outline === null) return { ...nobody, kind: "other", what: "A step whose content was erased" };
  const { kind, name, seq } = outline;
  const told = { ...nobody, step: seq };
  switch (kind) {
    case "read":
      return { ...told, kind: "read", what: `Looked something up (${name}); what was asked and answered was erased` };
    case "decide":
      return { ...told, kind: "decided", what: `${capital(plainName(name))}: the answer was erased` };
    case "wait":
      return {
        ...told,
        kind: "came in",
        what: `${capital(plainName(name))}, or its time was over; what it said was erased`,
      };
    case "local":
    case "do":
      return {
        ...told,
        kind: "did",
        what: `${capital(plainName(name.split(".").at(-1) ?? name))}: what exactly was erased`,
      };
    default:
      return { ...told, kind: "other", what: `A step (${plainName(name)}) whose content was erased` };
  }
}

type Telling = Pick<Told, "kind" | "what"> & Partial<Told>;

function tellByKind(facts: Facts, outcome: Outcome): Telling {
  const { name, value } = outcome;
  switch (outcome.kind) {
    case "do":
      return tellEffect(facts, outcome);
    case "read":
      return { kind: "read", ...tellRead(facts, outcome) };
    case "local":
      return tellLocal(facts, outcome);
    case "decide":
      return { kind: "decided", ...tellDecision(outcome) };
    case "wait":
      return tellArrival(facts, outcome);
    case "sleep":
      return { kind: "waited", what: "The time to wait was over" };
    case "start": {
      const of = typeof value === "string" ? { kind: "run" as const, id: value } : null;
      return { kind: "did", what: `Started the process "${name}"`, of };
    }
    case "join":
      return { kind: "waited", ...tellJoin(outcome) };
    default:
      return { kind: "other", what: `${capital(name)}: ${brief(value)}` };
  }
}

function wishOf({ args }: Outcome): Json {
  return isObject(args) && "wish" in args ? args.wish : args;
}

/** "Read the order (id #1)"; a contract without words of its own is named. */
function wishInWords(facts: Facts, outcome: Outcome): string {
  const wish = wishOf(outcome);
  const described = facts.describe(outcome.name, wish);
  if (described !== outcome.name) return capital(described);
  const details = brief(wish);
  const verb = outcome.kind === "read" ? "Looked up " : "";
  return `${verb}${outcome.name}${details === "" ? "" : ` (${details})`}`;
}

/** Only what no effect of this run tells by itself. */
function tellEffect(facts: Facts, outcome: Outcome): Telling {
  const value = isObject(outcome.value) ? outcome.value : {};
  const what = wishInWords(facts, outcome);
  const of = typeof value.effect === "string" ? { kind: "effect" as const, id: value.effect } : null;
  switch (value.status) {
    case "succeeded": {
      const interim = of === null ? null : (facts.intended(of.id)?.interim ?? null);
      if (interim !== null)
        return { kind: "did", what: `Prepared already: ${interim}`, why: sameWish(facts, value.run), of };
      return {
        kind: "did",
        what: `${what}: had been done before, so it was not done again`,
        why: sameWish(facts, value.run),
        of,
      };
    }
    case "denied": {
      const policy = String(value.policy);
      const why = `The policy "${policy}" forbids it: ${value.reason ?? "no reason was given"}`;
      return { kind: "decided", what: `Not done: ${what}`, why, by: policy };
    }
    case "proposed":
      return { kind: "decided", what: `Only proposed: ${what}`, why: "The level is shadow, so nothing is done" };
    default:
      return { kind: "did", what: `Not done: ${what}`, why: reasonIn(value), of };
  }
}

function sameWish(facts: Facts, run: unknown): string | null {
  const process = typeof run === "string" ? facts.process(run) : null;
  return process === null ? null : `Another run of "${process}" had asked for the same`;
}

function reasonIn(value: Readonly<Record<string, unknown>>): string | null {
  return typeof value.reason === "string" && value.reason !== "" ? capital(value.reason) : null;
}

function tellRead(facts: Facts, outcome: Outcome): Pick<Told, "what" | "by" | "why"> {
  const by = facts.connectionOf(outcome.name);
  const what = wishInWords(facts, outcome);
  if (!outcome.ok) {
    const reason = isObject(outcome.value) ? outcome.value.message : null;
    return { what: `${what}: refused`, by, why: typeof reason === "string" ? capital(reason) : null };
  }
  return { what: outcome.value === null ? `${what}: there is none` : what, by, why: null };
}

/** Names of contracts that say something to somebody. */
const telling = /repl|tell|notif|mail|messag|inform/i;

function tellLocal(facts: Facts, outcome: Outcome): Telling {
  const wish = wishOf(outcome);
  const letter = letterIn(wish);
  if (letter !== null) return { kind: "told", what: wishInWords(facts, outcome), letter };
  const text = excerptOf(outcome.value);
  if (!telling.test(outcome.name) || text === null) return { kind: "did", what: wishInWords(facts, outcome) };
  const to = isObject(wish) && typeof wish.to === "string" ? wish.to : "somebody";
  return { kind: "told", what: `Told ${to}: “${text}”` };
}

/** What is kept inside Praxis for somebody to read, word by word. */
function letterIn(wish: Json): Told["letter"] {
  const read = letterSchema.required().safeParse(wish);
  return read.success ? read.data : null;
}

function tellDecision({ name, args, value }: Outcome): Pick<Told, "what" | "why" | "by" | "from"> {
  const decided = isObject(value) ? value : {};
  const by = typeof decided.by === "string" ? decided.by : null;
  const sure = decided.rung === "rule" ? `The rule "${by}" was sure` : `${by} answered`;
  const why = by === null ? null : sure;
  return { what: `${capital(name)}: ${brief(decided.answer)}`, why, by, from: excerptOf(args) };
}

function tellArrival(facts: Facts, { name, args, value }: Outcome): Telling {
  const about = isObject(args) && typeof args.about === "string" ? args.about : null;
  const why = about === null ? "The run waited for it" : `The run waited for it, about ${cut(about, 60)}`;
  if (!isObject(value) || value.status !== "arrived")
    return { kind: "waited", what: `Not in time: ${plainName(name)}`, why };
  const position = typeof value.position === "number" ? value.position : null;
  const event = position === null ? undefined : facts.eventAt(position);
  const source = isObject(event?.data) && typeof event.data.source === "string" ? event.data.source : null;
  return {
    kind: "came in",
    what: `${capital(plainName(name))}${source === null ? "" : `, from "${source}"`}`,
    why,
    by: source,
    from: excerptOf(value.event),
    of: position === null ? null : { kind: "event", id: String(position) },
  };
}

function tellJoin({ name, args, value }: Outcome): Pick<Told, "what" | "of"> {
  const run = isObject(args) && typeof args.run === "string" ? args.run : null;
  const ended = isObject(value) && value.status === "done" ? "came to its end" : "was cancelled";
  return {
    what: `The run of "${name}" that it had started ${ended}`,
    of: run === null ? null : { kind: "run", id: run },
  };
}
