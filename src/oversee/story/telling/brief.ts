/** JSON as a few plain words, for one line of a story. Pure. */
import { isObject } from "../../../kernel/json.ts";

const longest = 120;
const mostParts = 6;
const mostDeep = 3;

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
    const items: readonly unknown[] = value;
    if (items.length === 0) return "nothing";
    if (depth > 1 && !items.every(isPlain)) return counted(items.length);
    return listed(items.map((each) => inWords(each, depth + 1)));
  }
  if (!isObject(value)) return "";
  const { name, ...rest } = value;
  if (typeof name === "string" && name !== "") {
    const given = isObject(rest.arguments) ? rest.arguments : rest;
    const details = depth > 1 ? plainValues(given).join(", ") : fieldsInWords(given, depth);
    return details === "" ? plainName(name) : `${plainName(name)} (${details})`;
  }
  return depth > 1 ? thingInWords(value) : fieldsInWords(value, depth);
}

function fieldsInWords(value: Readonly<Record<string, unknown>>, depth: number): string {
  const filled = Object.entries(value).filter(([, each]) => each !== null && each !== "");
  const telling = filled.filter(([, each]) => !saysNothing(each));
  // Where a no is all there is, it is the answer.
  return (telling.length > 0 ? telling : filled)
    .slice(0, mostParts)
    .map(([name, each]) => `${plainName(name)} ${inWords(each, depth + 1)}`)
    .join(", ");
}

/** Too deep for the names of its fields: "item_1 (refunded)". */
function thingInWords(value: Readonly<Record<string, unknown>>): string {
  const [first, ...others] = plainValues(value);
  if (first === undefined) return counted(1);
  return others.length === 0 ? first : `${first} (${others.join(", ")})`;
}

function plainValues(value: Readonly<Record<string, unknown>>): string[] {
  return Object.values(value)
    .filter((each) => isPlain(each) && each !== "")
    .slice(0, mostDeep)
    .map((each) => inWords(each, 0));
}

function isPlain(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

/** A field that is left out of a line: nothing, no, none. */
function saysNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.every(saysNothing);
  return isObject(value) && Object.values(value).every(saysNothing);
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
