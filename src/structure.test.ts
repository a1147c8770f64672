/** The tree follows ARCHITECTURE.md, and what that says is so; and each rule finds the violation that is planted for it, and no other rule does. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { checkStructure, rules } from "../scripts/structure/check-structure.ts";
import { readTree } from "../scripts/structure/read-tree.ts";
import type { SourceFile } from "../scripts/structure/source-file.ts";

describe("the tree as it is", () => {
  const found = checkStructure(readTree(join(import.meta.dirname, "..")));
  for (const { name } of rules) {
    test(name, () => {
      const offenders = found.filter(({ rule }) => rule === name).map(({ path, detail }) => `${path}: ${detail}`);
      assert.equal(offenders.length, 0, `\n${offenders.join("\n")}`);
    });
  }
});

const file = (path: string, text = ""): SourceFile => ({ path, text });
const many = (count: number, make: (index: number) => SourceFile) =>
  Array.from({ length: count }, (_, index) => make(index));
const lines = (count: number) => "const line = 1;\n".repeat(count);

const opening = file("src/log/open.ts", "/** Opens the log (K1). */");
const proof = file("src/log/open.test.ts", 'import { test } from "node:test";\ntest("K1: it opens", () => {});');
const architecture = ({ tree = "src/\n  log/  the log", table = "| K1 | it opens | `log/open.ts` |" }) =>
  file(
    "ARCHITECTURE.md",
    `## 2. Folders\n\`\`\`\n${tree}\n\`\`\`\n## 4. Invariants\n|||\n|---|---|---|\n${table}\n\n## 5. Data\n`,
  );

