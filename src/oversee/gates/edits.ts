/** What a person changed of a proposal, part by part: what was asked, and what was approved. Pure. */
import { z } from "zod";
import { canonical, isObject, type Json } from "../../kernel/json.ts";

export const editSchema = z.object({
  /** Names and, in lists, places from 0: where in the proposal. */
  path: z.array(z.string()),
  /** Null where there was none. */
  before: z.unknown(),
  /** Null where it was taken away. */
  after: z.unknown(),
});
export type Edit = z.infer<typeof editSchema>;

export function editsOf(before: Json | undefined, after: Json | undefined, path: readonly string[] = []): Edit[] {
  if (canonical(before ?? null) === canonical(after ?? null)) return [];
  const parts = partsOf(before);
  const others = partsOf(after);
  // A list that is longer or shorter now is told whole: which of its parts stayed is a guess.
  const isSameKind = parts !== null && others !== null && Array.isArray(before) === Array.isArray(after);
  if (!isSameKind || (Array.isArray(before) && parts.size !== others.size))
    return [{ path: [...path], before: before ?? null, after: after ?? null }];
  const names = new Set([...parts.keys(), ...others.keys()]);
  return [...names].flatMap((name) => editsOf(parts.get(name), others.get(name), [...path, name]));
}

function partsOf(value: Json | undefined): Map<string, Json> | null {
  if (Array.isArray(value)) return new Map(value.map((item, index) => [String(index), item]));
  return isObject(value) ? new Map(Object.entries(value)) : null;
}
