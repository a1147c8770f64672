/** Who may import whom. ARCHITECTURE.md, section 2, gives the order of the layers and the reasons. */
import {
  type ImportEdge,
  importEdges,
  isCode,
  isTest,
  isTesting,
  layerOf,
  packOf,
  type Rule,
  type SourceFile,
} from "./source-file.ts";

/** From the left to the right; the layers of one entry are siblings, which do not import each other. */
const order = [
  ["kernel"],
  ["log"],
  ["engine"],
  ["remember", "models"],
  ["act"],
  ["plan"],
  ["oversee"],
  ["observe"],
  ["assembly"],
  ["server", "cli"],
  ["main.ts"],
];
const rankOf = (layer: string): number => order.findIndex((siblings) => siblings.includes(layer));
const surfaces = ["server", "cli", "main.ts", "index.ts"];

const isRootTest = (path: string): boolean => /^src\/[^/]+\.test\.ts$/.test(path);

function edgeRule(name: string, judge: (edge: ImportEdge) => string | undefined): Rule {
  return {
    name,
    find: (files) =>
      files
        .filter(({ path }) => isCode(path))
        .flatMap(importEdges)
        .flatMap((edge) => {
          const detail = judge(edge);
          return detail === undefined ? [] : [{ path: edge.from, detail }];
        }),
  };
}

const layerDirection = edgeRule(
  "layers import only themselves and layers to their left",
  ({ from, to, isRelative }) => {
    const layer = layerOf(from);
    if (layer === undefined || !isRelative || isRootTest(from)) return undefined;
    const target = layerOf(to);
    if (target === undefined) return `src imports ${to}, which is outside src`;
    if (target === layer) return undefined;
    if (target === "index.ts") return undefined; // a rule of its own
    if (target === "main.ts") return "nothing imports the composition root";
    if (layer === "testing") return surfaces.includes(target) ? `testing imports ${target}` : undefined;
    if (target === "testing") return isTest(from) ? undefined : `${layer} imports testing, which is for tests`;
    if (rankOf(target) < 0) return `${target} is not a layer`;
    if (layer === "index.ts") return undefined;
    if (rankOf(layer) < 0) return `${layer} is not a layer`;
    return rankOf(target) < rankOf(layer) ? undefined : `${layer} imports ${target}`;
  },
);

const publicEntry = edgeRule(
  "the public entry is imported by its name, and from outside src",
  ({ from, to, isRelative }) => {
    if (isRootTest(from)) return undefined;
    if (isRelative) return to === "src/index.ts" ? "imports src/index.ts by its path" : undefined;
    return from.startsWith("src/") && /^praxis(\/|$)/.test(to) ? `src imports "${to}"` : undefined;
  },
);

const packs = edgeRule("packs import only the public entries", ({ from, to, isRelative }) => {
  const pack = packOf(from);
  if (pack === undefined) return undefined;
  if (isRelative) return to.startsWith(`${pack}/`) ? undefined : `imports ${to}, outside its own folder`;
  // What several tests of a pack share lies in a folder `testing` beside them.
  const forTests = isTest(from) || from.includes("/testing/");
  if (to === "praxis/testing") return forTests ? undefined : `imports "${to}" outside a test`;
  return to.startsWith("praxis/") ? `imports "${to}"` : undefined;
});

const typeImport = /\b(?:import|export)\s+type\s[^;]*?\bfrom\s*"[^"]*";?/g;

/** It is built for another machine, the browser, and may not come to depend on what the server's code happens to do. */
const consoleImports: Rule = {
  name: "the console shares nothing with the server but the types of its views",
  find: (files) =>
    files
      .filter(({ path }) => path.startsWith("console/") && isCode(path))
      .flatMap((file) => {
        // What drives a browser starts the real program as other tests do.
        const drives = file.path.startsWith("console/e2e/");
        const isInside = ({ to, isRelative }: ImportEdge): boolean =>
          !isRelative ||
          (drives && (to.startsWith("console/") || isTesting(to))) ||
          (to.startsWith("console/") && !to.startsWith("console/e2e/"));
        const values = importEdges({ ...file, text: file.text.replaceAll(typeImport, "") });
        const wrong = [
          ...values.filter((edge) => !isInside(edge)).map(({ to }) => `imports ${to}, and not only its types`),
          ...importEdges(file)
            .filter((edge) => !isInside(edge) && !edge.to.startsWith("src/server/views/"))
            .map(({ to }) => `imports ${to}`),
        ];
        return wrong.slice(0, 1).map((detail) => ({ path: file.path, detail }));
      }),
};

const packages = edgeRule("the kernel does no input or output", ({ from, to }) => {
  if (layerOf(from) !== "kernel" || isTest(from)) return undefined;
  const allowed = /^node:(crypto|assert|assert\/strict|util|util\/types|buffer|url|async_hooks|string_decoder)$/;
  const isBuiltin =
    to.startsWith("node:") || /^(fs|net|http|https|child_process|worker_threads|dns|tls|os)(\/|$)/.test(to);
  return isBuiltin && !allowed.test(to) ? `imports ${to}` : undefined;
});

const dialects = edgeRule("only main.ts names a dialect", ({ from, to, isRelative }) => {
  const dialect = /^src\/log\/(sqlite|postgres|memory)\//.exec(to);
  if (!isRelative || dialect === null || !from.startsWith("src/")) return undefined;
  // One dialect may build on another (the memory log is SQLite in memory): that stays inside log/.
  if (from === "src/main.ts" || isTest(from) || isTesting(from) || from.startsWith("src/log/")) return undefined;
  return `imports the ${dialect[1]} log`;
});

const providerPackage =
  /^(@ai-sdk\/(?!provider(-utils)?(\/|$))|openai(\/|$)|@anthropic-ai\/|@google\/gen|@mistralai\/|@openrouter\/|ollama)/;

const providers = edgeRule("only main.ts names a provider", ({ from, to }) => {
  if (!from.startsWith("src/") || from === "src/main.ts" || isTest(from) || isTesting(from)) return undefined;
  return providerPackage.test(to) ? `imports ${to}` : undefined;
});

const noCycles: Rule = {
  name: "files import each other in no cycle",
  find: (files) => {
    const targets = new Map(
      files.filter(({ path }) => isCode(path)).map((file) => [file.path, repositoryTargets(file)]),
    );
    return findCycles(targets).map((cycle) => ({ path: cycle[0] ?? "", detail: [...cycle, cycle[0]].join(" -> ") }));
  },
};

function repositoryTargets(file: SourceFile): string[] {
  const named: Record<string, string> = { praxis: "src/index.ts", "praxis/testing": "src/testing/index.ts" };
  return importEdges(file).flatMap(({ to, isRelative }) => (isRelative ? to : (named[to] ?? [])));
}

/** One cycle for each edge that leads back into the path of a depth-first walk. */
function findCycles(targets: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string) => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push(path.slice(start));
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of targets.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of targets.keys()) visit(file);
  return cycles;
}

export const importRules: readonly Rule[] = [
  layerDirection,
  publicEntry,
  packs,
  consoleImports,
  packages,
  dialects,
  providers,
  noCycles,
];
