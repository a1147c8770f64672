/** ARCHITECTURE.md says what is so: the folders of its tree (section 2) and the files of its table of invariants (section 4) are there, and files and tests name the invariants that they keep and prove. */
import { scanSource } from "./scan-source.ts";
import { isCode, type Rule, type SourceFile, type Violation } from "./source-file.ts";

type Found = Omit<Violation, "rule">;

const page = "ARCHITECTURE.md";

function pageRule(name: string, find: (text: string, files: readonly SourceFile[]) => string[]): Rule {
  return {
    name,
    find: (files): Found[] => {
      const text = files.find(({ path }) => path === page)?.text;
      return text === undefined ? [] : find(text, files).map((detail) => ({ path: page, detail }));
    },
  };
}

const sectionOf = (text: string, number: number): string =>
  text.split(/^## /m).find((section) => section.startsWith(`${number}. `)) ?? "";

interface Row {
  readonly invariant: string;
  /** As they are written. */
  readonly paths: readonly string[];
}

function rowsOf(text: string): Row[] {
  return [...sectionOf(text, 4).matchAll(/^\| ([A-Z]\d+) \|.*\|([^|]*)\|$/gm)].map(([, invariant = "", cell = ""]) => ({
    invariant,
    paths: [...cell.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path),
  }));
}

const isFolder = (path: string): boolean => path.endsWith("/");
const isIn = (place: string, path: string): boolean => (isFolder(place) ? path.startsWith(place) : path === place);
const names = (text: string, invariant: string): boolean => new RegExp(`\\b${invariant}\\b`).test(text);
const headerOf = (text: string): string => /^\s*\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? "";

const keepers = pageRule("each file that keeps an invariant is there, and names it at its head", (text, files) => {
  const rows = rowsOf(text);
  if (rows.length === 0) return ["its section 4 has no table of invariants"];
  return rows.flatMap(({ invariant, paths }) => {
    let beside = "src/";
    return paths.flatMap((written) => {
      const path = [`src/${written}`, beside + written].find((each) => files.some((file) => isIn(each, file.path)));
      if (path === undefined) return [`${invariant}: there is no ${written}`];
      beside = path.replace(/[^/]+\/?$/, "");
      const isNamed = files.some((file) => isIn(path, file.path) && names(headerOf(file.text), invariant));
      return isNamed ? [] : [`${path} does not name ${invariant} in its first comment`];
    });
  });
});

const proofs = pageRule("each invariant is in the title of a test", (text, files) => {
  const titles = files.filter(({ path }) => isCode(path)).flatMap(titlesOf);
  return rowsOf(text).flatMap(({ invariant }) =>
    titles.some((title) => names(title, invariant)) ? [] : [`no test has ${invariant} in its title`],
  );
});

/** Of tests and groups of them, as far as they are written out. */
function titlesOf({ text }: SourceFile): string[] {
  const { code, strings, imports } = scanSource(text);
  if (!imports.includes("node:test")) return [];
  return [...code.matchAll(/(?<![\w.])(?:test|describe)\(\s*"(\d+)"/g)].map(
    ([, index]) => strings[Number(index)] ?? "",
  );
}

const folders = pageRule("each folder of the tree is there", (text, files) => {
  const tree = /```\n([\s\S]*?)```/.exec(sectionOf(text, 2))?.[1];
  if (tree === undefined) return ["its section 2 has no tree"];
  return foldersOf(tree).flatMap((either) =>
    either.some((folder) => files.some(({ path }) => path.startsWith(folder))) ? [] : [`there is no ${either[0]}`],
  );
});

const folderName = /(?<![\w./-])(?:[\w.-]+\/)+(?!\w)/g;

/**
 * A line begins with the folders that it is about, one or more; what else it names lies in one of them. What is indented once lies in the folder of the last
 * line that is not; what is indented more goes on with the line before.
 * @returns for each folder that is named, where it may lie
 */
function foldersOf(tree: string): string[][] {
  let root = "";
  let about: string[] = [];
  return tree.split("\n").flatMap((line) => {
    const [indent = ""] = /^ */.exec(line) ?? [];
    const named = line.match(folderName) ?? [];
    if (indent.length > 2) return named.map((name) => about.map((each) => each + name));
    const heads = /^ *(?:(?:[\w.-]+\/)+(?: +|$))*/.exec(line)?.[0].match(folderName) ?? [];
    if (indent === "") root = heads[0] ?? "";
    about = heads.map((head) => (indent === "" ? head : root + head));
    const inside = named.slice(heads.length);
    return [...about.map((each) => [each]), ...inside.map((name) => about.map((each) => each + name))];
  });
}

export const architectureRules: readonly Rule[] = [keepers, proofs, folders];
