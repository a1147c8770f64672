/**
 * Contracts: the typed agreement for one kind of action (docs/concepts.md, "What it does to the world").
 *
 * `contract()` closes over the types once: what the ledger and the worker handle is a `Bound` wish, without type parameters and casts.
 *
 * Invariants: E1 - what would slip past the ledger does not bind: a unit named twice, an amount that is none. An edit that makes it another effect is refused.
 * E3 - what is only shown is not compared, and never acts.
 */
import { messageOf, PraxisError } from "../kernel/errors.ts";
import { canonical, isObject, type Json, toJson } from "../kernel/json.ts";
import { jsonSchemaOf, type Parsed, parse, type Schema } from "../kernel/schema.ts";
import type { Call, LookUp } from "./call.ts";
import type { Connection } from "./connection.ts";

/** A letter as people read it: to whom, under which subject, and its words. */
export interface ShownLetter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** `read` has no effect; T0 to T3 are the tiers (docs/concepts.md, "What it does to the world"). */
export type Tier = "read" | "T0" | "T1" | "T2" | "T3";
export type Risk = "low" | "high";
export type Part = string | number;

export interface Money {
  readonly cents: number;
  /** Three letters, such as "EUR". */
  readonly currency: string;
}

export interface Compensation {
  readonly contract: string;
  /** The contract itself, where its declaration was given and not its name alone. */
  readonly definition: AnyContract | null;
  readonly wish: Json;
}

export interface ContractOptions<I, O> {
  readonly input: Schema<I>;
  readonly output: Schema<O>;
  /** The outside system; absent for T0 only. */
  readonly via?: Connection;
  /** What is to be true once (E1): the object's key fields, and the occasion that makes a later wish a new one. Never amounts or texts. */
  readonly intent?: { readonly object: (wish: I) => readonly Part[]; readonly occasion?: (wish: I) => readonly Part[] };
  /** Units of a set, each claimed once by one effect: `order/unit`. */
  readonly units?: (wish: I) => readonly string[];
  /** Never more than `limit` for one `of`, over all effects of all contracts that name the same `of`. */
  readonly cap?: {
    readonly of: (wish: I) => string;
    readonly amount: (wish: I) => number;
    readonly limit: (wish: I) => number;
  };
  /** Whom it concerns, for limits per customer. */
  readonly about?: (wish: I) => string;
  /** What it moves, in whole cents and an ISO 4217 currency: recorded with the effect, so that figures can sum it. */
  readonly money?: (wish: I) => Money;
  /** Which arguments a person may change at a gate; what a process looked up is not theirs to say. Default: all but what makes the effect's identity. */
  readonly mayEdit?: readonly (keyof I & string)[];
  readonly risk?: (wish: I) => Risk;
  /** One sentence for people: "Refund 43.20 to gift card 99". */
  readonly describe?: (wish: I) => string;
  /**
   * Arguments that only make sentences: names for ids. Two wishes that differ in nothing else are the same (E3), and what acts is given their
   * defaults in their place, so that they cannot matter. Each needs a default in the schema.
   */
  readonly shownOnly?: readonly (keyof I & string)[];
  /**
   * For an effect that only prepares what `describe` says: what is so once it has succeeded. "The order is held for it; nothing is changed yet".
   * It counts as done where an effect of the same description, without this, has succeeded.
   */
  readonly interim?: (wish: I) => string;
  /** The letter that it sends, so that people can read what was sent. */
  readonly letter?: (wish: I) => ShownLetter;
  /** What comes of it, for whoever is asked whether it may be done: "$246.30 goes back to the card, and a letter tells the customer". */
  readonly follows?: (wish: I) => string;
  readonly perform: (wish: I, call: Call) => Promise<unknown> | unknown;
  /** Asks the other side what became of a call with this key. Required for T2. */
  readonly lookUp?: (wish: I, call: Call) => Promise<LookUp>;
  /**
   * The effect (its id) that this one builds on, as an order that is held for it. Once that was undone, by whichever run, this is refused: asked of the
   * ledger right before it is sent, so also after a person's answer. In turn that is not undone while this is under way, nor, by another run, once this
   * is done and has no `compensate`.
   */
  readonly standsOn?: (wish: I) => string | null;
  /** Checked once more right before the effect. @returns why it must not happen any more, or null. */
  readonly precondition?: (wish: I, call: Call) => Promise<string | null>;
  readonly compensate?: (
    wish: I,
    output: O,
  ) => { readonly contract: { readonly name: string }; readonly wish: unknown };
  /** Calls that can share a request (E5): up to `most` of one account go out together. Each keeps its own intent, key and outcome. */
  readonly batch?: {
    readonly most: number;
    readonly perform: (
      items: readonly { readonly wish: I; readonly key: string }[],
      call: Call,
    ) => Promise<readonly unknown[]>;
  };
  readonly retry?: { readonly attempts?: number; readonly withinMs?: number };
}

