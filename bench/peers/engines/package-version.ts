import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of an installed package; what its own `exports` hide is read from the folder. */
export function packageVersion(name: string): string {
  const text = readFileSync(join(import.meta.dirname, "..", "node_modules", name, "package.json"), "utf8");
  const described: unknown = JSON.parse(text);
  if (typeof described === "object" && described !== null && "version" in described) return String(described.version);
  throw new Error(`The package ${name} does not say its version.`);
}
