/** What the documents show can be typed in: each block of TypeScript compiles against the package as it is, each command exists. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, describe, test } from "node:test";
import { praxisCommands, readSnippets, type Snippet } from "./read-snippets.ts";

const root = dirname(dirname(import.meta.dirname));
const documents = globSync(["README.md", "docs/**/*.md", "packs/*/README.md", "examples/**/*.md"], {
  cwd: root,
  // What is written from the code is compared with it (reference.int.test.ts).
  exclude: ["**/node_modules/**", "docs/reference/**"],
}).sort();
const snippets = documents.flatMap((path) => readSnippets(path, readFileSync(join(root, path), "utf8")));

// Inside the package, so that `praxis` is found by its own name.
const folder = mkdtempSync(join(root, ".snippets-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function compile(name: string, sources: readonly Snippet[]): string {
  const place = join(folder, name);
  for (const { document, line, code, file } of sources) {
    const path = join(place, document.replace(/\.md$/, ""), file ?? `line-${line}.ts`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${code}\nexport {};\n`);
  }
  const settings = { extends: "../../tsconfig.json", include: ["**/*.ts"], compilerOptions: { noUnusedLocals: false } };
  writeFileSync(join(place, "tsconfig.json"), JSON.stringify(settings));
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  return spawnSync(process.execPath, [compiler, "--noEmit", "-p", place], { encoding: "utf8" }).stdout;
}

describe("the snippets of the documents", () => {
  test("compile", () => {
    const code = snippets.filter(({ language }) => language === "ts");
    assert.ok(code.length > 0, "the README shows a process");
    assert.equal(compile("all", code), "");
  });

  test("would be found if they did not compile", () => {
    const wrong = readSnippets("docs/wrong.md", 'Text\n\n```ts\nimport { proces } from "praxis";\n```\n');
    assert.match(compile("wrong", wrong), /line-4\.ts.*'"praxis"' has no exported member/s);
  });

  test("name commands that exist", () => {
    const help = spawnSync(process.execPath, [join(root, "bin/praxis.js"), "--help"], { encoding: "utf8" }).stdout;
    const known = new Set([...help.matchAll(/^ {2}([a-z-]+)/gm)].map((match) => match[1]));
    assert.ok(known.has("start"), help);
    for (const { document, line, language, code } of snippets) {
      if (language !== "sh") continue;
      for (const command of praxisCommands(code))
        assert.ok(known.has(command), `${document}:${line}: praxis ${command}`);
    }
  });
});

test("a block that is not compiled says why", () => {
  const read = (above: string): number => readSnippets("a.md", `${above}\n\`\`\`ts\nno code\n\`\`\`\n`).length;
  assert.equal(read("<!-- not compiled: a sketch -->"), 0);
  assert.equal(read("<!-- not compiled: -->"), 1);
});
