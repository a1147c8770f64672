/** JSON as a few plain words, for one line of a story. Pure. */
import { isObject } from "../../../kernel/json.ts";

const longest = 120;
const mostParts = 6;

/** `{id: "#1", items: ["a", "b"]}` as "id #1, items a and b"; what has a name begins with it; cut where it grows long. */
export function brief(value: unknown): string {
  return cut(inWords(value, 0), longest);
}

function inWords(value: unknown, depth: number): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value.replaceAll(/\s+/g, " ").trim();
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return "nothing";
    return depth > 1 ? counted(value.length) : listed(value.map((each) => inWords(each, depth + 1)));
  }
  if (!isObject(value)) return "";
  const { name, ...rest } = value;
  if (typeof name === "string" && name !== "") {
    const details = fieldsInWords(isObject(rest.arguments) ? rest.arguments : rest, depth);
    return details === "" ? plainName(name) : `${plainName(name)} (${details})`;
  }
  return fieldsInWords(value, depth);
}

function fieldsInWords(value: Readonly<Record<string, unknown>>, depth: number): string {
  const parts = Object.entries(value).filter(([, each]) => each !== null && each !== "");
  if (depth > 1) return counted(parts.length);
  return parts
    .slice(0, mostParts)
    .map(([name, each]) => `${plainName(name)} ${inWords(each, depth + 1)}`)
    .join(", ");
}

function counted(count: number): string {
  return count === 1 ? "1 thing" : `${count} things`;
}

/** "a", "a and b", "a, b and c", "a, b, c and 7 more". */
export function listed(words: readonly string[]): string {
  const most = 4;
  const shown = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : [...words];
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}

export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most);
  const space = head.lastIndexOf(" ");
  return `${head.slice(0, space > most / 2 ? space : most)} …`;
}

/** `OrderPlaced`, `order_placed` and `order placed` as "order placed"; `Order placed` with a capital. */
export function plainName(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]+/g, " ")
    .trim()
    .toLowerCase();
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