/** A wish read by its contract's schema: everything that Praxis asks a contract about it. */
export interface Bound {
  readonly wish: Json;
  /** The wish without what is only shown: what has to be the same for it to be the same wish. */
  readonly compared: Json;
  readonly object: readonly Part[];
  readonly occasion: readonly Part[];
  readonly units: readonly string[];
  readonly cap: { readonly of: string; readonly amount: number; readonly limit: number } | null;
  readonly about: string | null;
  readonly money: Money | null;
  readonly risk: Risk;
  readonly description: string;
  readonly interim: string | null;
  /** The effect that it builds on. */
  readonly standsOn: string | null;
  /** @returns what it sends; null for what is no letter, or could not be made. */
  letter(): ShownLetter | null;
  /** What comes of it, in words; null where its contract does not say. */
  readonly follows: string | null;
  perform(call: Call): Promise<Parsed<Json>>;
  /** For T0, whose `perform` returns at once. */
  performLocally(call: Call): Parsed<Json>;
  lookUp(call: Call): Promise<LookUp>;
  precondition(call: Call): Promise<string | null>;
  compensation(output: Json): Compensation | null;
}

export interface Batch {
  readonly most: number;
  /** @returns an output for each item, in their order. */
  perform(
    items: readonly { readonly wish: Json; readonly key: string }[],
    call: Call,
  ): Promise<readonly Parsed<Json>[]>;
}

export interface Contract<I = unknown, O = unknown, T extends Tier = Tier> {
  readonly kind: "contract";
  readonly name: string;
  readonly tier: T;
  readonly via: Connection | null;
  /** Of a contract of Praxis itself: which of its own actions carries it out, inside the database. */
  readonly local: string | null;
  readonly inputSchema: Schema<I>;
  readonly outputSchema: Schema<O>;
  /** The schemas as JSON Schema: for gates, forms and documentation. */
  readonly inputJsonSchema: Json;
  readonly outputJsonSchema: Json;
  /** Of the arguments that a person may give instead at a gate, the others marked `readOnly`; null where nothing may be changed. */
  readonly editJsonSchema: Json;
  readonly canLookUp: boolean;
  readonly sendsLetter: boolean;
  /** Whether it says how it is undone. */
  readonly canUndo: boolean;
  readonly budget: { readonly attempts: number; readonly withinMs: number };
  readonly batch: Batch | null;
  bind(wish: Json): Parsed<Bound>;
  /** Of a wish, the arguments that are only shown. */
  shownOf(wish: Json): Readonly<Record<string, Json>>;
  /** @returns why a person may not change these arguments so, or null. */
  refuseEdit(original: Bound, edited: Bound): string | null;
  readOutput(value: unknown): Parsed<Json>;
}

/** What the registry, the ledger and the worker need of a contract, whatever its types. */
export type AnyContract = Omit<Contract, "inputSchema" | "outputSchema">;

