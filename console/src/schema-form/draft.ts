/**
 * What somebody has typed into a form so far, and the value that it makes. A draft may be wrong for as long as it is typed; only
 * `collect` decides.
 */
import { isRecord } from "../text/facts.ts";
import { moneyText, readMoney } from "../text/money-words.ts";
import type { Field, ListField, NumberField, TextField } from "./read-schema.ts";

export type Draft =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "flag"; readonly on: boolean }
  | { readonly kind: "object"; readonly parts: Readonly<Record<string, Draft>>; readonly rest: Record<string, unknown> }
  | { readonly kind: "list"; readonly items: readonly Draft[] }
  | { readonly kind: "variant"; readonly chosen: number; readonly draft: Draft }
  | { readonly kind: "constant" };

/** Messages by path: "of.unit", "0.name"; the whole value's path is "". */
export type Complaints = Readonly<Record<string, string>>;

export type Collected =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly complaints: Complaints };

const leftOut = Symbol("left out");

export function draftOf(field: Field, value: unknown): Draft {
  switch (field.kind) {
    case "text":
      return { kind: "text", text: value === undefined || value === null ? "" : String(value) };
    case "number":
      return { kind: "text", text: numberText(field, value) };
    case "flag":
      return { kind: "flag", on: value === true };
    case "choice": {
      const index = field.options.findIndex((option) => sameJson(option.value, value));
      return { kind: "text", text: index < 0 ? "" : String(index) };
    }
    case "constant":
      return { kind: "constant" };
    case "json":
      return { kind: "text", text: value === undefined ? "" : JSON.stringify(value, null, 2) };
    case "list":
      return { kind: "list", items: listOf(field, value).map((item) => draftOf(field.item, item)) };
    case "object": {
      const given = isRecord(value) ? value : {};
      const parts = field.properties.map((property) => [
        property.name,
        draftOf(property.field, property.name in given ? given[property.name] : property.initial),
      ]);
      const known = new Set(field.properties.map(({ name }) => name));
      const rest = Object.entries(given).filter(([name]) => !known.has(name));
      return { kind: "object", parts: Object.fromEntries(parts), rest: Object.fromEntries(rest) };
    }
    case "variants": {
      const fitting = field.variants.findIndex(({ field: variant }) => fits(variant, value));
      const chosen = Math.max(0, fitting);
      const variant = field.variants[chosen];
      return { kind: "variant", chosen, draft: variant ? draftOf(variant.field, value) : { kind: "constant" } };
    }
  }
}

export function collect(field: Field, draft: Draft): Collected {
  const complaints: Record<string, string> = {};
  const value = take(field, draft, true, "", complaints);
  if (Object.keys(complaints).length > 0) return { ok: false, complaints };
  return { ok: true, value: value === leftOut ? null : value };
}

function take(
  field: Field,
  draft: Draft,
  required: boolean,
  path: string,
  complaints: Record<string, string>,
): unknown {
  const complain = (message: string): typeof leftOut => {
    complaints[path] = message;
    return leftOut;
  };
  if (draft.kind === "text" && draft.text.trim() === "") {
    if (field.nullable) return null;
    if (!required) return leftOut;
    if (field.kind !== "text" || field.least > 0) return complain("This is needed.");
  }
  switch (field.kind) {
    case "constant":
      return field.value;
    case "flag":
      return draft.kind === "flag" && draft.on;
    case "text":
      return draft.kind === "text" ? (textComplaint(field, draft.text, complain) ?? draft.text) : leftOut;
    case "number":
      return draft.kind === "text" ? takeNumber(field, draft.text, complain) : leftOut;
    case "choice":
      return draft.kind === "text" ? field.options[Number(draft.text)]?.value : leftOut;
    case "json":
      return draft.kind === "text" ? takeJson(draft.text, complain) : leftOut;
    case "list": {
      const items = draft.kind === "list" ? draft.items : [];
      if (!required && field.least > 0 && isBlank(draft)) return leftOut;
      if (items.length < field.least) return complain(`At least ${field.least} of these.`);
      return items.map((item, index) => take(field.item, item, true, join(path, String(index)), complaints));
    }
    case "variants": {
      const variant = draft.kind === "variant" ? field.variants[draft.chosen] : undefined;
      if (!variant || draft.kind !== "variant") return complain("Choose one.");
      return take(variant.field, draft.draft, required, path, complaints);
    }
    case "object": {
      if (draft.kind !== "object") return leftOut;
      if (isBlank(draft) && field.nullable) return null;
      if (isBlank(draft) && !required) return leftOut;
      const taken = field.properties.map(({ name, field: inner, required: isNeeded }) => {
        const part = draft.parts[name] ?? draftOf(inner, undefined);
        return [name, take(inner, part, isNeeded, join(path, name), complaints)] as const;
      });
      return { ...draft.rest, ...Object.fromEntries(taken.filter(([, value]) => value !== leftOut)) };
    }
  }
}

