/** Settings in words: what a key is about, what a value says, and what a change changed. Pure. */
import type { ChangedValue } from "../../../components/values/changed-values.tsx";
import { isCentsName, isRecord, labelOf } from "../../../text/facts.ts";
import { moneyText } from "../../../text/money-words.ts";

/** "policy/refund limits" -> "Policy “refund limits”". */
export function keyText(key: string): string {
  const [kind, ...rest] = key.split("/");
  const first = rest[0] ?? "";
  switch (kind) {
    case "level":
      if (rest.length === 0) return "Autonomy of everything";
      return rest.length === 1 ? `Autonomy of ${first}` : `Autonomy of ${rest.slice(1).join("/")} in ${first}`;
    case "policy":
      return `Policy “${rest.join("/")}”`;
    case "stopped":
      return first === "*" ? "The stop switch of everything" : `The stop switch of ${rest.join("/")}`;
    default:
      return labelOf(key.replaceAll("/", " "));
  }
}

export function settingText(name: string, value: unknown): string {
  if (value === null || value === undefined) return "not set";
  if (typeof value === "number") return isCentsName(name) ? moneyText(value) : value.toLocaleString("en-GB");
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  return JSON.stringify(value);
}

/** What differs, by name. @param defaults what held where nothing was set before */
export function changedValues(
  key: string,
  before: unknown,
  after: unknown,
  defaults: unknown = null,
): readonly ChangedValue[] {
  if (key.startsWith("stopped/")) return [{ name: "", before: switchText(before), after: switchText(after) }];
  const from = before ?? defaults;
  if (!isRecord(after) && !isRecord(from))
    return [{ name: "", before: settingText("", from), after: settingText("", after) }];
  const old = isRecord(from) ? from : {};
  const current = isRecord(after) ? after : {};
  const names = [...new Set([...Object.keys(old), ...Object.keys(current)])];
  return names
    .filter((name) => JSON.stringify(old[name]) !== JSON.stringify(current[name]))
    .map((name) => ({
      name: labelOf(name),
      before: settingText(name, old[name]),
      after: settingText(name, current[name]),
    }));
}

function switchText(value: unknown): string {
  return value === null || value === undefined || value === false ? "open" : "stopped";
}
