/**
 * Identity of a file's code (K6): its text and that of the files which it imports by a relative path, and so on.
 *
 * Boundary: reads text and looks for import specifiers; it does not parse. What is quoted or commented out can only add a file, which is
 * harmless; packages are left out, for their versions are pinned by a lock file.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { digestText } from "../kernel/json.ts";

const relativeImport = /\b(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;

/** The source that makes up a version. */
export interface Code {
  readonly digest: string;
  /** The file itself; absolute, as all paths in here. */
  readonly entry: string;
  readonly texts: ReadonlyMap<string, string>;
}

/** The digest is the same wherever the files lie, as long as they lie in the same way to each other. */
export function readCode(file: string): Code {
  const entry = resolve(file);
  const texts = new Map<string, string>();
  collect(entry, texts);
  const base = dirname(entry);
  const parts = [...texts].map(([path, text]) => [relative(base, path).split(sep).join("/"), text]);
  const digest = digestText(JSON.stringify(parts.sort(([left = ""], [right = ""]) => (left < right ? -1 : 1))));
  return { digest, entry, texts };
}

export function codeDigest(file: string): string {
  return readCode(file).digest;
}

function collect(path: string, texts: Map<string, string>): void {
  if (texts.has(path) || !existsSync(path) || !statSync(path).isFile()) return;
  const text = readFileSync(path, "utf8");
  texts.set(path, text);
  for (const [, specifier] of text.matchAll(relativeImport)) {
    if (specifier !== undefined) collect(resolve(dirname(path), specifier), texts);
  }
}
