/** All structure rules over a list of files, so that a planted violation can be tried in memory. */
import { architectureRules } from "./architecture-rules.ts";
import { budgetRules } from "./budget-rules.ts";
import { importRules } from "./import-rules.ts";
import { nameRules } from "./name-rules.ts";
import type { SourceFile, Violation } from "./source-file.ts";
import { textRules } from "./text-rules.ts";

export const rules = [...importRules, ...budgetRules, ...nameRules, ...textRules, ...architectureRules];

export function checkStructure(files: readonly SourceFile[]): Violation[] {
  return rules.flatMap((rule) => rule.find(files).map((violation) => ({ rule: rule.name, ...violation })));
}
