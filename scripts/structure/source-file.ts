/** One file of the repository as the structure rules see it, and what its path says about its place. */
import { scanSource } from "./scan-source.ts";

export interface SourceFile {
  /** Relative to the package root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Violation {
  readonly rule: string;
  readonly path: string;
  readonly detail: string;
}

export interface Rule {
  readonly name: string;
  find(files: readonly SourceFile[]): Omit<Violation, "rule">[];
}

/** Folders whose files follow the rules on names and budgets; documents and settings beside them do not. */
const codeFolders = new Set(["src", "packs", "console", "scripts", "bench", "faults", "bin"]);

export const isInCodeFolder = (path: string): boolean => codeFolders.has(path.split("/", 1)[0] ?? "");
export const isCode = (path: string): boolean => isInCodeFolder(path) && /\.[mc]?[tj]sx?$/.test(path);
export const isTest = (path: string): boolean => path.endsWith(".test.ts");
/** `praxis/testing`, and what tests beside them share in a folder `testing`. */
export const isTesting = (path: string): boolean => /^src\/(?:.*\/)?testing\//.test(path);

/** `src/log/sqlite/open.ts` is in layer `log`, `src/main.ts` in layer `main.ts`; files outside src are in none. */
export function layerOf(path: string): string | undefined {
  const [top, layer] = path.split("/");
  return top === "src" ? layer : undefined;
}

/** `packs/customer-ops` for a file of that pack. */
export function packOf(path: string): string | undefined {
  return /^packs\/[^/]+(?=\/)/.exec(path)?.[0];
}

export interface ImportEdge {
  readonly from: string;
  /** A path in the repository for a relative import, otherwise the specifier as it is written. */
  readonly to: string;
  readonly isRelative: boolean;
}

export function importEdges(file: SourceFile): ImportEdge[] {
  return scanSource(file.text).imports.map((specifier) => {
    const isRelative = specifier.startsWith(".");
    return { from: file.path, to: isRelative ? joinPath(file.path, specifier) : specifier, isRelative };
  });
}

function joinPath(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
