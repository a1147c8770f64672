/**
 * Reads a JSON Schema into the fields of a form. What it does not know becomes a field for JSON, so nothing that a schema allows is out
 * of reach; the server checks every value against the schema itself.
 */
import { isCentsName, isRecord, labelOf } from "../text/facts.ts";

export type Field =
  | TextField
  | NumberField
  | { readonly kind: "flag"; readonly nullable: boolean }
  | { readonly kind: "choice"; readonly nullable: boolean; readonly options: readonly ChoiceOption[] }
  | { readonly kind: "constant"; readonly value: unknown; readonly nullable: boolean }
  | ObjectField
  | ListField
  | VariantsField
  | { readonly kind: "json"; readonly nullable: boolean };

export interface TextField {
  readonly kind: "text";
  readonly nullable: boolean;
  readonly format: string | null;
  readonly least: number;
  readonly most: number | null;
  readonly pattern: string | null;
  /** Meant for more than a few words. */
  readonly long: boolean;
  /** What it may well be; anything else may be typed. */
  readonly choices: readonly TextChoice[];
}

export interface ListField {
  readonly kind: "list";
  readonly item: Field;
  /** What an item is where nobody says otherwise. */
  readonly initial: unknown;
  readonly nullable: boolean;
  readonly least: number;
}

export interface TextChoice {
  readonly label: string;
  readonly value: string;
}

export interface NumberField {
  readonly kind: "number";
  readonly nullable: boolean;
  readonly whole: boolean;
  /** In cents, and typed as an amount. */
  readonly money: boolean;
  readonly least: number | null;
  readonly most: number | null;
}

export interface ChoiceOption {
  readonly label: string;
  readonly value: unknown;
}

export interface Property {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly required: boolean;
  /** What it is where nobody says otherwise. */
  readonly initial: unknown;
  readonly field: Field;
}

export interface ObjectField {
  readonly kind: "object";
  readonly nullable: boolean;
  readonly properties: readonly Property[];
}

export interface VariantsField {
  readonly kind: "variants";
  /** What is asked where one is chosen. */
  readonly label: string;
  readonly variants: readonly Variant[];
  readonly nullable: boolean;
}

export interface Variant {
  readonly label: string;
  readonly field: Field;
}

const deepest = 12;
const shortMost = 300;
const widestMost = Number.MAX_SAFE_INTEGER;

/** @param name of what the schema describes: "amountCents" makes a whole number an amount of money */
export function readSchema(schema: unknown, name = ""): Field {
  return read(schema, name, isRecord(schema) ? schema : {}, 0);
}

export interface Example {
  readonly title: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Values that a schema gives as examples of itself; their `title` is what they are called, and no part of them. */
export function examplesOf(schema: unknown): readonly Example[] {
  const given = isRecord(schema) && Array.isArray(schema.examples) ? schema.examples : [];
  return given.filter(isRecord).map(({ title, ...value }, index) => ({
    title: typeof title === "string" ? title : `Example ${index + 1}`,
    value,
  }));
}

type Root = Readonly<Record<string, unknown>>;

function read(schema: unknown, name: string, root: Root, depth: number): Field {
  if (!isRecord(schema) || depth > deepest) return { kind: "json", nullable: true };
  if (typeof schema.$ref === "string") return read(resolve(schema.$ref, root), name, root, depth + 1);
  if ("const" in schema) return { kind: "constant", value: schema.const, nullable: false };
  if (Array.isArray(schema.enum)) return readChoice(schema.enum);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(alternatives)) return readAlternatives(alternatives, titleOf(schema) ?? "Kind", name, root, depth);
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter((type) => type !== "null");
  const nullable = Array.isArray(schema.type) && schema.type.includes("null");
  return types.length === 1
    ? withNull(readType(types[0], schema, name, root, depth), nullable)
    : { kind: "json", nullable: true };
}

function readType(type: unknown, schema: Root, name: string, root: Root, depth: number): Field {
  switch (type) {
    case "string":
      return {
        kind: "text",
        nullable: false,
        format: typeof schema.format === "string" ? schema.format : null,
        least: numberOr(schema.minLength, 0),
        most: numberOrNull(schema.maxLength),
        pattern: typeof schema.pattern === "string" ? schema.pattern : null,
        long: typeof schema.maxLength === "number" && schema.maxLength > shortMost,
        choices: [],
      };
    case "integer":
    case "number":
      return {
        kind: "number",
        nullable: false,
        whole: type === "integer",
        money: isCentsName(name),
        least: limit(schema.minimum),
        most: limit(schema.maximum),
      };
    case "boolean":
      return { kind: "flag", nullable: false };
    case "array":
      return isRecord(schema.items)
        ? {
            kind: "list",
            item: read(schema.items, name, root, depth + 1),
            initial: schema.items.default,
            nullable: false,
            least: numberOr(schema.minItems, 0),
          }
        : { kind: "json", nullable: false };
    case "object":
      return readObject(schema, root, depth);
    default:
      return { kind: "json", nullable: type === "null" };
  }
}