type Complain = (message: string) => typeof leftOut;

function textComplaint(field: TextField, text: string, complain: Complain): typeof leftOut | undefined {
  if (text.length < field.least) return complain(`At least ${field.least} letters.`);
  if (field.most !== null && text.length > field.most) return complain(`At most ${field.most} letters.`);
  if (field.format === "email" && !/^[^\s@]+@[^\s@]+$/.test(text)) return complain("This is no mail address.");
  if (field.pattern !== null && !matches(field.pattern, text)) return complain("This does not have the right form.");
  return undefined;
}

function takeNumber(field: NumberField, text: string, complain: Complain): number | typeof leftOut {
  const value = field.money ? readMoney(text) : Number(text.trim().replace(",", "."));
  if (value === null || !Number.isFinite(value))
    return complain(field.money ? "An amount, such as 43.20." : "A number.");
  if (field.whole && !Number.isInteger(value)) return complain("A whole number.");
  const say = (bound: number) => (field.money ? moneyText(bound) : String(bound));
  if (field.least !== null && value < field.least) return complain(`At least ${say(field.least)}.`);
  if (field.most !== null && value > field.most) return complain(`At most ${say(field.most)}.`);
  return value;
}

function takeJson(text: string, complain: Complain): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return complain("This is no JSON.");
  }
}

/** Where some are needed they stand there, to be filled in. */
function listOf({ least, initial }: ListField, value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : Array.from({ length: least }, () => initial);
}

/**
 * The draft of another variant, with what somebody typed in this one where both have a field for it.
 * @param field whose draft it is
 */
export function draftOfVariant(next: Field, field: Field, draft: Draft): Draft {
  const fresh = draftOf(next, undefined);
  if (next.kind !== "object" || field.kind !== "object" || draft.kind !== "object" || fresh.kind !== "object")
    return fresh;
  const parts = next.properties.map(({ name, field: inner }) => {
    const old = field.properties.find((property) => property.name === name);
    const typed = draft.parts[name];
    const initial = fresh.parts[name] ?? draftOf(inner, undefined);
    if (old === undefined || typed === undefined) return [name, initial] as const;
    if (inner.kind === "object") return [name, draftOfVariant(inner, old.field, typed)] as const;
    const isTyped = areAlike(inner, old.field) && !sameJson(typed, draftOf(old.field, old.initial));
    return [name, isTyped ? typed : initial] as const;
  });
  return { ...fresh, parts: Object.fromEntries(parts) };
}

/** Whether what was typed into one makes sense in the other: the same words, whatever there is to choose from. */
function areAlike(one: Field, other: Field): boolean {
  if (one.kind === "list" && other.kind === "list") return areAlike(one.item, other.item);
  if (one.kind === "text" || one.kind === "number") return one.kind === other.kind;
  return sameJson(one, other);
}

/** Whether nothing was typed into it: an optional part that is blank is left out. */
function isBlank(draft: Draft): boolean {
  switch (draft.kind) {
    case "text":
      return draft.text.trim() === "";
    case "flag":
      return !draft.on;
    case "constant":
      return true;
    case "list":
      return draft.items.every(isBlank);
    case "variant":
      return isBlank(draft.draft);
    case "object":
      return Object.values(draft.parts).every(isBlank) && Object.keys(draft.rest).length === 0;
  }
}

/** Whether a value can be of this variant: its constants agree, and what it needs is there. */
function fits(field: Field, value: unknown): boolean {
  if (field.kind === "constant") return sameJson(field.value, value);
  if (field.kind === "object") {
    if (!isRecord(value)) return false;
    return field.properties.every(
      ({ name, field: inner, required }) =>
        (!required || name in value) && (inner.kind !== "constant" || sameJson(inner.value, value[name])),
    );
  }
  if (field.kind === "list") return Array.isArray(value);
  if (field.kind === "number") return typeof value === "number";
  if (field.kind === "flag") return typeof value === "boolean";
  return field.kind === "text" ? typeof value === "string" : false;
}

function numberText(field: NumberField, value: unknown): string {
  if (typeof value !== "number") return "";
  return field.money ? (value / 100).toFixed(2) : String(value);
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    return true;
  }
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
