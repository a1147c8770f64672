/** Reading columns: a row is `unknown` until one of these has looked at it. */
import { assert } from "../kernel/errors.ts";
import type { Row } from "./event-log.ts";

export function text(row: Row, column: string): string {
  const value = row[column];
  assert(typeof value === "string", `column ${column} holds text`);
  return value;
}

export function textOrNull(row: Row, column: string): string | null {
  const value = row[column];
  return typeof value === "string" ? value : null;
}

export function integer(row: Row, column: string): number {
  const value = row[column];
  assert(typeof value === "number", `column ${column} holds a number`);
  return value;
}

export function integerOrNull(row: Row, column: string): number | null {
  const value = row[column];
  return typeof value === "number" ? value : null;
}

export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  assert(value instanceof Uint8Array, `column ${column} holds bytes`);
  return value;
}

/** The text as one of the given words. */
export function oneOf<const W extends string>(row: Row, column: string, words: readonly W[]): W {
  const value = row[column];
  const word = words.find((candidate) => candidate === value);
  assert(word !== undefined, `column ${column} holds one of ${words.join(", ")}`);
  return word;
}
