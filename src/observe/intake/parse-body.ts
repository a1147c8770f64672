/** Bytes from outside as JSON: UTF-8, well formed, and not nested so deeply that what reads it later would run out of stack. Pure. */
import { isUtf8 } from "node:buffer";
import { type Json, parseJson } from "../../kernel/json.ts";
import type { Parsed } from "../../kernel/schema.ts";

/** Our own readers recurse and manage several thousand levels; no sender that means well comes near this. */
const deepest = 200;

export function parseBody(bytes: Uint8Array): Parsed<Json> {
  if (!isUtf8(bytes)) return { ok: false, error: "it is not UTF-8" };
  const json = parseJson(new TextDecoder().decode(bytes));
  return json.ok && isTooDeep(json.value) ? { ok: false, error: `it is nested over ${deepest} levels deep` } : json;
}

/** Level by level, without recursion. */
function isTooDeep(value: Json): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; depth <= deepest; depth++) {
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
    if (level.length === 0) return false;
  }
  return true;
}
