/** Data of contracts and processes as lines that people read: names in words, cents as amounts, nothing left out. */
import { moneyText } from "./money-words.ts";

export interface Fact {
  readonly label: string;
  /** Set for what fits on a line. */
  readonly text: string | null;
  /** Set for what has parts. */
  readonly parts: readonly Fact[] | null;
}

const acronyms = new Set(["id", "url", "sku", "csv", "pdf", "html", "iban", "vat"]);

/** "amountCents" -> "Amount", "order_id" -> "Order ID", "paymentMethodId" -> "Payment method ID", "perCustomerAMonth" -> "Per customer a month". */
export function labelOf(name: string): string {
  const words = name
    .replace(/(Cents|_cents)$/, "")
    .replace(/^cents(?=[A-Z_])/, "amount")
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .replaceAll(/[_-]+/g, " ")
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .map((word) => (acronyms.has(word) ? word.toUpperCase() : word));
  const text = words.join(" ");
  return text === "" ? name : text.charAt(0).toUpperCase() + text.slice(1);
}

export function isCentsName(name: string): boolean {
  return /(Cents|_cents)$|^cents(?=[A-Z_])/.test(name);
}

export function readFacts(value: unknown): readonly Fact[] {
  if (Array.isArray(value)) return value.map((item, index) => factOf(titleOf(item) ?? String(index + 1), item));
  if (isRecord(value)) return Object.entries(value).map(([name, item]) => factOf(name, item, labelOf(name)));
  return value === null || value === undefined ? [] : [factOf("value", value)];
}

/** Keys of effects and runs, ours and those that we give to others: "praxis-<hash>-1", 24 or more hexadecimal digits. */
const machineName = /^(?:praxis-[0-9a-f]{16,}-\d+|[0-9a-f]{24,})$/;

/** Whether a line says nothing to a person: it names something by what only machines call it. Such lines are folded away, and none is left out. */
export function isForMachines({ text }: Fact): boolean {
  return text !== null && machineName.test(text);
}

/** How many lines these are, with all that lies inside. */
export function countFacts(facts: readonly Fact[]): number {
  return facts.reduce((sum, { parts }) => sum + 1 + (parts === null ? 0 : countFacts(parts)), 0);
}

/** Any value on one line, nothing left out. */
export function lineOf(name: string, value: unknown): string {
  const line = ({ label, text, parts }: Fact): string => `${label}: ${text ?? (parts ?? []).map(line).join("; ")}`;
  const { text, parts } = factOf(name, value);
  return text ?? (parts ?? []).map(line).join("; ");
}

function factOf(name: string, value: unknown, label = name): Fact {
  if (Array.isArray(value) && value.every((item) => !isRecord(item) && !Array.isArray(item)))
    return {
      label,
      text: value.length === 0 ? "none" : value.map((item) => plainText(name, item)).join(", "),
      parts: null,
    };
  if (Array.isArray(value) || isRecord(value)) {
    const parts = readFacts(value);
    return parts.length === 0 ? { label, text: "none", parts: null } : { label, text: null, parts };
  }
  return { label, text: plainText(name, value), parts: null };
}

function plainText(name: string, value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return isCentsName(name) ? moneyText(value) : String(value);
  return String(value) === "" ? "empty" : String(value);
}

/** What names an item of a list: its own name, or its id. */
function titleOf(item: unknown): string | null {
  if (!isRecord(item)) return null;
  for (const name of ["title", "name", "label", "id"]) {
    const value = item[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return null;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
