/**
 * The declarations of the package, as the compiler writes them, and one of them by its name.
 *
 * Boundary: looks for text; a declaration ends where its brackets are closed. Docstrings come along.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/** Written into a folder that is gone after `work`. */
export function withDeclarations<T>(root: string, work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "praxis-declarations-"));
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const options = [
    "--emitDeclarationOnly",
    "--declarationMap",
    "false",
    "--noEmitOnError",
    "false",
    "--outDir",
    folder,
  ];
  try {
    const done = spawnSync(process.execPath, [compiler, "-p", "tsconfig.build.json", ...options], { cwd: root });
    if (!existsSync(join(folder, "src", "index.d.ts"))) throw new Error(`the compiler wrote nothing: ${done.stdout}`);
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Exported {
  /** As users import it. */
  readonly name: string;
  readonly isType: boolean;
  /** Without docstring and the word export; overloads one below the other. */
  readonly declaration: string;
  /** What its file says of itself, where the file is named after it, and its docstring. Empty where there is neither. */
  readonly text: string;
  /** Source file, relative to the package. */
  readonly file: string;
}

const exportList = /export\s+(type\s+)?\{([^}]*)\}\s+from\s+"([^"]+)";/g;

/** What an entry such as `src/index.d.ts` exports, in its order. */
export function exportsOf(root: string, folder: string, entry: string): Exported[] {
  const text = readFileSync(join(folder, entry), "utf8");
  return [...text.matchAll(exportList)].flatMap(([, allTypes, names = "", from = ""]) => {
    const file = join(dirname(entry), from.replace(/\.[jt]s$/, ".d.ts"));
    return names
      .split(",")
      .flatMap((each) => each.trim() || [])
      .map((each) => readExport(root, folder, file, each, allTypes !== undefined));
  });
}

function readExport(root: string, folder: string, file: string, given: string, isOfTypes: boolean): Exported {
  const [own = "", name = own] = given.replace(/^type\s+/, "").split(/\s+as\s+/);
  const source = file.replace(/\.d\.ts$/, ".ts");
  const found = findDeclarations(readFileSync(join(folder, file), "utf8"), own);
  const docstring = found.map((each) => each.docstring).find((each) => each !== "") ?? "";
  const declaration = found.map((each) => each.text).join("\n");
  return {
    name,
    isType: isOfTypes || given.startsWith("type ") || /^(?:interface|type)\b/.test(declaration),
    declaration,
    text: [isNamedAfter(source, own) ? headerOf(readFileSync(join(root, source), "utf8")) : "", docstring]
      .filter((part) => part !== "")
      .join("\n\n"),
    file: source,
  };
}

function isNamedAfter(file: string, name: string): boolean {
  return basename(file, ".ts") === name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^-/, "");
}

/** The first paragraph and an example, not what it says to those who work on it. */
function headerOf(source: string): string {
  const [comment = ""] = /^\/\*\*[\s\S]*?\*\//.exec(source) ?? [];
  return textOf(comment)
    .split("\n\n")
    .filter((part) => !/^(?:Invariants?|Boundary|Failpoints):/.test(part))
    .join("\n\n");
}

function findDeclarations(text: string, name: string): { docstring: string; text: string }[] {
  const start = new RegExp(
    `(/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/\\s*)?export (?:declare )?((?:abstract class|class|function|const|interface|type) ${name}\\b)`,
    "g",
  );
  return [...text.matchAll(start)].map((match) => {
    const from = match.index + match[0].length - (match[2]?.length ?? 0);
    return { docstring: textOf(match[1] ?? ""), text: wholeFrom(text, from) };
  });
}

/** Up to where all brackets are closed: a semicolon, or the brace of an interface or class. */
function wholeFrom(text: string, from: number): string {
  let depth = 0;
  const endsWithBrace = /^(?:abstract class|class|interface)\b/.test(text.slice(from));
  const marks = /\/\*[\s\S]*?\*\/|"(?:[^"\\]|\\.)*"|=>|[{}()[\]<>;]/g;
  marks.lastIndex = from;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const [sign] = mark;
    if ("{([<".includes(sign)) depth += 1;
    if ("})]>".includes(sign)) depth -= 1;
    const isEnd = depth === 0 && (sign === ";" || (endsWithBrace && sign === "}"));
    if (isEnd) return text.slice(from, mark.index + 1);
  }
  return text.slice(from);
}

function textOf(comment: string): string {
  return comment
    .trim()
    .replace(/^\/\*\*\s?/, "")
    .replace(/\s*\*\/$/, "")
    .replaceAll(/^ *\* ?/gm, "")
    .trim();
}
