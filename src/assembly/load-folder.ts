/**
 * Finds process files and collects what they export: `praxis start ./processes`.
 *
 * Invariants: a path that is named brings something, or it is an error; a name is defined once; each definition carries the digest of the
 * code that it came from (K6). Files are loaded in the order of their names.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { PraxisError } from "../kernel/errors.ts";
import { isObject } from "../kernel/json.ts";
import { type Code, readCode } from "./code-digest.ts";
import { type Definition, isDefinition } from "./definitions.ts";
import { lendOwnPackages } from "./module-hooks.ts";

export interface LoadedFile {
  readonly path: string;
  readonly codeDigest: string;
  readonly code: Code;
  readonly definitions: readonly Definition[];
}

/** @throws no_such_path, file_unreadable, nothing_exported, duplicate_name */
export async function loadPaths(paths: readonly string[]): Promise<LoadedFile[]> {
  lendOwnPackages();
  const loaded = new Map<string, LoadedFile>();
  for (const path of paths.map((each) => resolve(each))) {
    const files = filesAt(path);
    for (const file of files) if (!loaded.has(file)) loaded.set(file, await loadFile(file));
    if (!files.some((file) => loaded.get(file)?.definitions.length)) throw nothingExported(path, files.length);
  }
  return withoutRepeats([...loaded.values()]);
}

function filesAt(path: string): string[] {
  if (!existsSync(path)) {
    throw new PraxisError("no_such_path", `there is no file or folder ${path}`, {
      next: "Name a file of processes or a folder of such files, as in `praxis start ./processes`.",
    });
  }
  if (!statSync(path).isDirectory()) {
    if (/\.m?[jt]s$/.test(path) && !path.endsWith(".d.ts")) return [path];
    throw new PraxisError("not_code", `${path} is not a .ts, .js or .mjs file`, {
      next: "Name a TypeScript or JavaScript module that exports processes.",
    });
  }
  const names = readdirSync(path).filter(
    (name) => /\.m?[jt]s$/.test(name) && !/\.(?:test|spec|d)\.m?[jt]s$/.test(name) && !name.startsWith("."),
  );
  return names.sort().map((name) => join(path, name));
}

async function loadFile(path: string): Promise<LoadedFile> {
  const definitions = await importDefinitions(path);
  const code = readCode(path);
  return { path, codeDigest: code.digest, code, definitions };
}

/** @throws file_unreadable */
export async function importDefinitions(path: string): Promise<readonly Definition[]> {
  let exported: unknown;
  try {
    exported = await import(pathToFileURL(path).href);
  } catch (thrown) {
    throw new PraxisError("file_unreadable", `${path} cannot be loaded: ${explain(thrown)}`, {
      next: "Mend the file and try again; nothing was started.",
      disposition: "pause",
      cause: thrown,
    });
  }
  const values = isObject(exported) ? Object.values(exported) : [];
  const definitions = values.flatMap((value): Definition[] =>
    Array.isArray(value) ? value.filter(isDefinition) : isDefinition(value) ? [value] : [],
  );
  return [...new Set(definitions)];
}

/** A syntax error names its line in the stack only, above the message. */
function explain(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const place = /^(?:file:\/\/)?(\/[^\n]*:\d+)\n/.exec(thrown.stack ?? "")?.[1];
  const frame = thrown.stack?.split("\n").find((line) => line.trim().startsWith("at ") && !line.includes("node:"));
  const where = place ?? frame?.trim();
  return where === undefined ? thrown.message : `${thrown.message} (${where})`;
}

/** One thing may be exported by several files; two things of one name may not. */
function withoutRepeats(files: readonly LoadedFile[]): LoadedFile[] {
  const owners = new Map<string, { definition: Definition; path: string }>();
  const kept = files.map((file) => ({
    ...file,
    definitions: file.definitions.filter((definition) => {
      const key = `${definition.kind} "${definition.name}"`;
      const owner = owners.get(key);
      if (!owner) owners.set(key, { definition, path: file.path });
      if (owner && owner.definition !== definition) throw duplicate(key, owner.path, file.path);
      return owner === undefined;
    }),
  }));
  return kept.filter((file) => file.definitions.length > 0);
}

function duplicate(what: string, first: string, second: string): PraxisError {
  const where = first === second ? `twice in ${first}` : `in ${first} and in ${second}`;
  return new PraxisError("duplicate_name", `there is a ${what} ${where}`, {
    next: "Rename one of them, or load only one of the files; nothing was started.",
    disposition: "pause",
  });
}

function nothingExported(path: string, files: number): PraxisError {
  const what = files === 0 ? `the folder ${path} holds no .ts, .js or .mjs file` : `${path} exports nothing to run`;
  return new PraxisError("nothing_exported", what, {
    next: 'Export what Praxis is to know: `export const returns = process("returns", ...)`, a contract, policy, decision or source.',
    disposition: "pause",
  });
}
