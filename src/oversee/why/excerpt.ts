/** A glimpse of what somebody wrote, out of any JSON. Pure. */
import { isObject } from "../../kernel/json.ts";

/** Fields that usually hold what a person wrote, the likeliest first. */
const likelyFields = ["text", "body", "message", "content", "description", "comment", "note", "subject", "title"];
const longest = 160;
const deepest = 6;

/** @returns the text, cut at a word; null where there is none to read. */
export function excerptOf(value: unknown): string | null {
  const found: { text: string; rank: number }[] = [];
  collect(value, likelyFields.length, 0, found);
  const [best] = found.sort((one, other) => one.rank - other.rank || other.text.length - one.text.length);
  return best ? shorten(best.text) : null;
}

function collect(value: unknown, rank: number, depth: number, found: { text: string; rank: number }[]): void {
  if (depth > deepest || found.length > 200) return;
  if (typeof value === "string") {
    const text = value.replaceAll(/\s+/g, " ").trim();
    // A single word is an id or a code, and so are several numbers: nothing that reads as a text.
    if ((text.includes(" ") && /\p{L}{2}/u.test(text)) || (rank < likelyFields.length && text !== ""))
      found.push({ text, rank });
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, rank, depth + 1, found);
  } else if (isObject(value)) {
    for (const [name, field] of Object.entries(value)) {
      const known = likelyFields.indexOf(name.toLowerCase());
      collect(field, known < 0 ? likelyFields.length : known, depth + 1, found);
    }
  }
}

function shorten(text: string): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest);
  const space = cut.lastIndexOf(" ");
  return `${cut.slice(0, space > longest / 2 ? space : longest)} …`;
}
