/** Which test files there are, by what their suffix says they cost. */
import { globSync } from "node:fs";

export const stages = ["fast", "int", "e2e"] as const;
export type Stage = (typeof stages)[number];

const folders = ["src", "packs", "console", "scripts", "bench", "faults"];

export function stageOf(path: string): Stage {
  if (path.endsWith(".int.test.ts")) return "int";
  return path.endsWith(".e2e.test.ts") ? "e2e" : "fast";
}

/** Paths relative to `root`, in a fixed order; `filter` is a part of the path. */
export function findTestFiles(root: string, filter = ""): Record<Stage, string[]> {
  const found = globSync(`{${folders.join(",")}}/**/*.test.ts`, { cwd: root, exclude: ["**/node_modules", "**/dist"] });
  const wanted = found.filter((path) => path.includes(filter)).sort();
  const inStage = (stage: Stage) => wanted.filter((path) => stageOf(path) === stage);
  return { fast: inStage("fast"), int: inStage("int"), e2e: inStage("e2e") };
}
