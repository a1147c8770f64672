/**
 * JSON values and their canonical text: keys sorted, no white space, so that equal values have equal bytes and one digest.
 */
import { hash } from "node:crypto";
import { PraxisError } from "./errors.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as JSON would carry it: `undefined` fields are dropped, dates become ISO text. @throws not_json */
export function toJson(value: unknown): Json {
  return convert(value, 0);
}

/** Nothing that is written by hand is as deep; what contains itself is deeper than anything. */
const deepest = 500;

function convert(value: unknown, depth: number): Json {
  if (depth > deepest) throw notJson("something that contains itself, or is nested too deeply,");
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw notJson(`the number ${value}`);
    return value;
  }
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map((each) => convert(each, depth + 1));
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object") throw notJson(`a ${typeof value}`);
  // Anything with a class of its own (a Map, a promise that was not awaited) would lose what it holds without a word.
  if (!isPlain(value)) throw notJson(`a ${value.constructor?.name ?? "value with a class"}`);
  // Twice as fast as by entries, and this sees every wish and every outcome.
  const converted: { [key: string]: Json } = {};
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined) continue;
    if (key === "__proto__") Object.defineProperty(converted, key, { value: convert(field, depth + 1), ...ownField });
    else converted[key] = convert(field, depth + 1);
  }
  return converted;
}

const ownField = { enumerable: true, configurable: true, writable: true };

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function notJson(what: string): PraxisError {
  return new PraxisError("not_json", `${what} cannot be recorded`, {
    next: "Pass plain data only: text, finite numbers, booleans, null, lists and objects of these.",
  });
}

/** Canonical text of a JSON value: the same value gives the same text on every machine. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  const fields = Object.keys(value).sort();
  return `{${fields.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(",")}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** A short digest of a value: 128 bits of SHA-256, in hex. */
export function digestOf(value: Json): string {
  return digestText(canonical(value));
}

export function digestText(text: string): string {
  return hash("sha256", text, "hex").slice(0, 32);
}

export function parseJson(text: string): { ok: true; value: Json } | { ok: false; error: string } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (thrown) {
    return { ok: false, error: thrown instanceof Error ? thrown.message : "not JSON" };
  }
}