/** @throws bad_contract where the declaration contradicts itself. */
export function contract<I, O, const T extends Tier>(
  name: string,
  options: ContractOptions<I, O> & { readonly tier: T },
): Contract<I, O, T> {
  checkDeclaration(name, options.tier, options);
  return {
    kind: "contract",
    name,
    tier: options.tier,
    via: options.via ?? null,
    local: null,
    inputSchema: options.input,
    outputSchema: options.output,
    inputJsonSchema: jsonSchemaOf(options.input),
    outputJsonSchema: jsonSchemaOf(options.output),
    editJsonSchema: editSchemaOf(jsonSchemaOf(options.input), options.mayEdit),
    canLookUp: options.lookUp !== undefined,
    sendsLetter: options.letter !== undefined,
    canUndo: options.compensate !== undefined,
    budget: { attempts: options.retry?.attempts ?? 10, withinMs: options.retry?.withinMs ?? 3_600_000 },
    batch: batchOf(options),
    bind(wish) {
      const parsed = parse(options.input, wish);
      if (!parsed.ok) return parsed;
      try {
        const told = toJson(parsed.value);
        const compared = withoutShown(told, options.shownOnly);
        const acting = options.shownOnly === undefined ? parsed : parse(options.input, compared);
        if (!acting.ok)
          return { ok: false, error: `what is only shown needs a default in the schema: ${acting.error}` };
        const value = bind(name, options, { shown: parsed.value, told, acting: acting.value, compared });
        const wrong = whatIsWrong(value);
        return wrong === null ? { ok: true, value } : { ok: false, error: wrong };
      } catch (thrown) {
        return { ok: false, error: `the contract's own code threw: ${messageOf(thrown)}` };
      }
    },
    shownOf: (wish) =>
      isObject(wish)
        ? Object.fromEntries(Object.entries(wish).filter(([key]) => options.shownOnly?.some((each) => each === key)))
        : {},
    refuseEdit: (original, edited) => refuseEdit(original, edited, options.mayEdit),
    readOutput: (value) => readOutput(options.output, value),
  };
}