/** By rule, variants of its violation; each variant is a small tree in which nothing else is wrong. */
const planted: Record<string, SourceFile[][]> = {
  "layers import only themselves and layers to their left": [
    [file("src/kernel/event.ts", 'import { open } from "../log/open.ts";')],
    [file("src/kernel/event.test.ts", 'import { open } from "../log/open.ts";')],
    [file("src/engine/run.ts", 'export type { Wish } from "../act/wish.ts";')],
    [file("src/engine/run.ts", 'const late = await import("../plan/process.ts");')],
    [file("src/remember/fact.ts", 'import { route } from "../models/route.ts";')],
    [file("src/models/route.ts", 'import "../remember/fact.ts";')],
    [file("src/server/app.ts", 'import { program } from "../cli/program.ts";')],
    [file("src/cli/program.ts", 'import { main } from "../main.ts";')],
    [file("src/testing/world.ts", 'import { app } from "../server/app.ts";')],
    [file("src/act/refund.ts", 'import { world } from "../testing/world.ts";')],
    [file("src/index.ts", 'import { world } from "./testing/world.ts";')],
    [file("src/plan/process.ts", 'import { shop } from "../../packs/shop/index.ts";')],
    [file("src/elsewhere/thing.ts", 'import { event } from "../kernel/event.ts";')],
  ],
  "the public entry is imported by its name, and from outside src": [
    [file("src/act/refund.ts", 'import { contract } from "../index.ts";')],
    [file("src/testing/world.ts", 'import { contract } from "praxis";')],
    [file("bench/append.ts", 'import { contract } from "../src/index.ts";')],
  ],
  "packs import only the public entries": [
    [file("packs/shop/index.ts", 'import { event } from "../../src/kernel/event.ts";')],
    [file("packs/shop/index.ts", 'import { rules } from "../returns/rules.ts";')],
    [file("packs/shop/index.ts", 'import { world } from "praxis/testing";')],
    [file("packs/shop/index.test.ts", 'import { rules } from "praxis/customer-ops";')],
  ],
  "the console shares nothing with the server but the types of its views": [
    [file("console/src/inbox.tsx", 'import { viewGate } from "../../src/server/views/gate-view.ts";')],
    [file("console/src/inbox.tsx", 'import { Place } from "../../src/cli/testing/place.ts";')],
    [file("console/e2e/inbox.ts", 'import { run } from "../../src/cli/run-cli.ts";')],
    [file("console/src/inbox.tsx", 'import type { Gate } from "../../src/oversee/gates/gate.ts";')],
    [file("console/src/inbox.tsx", 'import { visit } from "../e2e/testing/browser.ts";')],
  ],
  "the kernel does no input or output": [
    [file("src/kernel/event.ts", 'import { readFile } from "node:fs/promises";')],
    [file("src/kernel/clock.ts", 'import { performance } from "node:perf_hooks";')],
    [file("src/kernel/event.ts", 'import fs from "fs";')],
  ],
  "only main.ts names a dialect": [
    [file("src/engine/run.ts", 'import { open } from "../log/sqlite/open.ts";')],
    [file("src/act/ledger.ts", 'import { connect } from "../log/postgres/connect.ts";')],
    [file("src/index.ts", 'export { open } from "./log/memory/open.ts";')],
  ],
  "only main.ts names a provider": [
    [file("src/models/route.ts", 'import { openai } from "@ai-sdk/openai";')],
    [file("src/models/route.ts", 'import Anthropic from "@anthropic-ai/sdk";')],
  ],
  "files import each other in no cycle": [
    [
      file("src/log/open.ts", 'import { close } from "./close.ts";'),
      file("src/log/close.ts", 'import type { Log } from "./read.ts";'),
      file("src/log/read.ts", 'import { open } from "./open.ts";'),
    ],
  ],
  "no file is over 500 lines": [
    [...many(9, (index) => file(`src/log/read-${index}.ts`)), file("src/log/open.ts", lines(501))],
  ],
  "at least 80 % of the files are under 150 lines": [
    [
      ...many(7, (index) => file(`src/log/read-${index}.ts`)),
      ...many(3, (index) => file(`src/log/open-${index}.ts`, lines(150))),
    ],
  ],
  "no folder has more than 15 files": [many(16, (index) => file(`src/log/read-${index}.ts`))],
  "file and folder names are kebab-case": [
    [file("src/log/openLog.ts")],
    [file("packs/CustomerOps/index.ts")],
    [file("src/log/open_log.sql")],
  ],
  "no file or folder is named utils, helpers or misc": [
    [file("src/log/utils.ts")],
    [file("src/helpers/open.ts")],
    [file("src/log/test-helpers.ts")],
    [file("src/log/misc/open.ts")],
  ],
  "no exported name is over 30 letters": [
    [file("src/log/open.ts", "export async function openTheLogOfTheTenantOrFailAtOnce() {}")],
    [file("src/log/open.ts", "const open = 1;\nexport { open as openTheLogOfTheTenantOrFailAtOnce };")],
  ],
  "no export of everything": [
    [file("src/log/index.ts", 'export * from "./open.ts";')],
    [file("src/log/index.ts", 'export * as reading from "./read.ts";')],
  ],
  "nothing is left unfinished": [
    [file("src/log/open.ts", `// ${"TO"}${"DO"}: close it again`)],
    [file("src/log/open.ts", `throw new Error("not ${"implemented"}");`)],
  ],
  "no stand-in outside tests": [[file("src/log/open.ts", `// only a ${"st"}${"ub"} for now`)]],
  "no text names a folder of the machine that it was written on": [
    [file("CONTRIBUTING.md", `See /${"work"}/main.`)],
    [file("src/log/open.ts", `// found in .${"library"}`)],
  ],
  "only main.ts names a port number": [
    [file("src/server/listen.ts", "const settings = { port: 4_600 };")],
    [file("src/cli/start.ts", "const port = settings.port ?? 4600;")],
    [file("src/cli/open.ts", 'open("http://localhost:4600/runs");')],
  ],
  "each file that keeps an invariant is there, and names it at its head": [
    [opening, proof, architecture({ table: "" })],
    [proof, architecture({})],
    [opening, proof, architecture({ table: "| K1 | it opens | `log/open.ts`, `sqlite/open.ts` |" })],
    [opening, proof, architecture({ table: "| K1 | it opens | `log/open.ts`; by hand `log/sqlite/` |" })],
    [file("src/log/open.ts", "/** Opens the log (K10). */\n// K1"), proof, architecture({})],
    [
      opening,
      file("src/log/sqlite/open.ts", "/** Opens a file. */"),
      proof,
      architecture({ table: "| K1 | it opens | `log/open.ts`, `sqlite/` |" }),
    ],
  ],
  "each invariant is in the title of a test": [
    [opening, architecture({})],
    [opening, file("src/log/close.ts", 'const text = { title: "K1" };\ntest("K1: it opens", text);'), architecture({})],
    [
      opening,
      file("src/log/open.test.ts", '/** K1 */\nimport { test } from "node:test";\ntest("K10: it opens", () => {});'),
      architecture({}),
    ],
  ],
  "each folder of the tree is there": [
    [opening, proof, file("ARCHITECTURE.md", architecture({}).text.replaceAll("```", ""))],
    [opening, proof, architecture({ tree: "src/\n  log/  the log\n  engine/  runs" })],
    [opening, proof, architecture({ tree: "src/\n  log/  the log: sqlite/ (a file)" })],
    [opening, proof, architecture({ tree: "src/\n  log/  the log:\n        open/ and sqlite/checkpoint/" })],
    [opening, proof, architecture({ tree: "src/\n  log/ cli/  the log and the commands" })],
    [opening, proof, architecture({ tree: "src/\n  log/  the log\npacks/shop/  a pack" })],
    [opening, proof, architecture({ tree: "src/\n  log/  the log\ndocs/  with log/" })],
  ],
};

