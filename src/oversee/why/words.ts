/** Moments, numbers of times and JSON in words for people. Pure. */
import { isObject } from "../../kernel/json.ts";
import { formatMoney } from "../../kernel/money.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "12 Mar 2026, 14:03 UTC": one spelling on every machine. */
export function moment(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ""} ${date.getUTCFullYear()}, ${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`;
}

export function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}

/** `{askAboveCents: 400_000, perMonth: 3}` in EUR as "ask above 4,000.00 €, per month 3"; empty for nothing. Names and amounts are told as the console tells them. */
export function parameters(value: unknown, currency: string | null): string {
  if (!isObject(value)) return value === null || value === undefined ? "" : JSON.stringify(value);
  return Object.entries(value)
    .map(([name, each]) => parameter(name, each, currency))
    .join(", ");
}

const cents = /(Cents|_cents)$/;
const centsFirst = /^cents(?=[A-Z_])/;

function parameter(name: string, value: unknown, currency: string | null): string {
  const isMoney = (cents.test(name) || centsFirst.test(name)) && typeof value === "number";
  const said = isMoney ? name.replace(cents, "").replace(centsFirst, "amount") : name;
  const label = said
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .replaceAll(/[_-]+/g, " ")
    .trim()
    .toLowerCase();
  if (isMoney) return `${label} ${formatMoney(value, currency)}`;
  if (typeof value === "boolean") return `${label} ${value ? "yes" : "no"}`;
  return `${label} ${typeof value === "string" ? value : JSON.stringify(value)}`;
}

export function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…”"]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** The person in a principal: "person:maria" is "maria"; others stay as they are. */
export function who(principal: string): string {
  return principal.startsWith("person:") ? principal.slice("person:".length) : principal;
}

/** A list that stays short: the first few, and how many more there are. */
export function few(lines: readonly string[], most: number, more: (count: number) => string): string[] {
  return lines.length <= most ? [...lines] : [...lines.slice(0, most - 1), more(lines.length - most + 1)];
}