function editSchemaOf(schema: Json, mayEdit: readonly string[] | undefined): Json {
  if (mayEdit === undefined) return schema;
  if (mayEdit.length === 0 || !isObject(schema) || !isObject(schema.properties)) return null;
  const properties = Object.entries(schema.properties).map(([name, each]): [string, Json] => [
    name,
    mayEdit.includes(name) || !isObject(each) ? each : { ...each, readOnly: true },
  ]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** An approval is for one effect: what another object, another person or other facts make of it is another effect (E1). */
function refuseEdit(original: Bound, edited: Bound, mayEdit: readonly string[] | undefined): string | null {
  const isSame = (one: Json, other: Json): boolean => canonical(one) === canonical(other);
  if (!isSame([...original.object, original.about], [...edited.object, edited.about]))
    return "the edit makes it an effect on something or somebody else";
  const [before, after] = [original.wish, edited.wish];
  if (mayEdit === undefined || !isObject(before) || !isObject(after)) return null;
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].find(
    (name) => !mayEdit.includes(name) && !isSame(before[name] ?? null, after[name] ?? null),
  );
  return changed === undefined ? null : `"${changed}" is not for a person to change here`;
}

function withoutShown(wish: Json, shownOnly: readonly string[] = []): Json {
  if (shownOnly.length === 0 || !isObject(wish)) return wish;
  return Object.fromEntries(Object.entries(wish).filter(([name]) => !shownOnly.includes(name)));
}

function bind<I, O>(
  name: string,
  options: ContractOptions<I, O>,
  {
    shown,
    told,
    acting: wish,
    compared,
  }: { readonly shown: I; readonly told: Json; readonly acting: I; readonly compared: Json },
): Bound {
  const { cap } = options;
  return {
    wish: told,
    compared,
    object: options.intent?.object(wish) ?? [],
    occasion: options.intent?.occasion?.(wish) ?? [],
    units: options.units?.(wish) ?? [],
    cap: cap ? { of: cap.of(wish), amount: cap.amount(wish), limit: cap.limit(wish) } : null,
    about: options.about?.(wish) ?? null,
    money: options.money?.(wish) ?? null,
    risk: options.risk?.(wish) ?? "low",
    description: options.describe?.(shown) ?? name,
    interim: options.interim?.(shown) ?? null,
    standsOn: options.standsOn?.(wish) ?? null,
    follows: options.follows?.(shown) ?? null,
    letter() {
      try {
        return options.letter?.(wish) ?? null;
      } catch {
        // The pack's own code: a page that shows it must not fail by it.
        return null;
      }
    },
    async perform(call) {
      return readOutput(options.output, await options.perform(wish, call));
    },
    performLocally(call) {
      try {
        const output = options.perform(wish, call);
        return output instanceof Promise
          ? { ok: false, error: "a T0 contract must return at once" }
          : readOutput(options.output, output);
      } catch (thrown) {
        return { ok: false, error: messageOf(thrown) };
      }
    },
    lookUp: async (call) => (options.lookUp ? options.lookUp(wish, call) : null),
    precondition: async (call) => (options.precondition ? options.precondition(wish, call) : null),
    compensation(output) {
      const parsed = parse(options.output, output);
      if (!options.compensate || !parsed.ok) return null;
      const undo = options.compensate(shown, parsed.value);
      const definition = isContract(undo.contract) ? undo.contract : null;
      return { contract: undo.contract.name, definition, wish: toJson(undo.wish) };
    },
  };
}

/** What would let units or amounts slip past the ledger. */
function whatIsWrong({ units, cap, money }: Bound): string | null {
  const twice = units.find((unit, index) => units.indexOf(unit) !== index);
  if (twice !== undefined) return `the unit "${twice}" is named twice`;
  if (money && !Number.isSafeInteger(money.cents)) return `the money ${money.cents} is not in whole cents`;
  if (money && !/^[A-Z]{3}$/.test(money.currency)) return `"${money.currency}" is no currency, such as "EUR"`;
  if (cap && !(Number.isFinite(cap.amount) && cap.amount >= 0)) return `the capped amount ${cap.amount} is below zero`;
  return null;
}

function isContract(value: object): value is AnyContract {
  return "kind" in value && value.kind === "contract";
}

function batchOf<I, O>(options: ContractOptions<I, O>): Batch | null {
  const { batch } = options;
  if (!batch) return null;
  return {
    most: batch.most,
    async perform(items, call) {
      const outputs = await batch.perform(
        items.map(({ wish, key }) => ({ wish: options.input.parse(withoutShown(wish, options.shownOnly)), key })),
        call,
      );
      return items.map((_, index) => readOutput(options.output, outputs[index]));
    },
  };
}

function readOutput<O>(schema: Schema<O>, value: unknown): Parsed<Json> {
  const parsed = parse(schema, value);
  return parsed.ok ? { ok: true, value: toJson(parsed.value) } : parsed;
}

function checkDeclaration<I, O>(name: string, tier: Tier, options: ContractOptions<I, O>): void {
  const wrong = (message: string, next: string): PraxisError =>
    new PraxisError("bad_contract", `contract "${name}" ${message}`, { next });
  const isOutside = tier === "T1" || tier === "T2" || tier === "T3";
  if (tier !== "T0" && !options.via)
    throw wrong("has no connection", "Give it `via: connection(...)`, or make it tier T0.");
  if (isOutside && !options.intent)
    throw wrong("has no intent", "Say what is to be true once: `intent: { object: (wish) => [...] }`.");
  if (tier === "T2" && !options.lookUp) throw wrong("is T2 without a look-up", "Give it `lookUp`, or make it T3.");
}
