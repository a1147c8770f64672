/** The runner on planted test files: whatever way a file fails, it is counted. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { runFile } from "./run-file.ts";

const runner = join(import.meta.dirname, "..", "test.ts");
const imports = 'import { describe, test } from "node:test";\nimport assert from "node:assert";\n';

function runPlanted(files: Record<string, string>, args: readonly string[] = ["--timeout=2", "planted"]) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "praxis-")));
  try {
    mkdirSync(join(root, "src"));
    writeFileSync(join(root, "package.json"), '{"type":"module"}');
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, "src", name), imports + text);
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const done = spawnSync(process.execPath, [runner, ...args], { cwd: root, env, encoding: "utf8" });
    const lines = done.stdout.trimEnd().split("\n");
    return { exitCode: done.status, last: lines.at(-1), lines };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

test("tests are counted, suites are not, and skipped ones are listed with their reason", () => {
  const done = runPlanted({
    "planted.test.ts":
      'describe("s", () => { test("a", () => {}); test("b", { skip: "no database" }, () => {}); }); test("c", () => {});',
    "planted.int.test.ts": 'test("d", async (t) => { await t.test("e", () => {}); });',
  });
  assert.equal(done.last, "4 passed, 0 failed, 1 skipped");
  assert.equal(done.exitCode, 0);
  assert.equal(done.lines.at(-2), "skipped: src/planted.test.ts: b: no database");
});

test("stages run cheapest first, and --fast stops after the first", () => {
  const files = {
    "planted.e2e.test.ts": 'test("third", () => {});',
    "planted.int.test.ts": 'test("second", () => {});',
    "planted.test.ts": 'test("first", () => {});',
  };
  const order = runPlanted(files).lines.flatMap((line) => line.match(/✔ (first|second|third)/)?.[1] ?? []);
  assert.deepEqual(order, ["first", "second", "third"]);
  assert.equal(runPlanted(files, ["--fast", "planted"]).last, "1 passed, 0 failed");
});

test("a filter that finds no file is a failure", () => {
  const done = runPlanted({}, ["nowhere"]);
  assert.equal(done.last, "0 passed, 1 failed");
  assert.equal(done.exitCode, 1);
});

const failures = {
  "a failed assertion": 'test("a", () => assert.equal(1, 2));',
  "exit 0 before any test": 'test("a", () => {}); process.exit(0);',
  "exit 0 within a test": 'test("a", () => process.exit(0)); test("b", () => {});',
  "a crash": 'test("a", () => process.kill(process.pid, "SIGKILL"));',
  "a syntax error": 'test("a", () => {',
  "a rejection after the tests": 'test("a", () => { setTimeout(() => Promise.reject(new Error("late")), 20); });',
  "a promise that never settles": 'test("a", () => new Promise(() => {}));',
  "a failed hook": 'describe("s", () => { test.before(() => assert.fail()); test("a", () => {}); });',
  "no tests": "export const nothing = 0;",
};

for (const [name, text] of Object.entries(failures)) {
  test(`${name} counts as failed`, () => {
    const done = runPlanted({ "planted.test.ts": text, "planted-well.test.ts": 'test("well", () => {});' });
    assert.match(done.last ?? "", /^[12] passed, [1-9]\d* failed$/);
    assert.equal(done.exitCode, 1);
  });
}

test("a process that falls silent is ended and counts as failed", async (t) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "praxis-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "busy.test.mjs");
  writeFileSync(path, `${imports}test("busy", () => { for (;;); });`);
  const context = process.env.NODE_TEST_CONTEXT;
  delete process.env.NODE_TEST_CONTEXT; // node:test refuses to run tests within tests.
  t.after(() => {
    process.env.NODE_TEST_CONTEXT = context;
  });
  const result = await runFile(path, { timeoutMs: 500, silenceMs: 1_500 });
  assert.equal(result.failed, 1);
});