describe("planted violations", () => {
  for (const { name } of rules) {
    test(`are found: ${name}`, () => {
      const trees = planted[name] ?? [];
      assert.ok(trees.length > 0, "nothing is planted for this rule");
      for (const tree of trees) {
        const found = new Set(checkStructure(tree).map(({ rule }) => rule));
        assert.deepEqual([...found], [name], `in ${tree.at(-1)?.path}: ${tree.at(-1)?.text.slice(0, 80)}`);
      }
    });
  }
});

test("what the rules allow is not reported", () => {
  const allowed = [
    file("src/main.ts", 'import { open } from "./log/sqlite/open.ts";\nconst port = 4600;'),
    file("src/index.ts", 'export { contract } from "./act/contract.ts";'),
    file("src/kernel/digest.ts", 'import { createHash } from "node:crypto";\nimport { z } from "zod";'),
    file("src/log/sqlite/open.ts", 'import type { Log } from "../log.ts";\nimport { read } from "./read.ts";'),
    file("src/testing/world.ts", 'import { open } from "../log/memory/open.ts";\nimport "../plan/process.ts";'),
    file("src/act/contract.test.ts", 'import { world } from "../testing/world.ts";'),
    file("src/server/listen.ts", "const settings = { port: 0 };"),
    file("packs/shop/index.ts", 'import { contract } from "praxis";\nimport { z } from "zod";\nimport "./rules.ts";'),
    file("packs/shop/index.test.ts", 'import { world } from "praxis/testing";'),
    file(
      "console/e2e/inbox.e2e.test.ts",
      'import "./testing/browser.ts";\nimport { Place } from "../../src/cli/testing/place.ts";',
    ),
    file("packs/shop/README.md", "At https://example.com/work/ there is more."),
    opening,
    proof,
    file("src/log/sqlite/close.ts", "/** Closes the log (K1, K10). */"),
    file(
      "src/log/conformance.ts",
      'import { describe } from "node:test";\ndescribe(`K10: #{name}`, () => {});'.replace("#", "$"),
    ),
    file(".ci/run", "npm test"),
    architecture({
      tree: "src/\n  log/  the log: no I/O, sqlite/\n        and src/log\n  server/ log/  two, of which one has sqlite/\npacks/shop/ .ci/  docs/a.md",
      table:
        "| K1 | opens `it` | `log/open.ts`, `sqlite/`, `log/sqlite/close.ts` |\n| K10 | closes | `log/sqlite/close.ts`, `close.ts`; `log/` |",
    }),
  ];
  assert.deepEqual(checkStructure(allowed), []);
});

test("quoted and commented code is not taken for code", () => {
  const text = [
    '// import { open } from "../log/open.ts";',
    '/* export * from "./all.ts"; */',
    "const planted = 'import \"../log/open.ts\"';",
    'const nested = `import "../log/open.ts"; #{`export * from "#{1}"`} export * from "./x.ts"`;',
    "const quote = /[\"'`]/.test(nested) ? 1 / 2 : 3 / 4; // `",
    'export const text = "export * from \\"./all.ts\\"";',
  ].join("\n");
  assert.deepEqual(checkStructure([file("src/kernel/event.ts", text.replaceAll("#{", "${"))]), []);
});

test("an import is seen behind whatever comes before it", () => {
  const text = [
    'const slashes = /\\/\\/["`]/g;',
    "const rest = `#{{ a: `}` }.a}`;",
    'export {\n  open,\n  type Log,\n} from "../log/open.ts";',
  ].join("\n");
  assert.equal(checkStructure([file("src/kernel/event.ts", text.replaceAll("#{", "${"))]).length, 1);
});
