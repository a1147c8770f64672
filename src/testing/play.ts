/**
 * A play: what happens to a world, step by step, as data, so that it can be performed again and again. After each step the world goes on until
 * nothing moves any more: deadlines and pauses between attempts pass by themselves; the days that a run waits pass only with `advance`.
 */
import type { Connection } from "../act/connection.ts";
import type { Named } from "../engine/subjects/subjects.ts";
import { type Duration, durationMs } from "../kernel/duration.ts";
import { PraxisError } from "../kernel/errors.ts";
import { type Json, toJson } from "../kernel/json.ts";
import { mustParse } from "../kernel/schema.ts";
import type { Source } from "../observe/source.ts";
import type { Decision } from "../plan/decision.ts";
import type { Process } from "../plan/process.ts";
import type { Faults } from "./fakes/faults.ts";
import { answer, type PersonAnswer } from "./person.ts";
import type { Seen } from "./seen/seen.ts";

export interface EventOptions {
  /** What it is about: a run that waits for this type and this thing gets it. */
  readonly about?: string;
  /** Which shop, world or mailbox it belongs to. Default "main". */
  readonly account?: string;
  /** Whom it is about: a customer's id, or several handles of theirs. */
  readonly subject?: Named;
  /** The sender's id: an event with the same id is taken once. Default: one of its own. */
  readonly id?: string;
}

export interface EventStep {
  readonly kind: "event";
  readonly type: string;
  readonly source: string;
  readonly payload: Json;
  readonly about: string | null;
  readonly account: string;
  readonly subject: Named | null;
  readonly id: string | null;
}

export type Step =
  | EventStep
  | { readonly kind: "advance"; readonly ms: number }
  | { readonly kind: "answer"; readonly gate: RegExp | string; readonly answer: PersonAnswer }
  | { readonly kind: "cancel" | "retry"; readonly process: string; readonly why: string }
  | { readonly kind: "fail"; readonly connection: Connection; readonly faults: Faults }
  | { readonly kind: "power cut" }
  | { readonly kind: "check"; readonly look: (seen: Seen) => void };

export class Play {
  readonly steps: Step[] = [];

  /** An event comes in: by its type, as what starts a process (typed by its input), or as the body that a source reads. */
  event(type: string | Source, payload: unknown, options?: EventOptions): this;
  event<I>(process: Process<I>, payload: NoInfer<I>, options?: EventOptions): this;
  event(what: string | Source | Process, payload: unknown, options: EventOptions = {}): this {
    const { type, source, ...read } = readTrigger(what, payload);
    return this.#add({
      kind: "event",
      type,
      source,
      payload: read.payload,
      about: options.about ?? read.about,
      account: options.account ?? read.account,
      subject: options.subject ?? read.subject,
      id: options.id ?? null,
    });
  }

  /** Time passes: `advance("30 days")`. What comes due on the way happens at its time. */
  advance(duration: Duration): this {
    return this.#add({ kind: "advance", ms: durationMs(duration) });
  }

  /** A person answers the open gate with this title; or the open question of a decision, typed by its answer. */
  answer(title: RegExp, given: PersonAnswer): this;
  answer<I, A>(decision: Decision<I, A>, value: NoInfer<A>): this;
  answer(gate: RegExp | { readonly name: string }, given: unknown): this {
    if (gate instanceof RegExp) return this.#add({ kind: "answer", gate, answer: readAnswer(given) });
    return this.#add({ kind: "answer", gate: gate.name, answer: answer(given) });
  }

  /** Somebody cancels the newest run of a process. */
  cancel(process: string | Process, why = "cancelled in the play"): this {
    return this.#add({ kind: "cancel", process: nameOf(process), why });
  }

  /** Somebody retries the newest run of a process, which was set aside. */
  retry(process: string | Process, why = "retried in the play"): this {
    return this.#add({ kind: "retry", process: nameOf(process), why });
  }

  /** From now on this goes wrong at the other side; the other switches stay. */
  fail(connection: Connection, faults: Faults): this {
    return this.#add({ kind: "fail", connection, faults });
  }

  /** The power is cut, and comes back. */
  powerCut(): this {
    return this.#add({ kind: "power cut" });
  }

  /** Looks at the world between two steps; what it throws ends the play. */
  check(look: (seen: Seen) => void): this {
    return this.#add({ kind: "check", look });
  }

  #add(step: Step): this {
    this.steps.push(step);
    return this;
  }
}

type Trigger = Pick<EventStep, "type" | "source" | "payload" | "about" | "account" | "subject">;

function readTrigger(what: string | Source | Process, payload: unknown): Trigger {
  const plain = { source: "play", payload: toJson(payload), about: null, account: "main", subject: null };
  if (typeof what === "string") return { ...plain, type: what };
  if (what.kind === "source") {
    const read = what.read(toJson(payload));
    if (read.ok) return { ...read.value, source: what.name };
    throw new PraxisError("bad_input", `the body does not fit the source "${what.name}": ${read.error}`, {
      next: "Correct the named fields of the body in the play.",
    });
  }
  if (what.on === null) {
    throw new PraxisError("no_trigger", `no event starts the process "${what.name}"`, {
      next: "Give the process `on`, or send the event of the process that starts it.",
    });
  }
  mustParse(what.inputSchema, plain.payload, `the event that starts "${what.name}"`);
  return { ...plain, type: what.on };
}

function nameOf(process: string | Process): string {
  return typeof process === "string" ? process : process.name;
}

function readAnswer(given: unknown): PersonAnswer {
  if (typeof given === "object" && given !== null && "verdict" in given && "value" in given && "reason" in given) {
    const { verdict, value, reason } = given;
    if (verdict === "approve" || verdict === "answer" || verdict === "decline")
      return { verdict, value: toJson(value), reason: typeof reason === "string" ? reason : null };
  }
  throw new PraxisError("bad_answer", "this is no answer to a gate", {
    next: "Use approve(), approve(edited), decline(reason) or answer(value).",
  });
}