function readObject(schema: Root, root: Root, depth: number): Field {
  if (!isRecord(schema.properties)) return { kind: "json", nullable: false };
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = Object.entries(schema.properties).map(([name, property]) => ({
    name,
    label: titleOf(property) ?? labelOf(name),
    description: isRecord(property) && typeof property.description === "string" ? property.description : null,
    required: required.includes(name),
    initial: isRecord(property) ? property.default : undefined,
    field: read(property, name, root, depth + 1),
  }));
  return { kind: "object", nullable: false, properties };
}

function readChoice(values: readonly unknown[]): Field {
  const options = values.filter((value) => value !== null).map((value) => ({ label: optionLabel(value), value }));
  return { kind: "choice", nullable: values.includes(null), options };
}

function readAlternatives(schemas: readonly unknown[], label: string, name: string, root: Root, depth: number): Field {
  const isNull = (schema: unknown) => isRecord(schema) && (schema.type === "null" || schema.const === null);
  const nullable = schemas.some(isNull);
  // What is deprecated is still taken, from programs; nobody is offered it.
  const others = schemas.filter((schema) => !isNull(schema) && !(isRecord(schema) && schema.deprecated === true));
  const fields = others.map((schema) => read(schema, name, root, depth + 1));
  const only = fields[0];
  if (fields.length === 1 && only) return withNull(only, nullable);
  const constants = fields.flatMap((field) => (field.kind === "constant" ? [field.value] : []));
  if (constants.length === fields.length) return withNull(readTitledChoice(others, constants), nullable);
  const choices = fields.flatMap((field, index) => textChoice(field, others[index]));
  const [open, ...more] = fields.filter((field) => field.kind !== "constant");
  if (open?.kind === "text" && more.length === 0 && choices.length === constants.length)
    return withNull({ ...open, choices }, nullable);
  const variants = fields.map((field, index) => ({ label: variantLabel(others[index], field, index), field }));
  return { kind: "variants", label, variants, nullable };
}

function readTitledChoice(schemas: readonly unknown[], values: readonly unknown[]): Field {
  const options = values.map((value, index) => ({ label: titleOf(schemas[index]) ?? optionLabel(value), value }));
  return { kind: "choice", nullable: false, options };
}

function textChoice(field: Field, schema: unknown): TextChoice[] {
  if (field.kind !== "constant" || typeof field.value !== "string") return [];
  return [{ label: titleOf(schema) ?? field.value, value: field.value }];
}

function titleOf(schema: unknown): string | undefined {
  return isRecord(schema) && typeof schema.title === "string" ? schema.title : undefined;
}

/** A variant goes by its title, else by the constant that tells it from the others. */
function variantLabel(schema: unknown, field: Field, index: number): string {
  const title = titleOf(schema);
  if (title !== undefined) return title;
  if (field.kind === "object") {
    for (const { name, field: inner } of field.properties) {
      if (inner.kind !== "constant") continue;
      return typeof inner.value === "string" ? labelOf(inner.value) : `${labelOf(name)}: ${optionLabel(inner.value)}`;
    }
  }
  return field.kind === "constant" ? optionLabel(field.value) : `Kind ${index + 1}`;
}

function optionLabel(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "string") return JSON.stringify(value);
  return /^[a-z]+(_[a-z]+)+$/.test(value) ? labelOf(value) : value;
}

function withNull(field: Field, nullable: boolean): Field {
  return nullable ? { ...field, nullable: true } : field;
}

function resolve(ref: string, root: Root): unknown {
  let found: unknown = root;
  for (const step of ref.replace(/^#\/?/, "").split("/").filter(Boolean)) {
    found = isRecord(found) ? found[step.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
  }
  return found;
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

/** The bounds that every whole number has say nothing to a person. */
function limit(value: unknown): number | null {
  return typeof value === "number" && Math.abs(value) < widestMost ? value : null;
}
