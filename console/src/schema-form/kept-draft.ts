/** Drafts as a tab has kept them: whether one is of this field (the form may have changed since), and what was typed in one. */
import { isRecord } from "../text/facts.ts";
import type { Draft } from "./draft.ts";
import type { Field } from "./read-schema.ts";

export function isDraftOf(field: Field, value: unknown): value is Draft {
  if (!isRecord(value)) return false;
  switch (field.kind) {
    case "text":
    case "number":
    case "choice":
    case "json":
      return value.kind === "text" && typeof value.text === "string";
    case "flag":
      return value.kind === "flag" && typeof value.on === "boolean";
    case "constant":
      return value.kind === "constant";
    case "list":
      return (
        value.kind === "list" && Array.isArray(value.items) && value.items.every((item) => isDraftOf(field.item, item))
      );
    case "variants": {
      const variant = typeof value.chosen === "number" ? field.variants[value.chosen] : undefined;
      return value.kind === "variant" && variant !== undefined && isDraftOf(variant.field, value.draft);
    }
    case "object": {
      const { kind, parts, rest } = value;
      if (kind !== "object" || !isRecord(parts) || !isRecord(rest)) return false;
      return field.properties.every((property) => isDraftOf(property.field, parts[property.name]));
    }
  }
}

/** Words in a draft, or in what was typed into a single field; the numbers of choices are none. */
export function typedTexts(draft: unknown): readonly string[] {
  if (typeof draft === "string") return /\p{L}/u.test(draft) ? [draft.trim()] : [];
  if (!isRecord(draft)) return [];
  if (draft.kind === "text") return typedTexts(draft.text);
  const inside = [draft.draft, ...(Array.isArray(draft.items) ? draft.items : [])];
  return [...inside, ...(isRecord(draft.parts) ? Object.values(draft.parts) : [])].flatMap(typedTexts);
}
