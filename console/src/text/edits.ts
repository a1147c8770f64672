/** What a person changed of a proposal, in words. Pure. */
import { labelOf, lineOf } from "./facts.ts";

export interface Edit {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** "lines › 1 › Amount: 99.00 → 50.00". */
export function editInWords({ path, before, after }: Edit): { name: string; before: string; after: string } {
  const last = path.at(-1) ?? "";
  const name = path.map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : labelOf(part))).join(" › ");
  return { name, before: lineOf(last, before), after: lineOf(last, after) };
}
