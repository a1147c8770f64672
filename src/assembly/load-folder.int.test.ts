import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { PraxisError } from "../kernel/errors.ts";
import { codeDigest } from "./code-digest.ts";
import { loadPaths } from "./load-folder.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "praxis-load-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const processFile = (name: string, rest = ""): string => `
import { process } from "praxis";
import { z } from "zod";
${rest}
export const ${name} = process("${name}", { input: z.object({}) }, async () => null);
`;

function failsWith(code: string, message: RegExp): (thrown: unknown) => boolean {
  return (thrown) => {
    assert.ok(thrown instanceof PraxisError, String(thrown));
    assert.equal(thrown.code, code);
    assert.match(thrown.message, message);
    assert.notEqual(thrown.next, "");
    return true;
  };
}

test("a file far from any package finds praxis and zod, and what it exports is collected", async () => {
  const [file] = await loadPaths([write("returns.ts", processFile("returns"))]);
  assert.deepEqual(
    file?.definitions.map(({ kind, name }) => [kind, name]),
    [["process", "returns"]],
  );
  assert.match(file?.codeDigest ?? "", /^[0-9a-f]{32}$/);
});

test("a .ts file is a module also where npm init has made the folder CommonJS", async () => {
  write("package.json", JSON.stringify({ type: "commonjs" }));
  const [file] = await loadPaths([write("hello.ts", processFile("hello"))]);
  assert.equal(file?.definitions[0]?.name, "hello");
});

test("a folder brings its modules, not its tests, declarations and other files", async () => {
  write("b.ts", processFile("b"));
  write("a.mjs", processFile("a"));
  write("shared.ts", "export const rate = 7;");
  write("a.test.ts", "throw new Error('a test was loaded');");
  write("types.d.ts", "export declare const x: number;");
  write("notes.md", "not code");
  const files = await loadPaths([folder]);
  assert.deepEqual(
    files.flatMap((file) => file.definitions.map(({ name }) => name)),
    ["a", "b"],
  );
});

test("lists of definitions are taken apart, and one thing exported twice is one", async () => {
  write("a.ts", processFile("a"));
  write("b.ts", `import { a } from "./a.ts"; export const all = [a, null, 7]; export { a };`);
  const files = await loadPaths([folder]);
  assert.equal(files.flatMap((file) => file.definitions).length, 1);
});

test("the digest follows what a file imports by relative paths, and nothing else", () => {
  const main = write("main.ts", `import { rate } from "./rate.ts";\nexport const x = rate;`);
  write("rate.ts", `export { rate } from "./deep.ts";`);
  write("deep.ts", "export const rate = 1;");
  write("other.ts", "export const other = 1;");
  const before = codeDigest(main);
  write("other.ts", "export const other = 2;");
  assert.equal(codeDigest(main), before);
  write("deep.ts", "export const rate = 2;");
  assert.notEqual(codeDigest(main), before);
});

test("two things of one name are refused, with both places", async () => {
  write("a.ts", processFile("same"));
  write("b.ts", processFile("same"));
  await assert.rejects(loadPaths([folder]), failsWith("duplicate_name", /process "same" in .*a\.ts and in .*b\.ts/));
});

test("a file that does not parse is named, with the line", async () => {
  const path = write("broken.ts", "export const a = 1;\nexport const = 2;\n");
  await assert.rejects(loadPaths([path]), failsWith("file_unreadable", /broken\.ts/));
});

test("a file that throws when it is loaded is named, with the line", async () => {
  const path = write("throws.ts", `const a = 1;\nthrow new Error("SHOP_URL is missing");\n`);
  await assert.rejects(loadPaths([path]), failsWith("file_unreadable", /SHOP_URL is missing.*throws\.ts:2/));
});

test("what is not there, is not code, or exports nothing of use is refused", async () => {
  await assert.rejects(loadPaths([join(folder, "nope.ts")]), failsWith("no_such_path", /nope\.ts/));
  await assert.rejects(loadPaths([write("a.json", "{}")]), failsWith("not_code", /a\.json/));
  await assert.rejects(loadPaths([folder]), failsWith("nothing_exported", /holds no/));
  await assert.rejects(
    loadPaths([write("empty.ts", "export const rate = 7;")]),
    failsWith("nothing_exported", /empty\.ts exports nothing/),
  );
});
