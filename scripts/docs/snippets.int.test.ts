/** What the documents show can be typed in: each block of TypeScript compiles against the package as it is, each command exists. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, describe, test } from "node:test";
import { fileLinks, praxisCommands, readSnippets, type Snippet } from "./read-snippets.ts";

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

/** Of the reference, which reference.int.test.ts compares with the program: the command with those below it. */
const commandLine = readFileSync(join(root, "docs/reference/command-line.md"), "utf8");
function helpOf(command: string): string | undefined {
  return commandLine.split(/^## praxis /m).find((section) => section.startsWith(`${command}\n`));
}

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

  test("name commands and options that exist", () => {
    const globals = "--help --version --data --json --as --url --token";
    for (const { document, line, language, code } of snippets) {
      if (language !== "sh") continue;
      for (const { command, options } of praxisCommands(code)) {
        const help = helpOf(command);
        assert.ok(help, `${document}:${line}: praxis ${command}`);
        for (const option of options)
          assert.ok(`${globals}\n${help}`.includes(option), `${document}:${line}: praxis ${command} ${option}`);
      }
    }
  });

  test("are the file of the repository that they are named after", () => {
    const shown = snippets.filter(({ file }) => file !== null && existsSync(join(root, file)));
    assert.ok(shown.length > 0, "the README shows an example");
    for (const { document, line, file, code } of shown) {
      const text = readFileSync(join(root, file ?? ""), "utf8");
      assert.equal(code.slice(code.indexOf("\n") + 1), text.trimEnd(), `${document}:${line} shows another ${file}`);
    }
  });
});

test("the links of the documents lead somewhere", () => {
  for (const document of [...documents, "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/reference/README.md"]) {
    for (const link of fileLinks(readFileSync(join(root, document), "utf8"))) {
      const path = join(root, dirname(document), link.replace(/#.*$/, ""));
      assert.ok(existsSync(path), `${document}: ${link} leads nowhere`);
    }
  }
});

test("a block that is not compiled says why", () => {
  const read = (above: string): number => readSnippets("a.md", `${above}\n\`\`\`ts\nno code\n\`\`\`\n`).length;
  assert.equal(read("<!-- not compiled: a sketch -->"), 0);
  assert.equal(read("<!-- not compiled: -->"), 1);
});

test("commands and options are found behind npx and variables, and not in quotes and remarks", () => {
  const found = praxisCommands(
    `TOKEN=x npx praxis --data d runs --status "set --aside" # --no\npraxis verify | head --lines 3`,
  );
  assert.deepEqual(found, [
    { command: "runs", options: ["--status"] },
    { command: "verify", options: [] },
  ]);
});

test("links to files are found, and those to elsewhere are not", () => {
  const links = fileLinks("[a](b.md#c) [d](https://e.example) [f](#g)\n```ts\nh[i](j)\n```\n");
  assert.deepEqual(links, ["b.md#c"]);
});
