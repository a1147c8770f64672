/** What `npm pack` makes works for a user: installed into an empty folder, on the Node that the machine has. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { userEnvironment } from "./machine.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const root = dirname(dirname(import.meta.dirname));
const entries = { praxis: "src", "praxis/testing": "src/testing", "praxis/customer-ops": "packs/customer-ops" };
const needed = ["src/main.ts", ...Object.values(entries).map((folder) => `${folder}/index.ts`)];
const missing = needed.filter((path) => !existsSync(join(root, path)));

/** Fails to compile where an entry is missing, exports nothing, or exports something untyped. */
const consumer = `
import * as praxis from "praxis";
import * as customerOps from "praxis/customer-ops";
import * as testing from "praxis/testing";

type IsAny<T> = 0 extends 1 & T ? true : false;
type Untyped<T> = { [K in keyof T]: IsAny<T[K]> extends true ? K : never }[keyof T];
type Complaint<T> = IsAny<T> extends true ? "any" : keyof T extends never ? "empty" : Untyped<T>;
type All = Complaint<typeof praxis> | Complaint<typeof customerOps> | Complaint<typeof testing>;
export const none: never[] = [] as All[];
`;

const compilerOptions = {
  target: "esnext",
  module: "nodenext",
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  // As TypeScript has it where a user says nothing.
  types: [],
};

test("the packed package gives a working command and typed imports", {
  skip: missing.length > 0 && `not written yet: ${missing.join(", ")}`,
  timeout: 300_000,
}, (t) => {
  const folder = temporaryFolder(t);
  const run = (command: string, args: readonly string[], cwd = folder, env = userEnvironment()) => {
    const done = spawnSync(command, args, { cwd, env, encoding: "utf8" });
    return { ok: done.status === 0, output: `${command} ${args.join(" ")}\n${done.stdout}${done.stderr}` };
  };
  const succeed = (...call: Parameters<typeof run>) => {
    const { ok, output } = run(...call);
    assert.ok(ok, output);
    return output;
  };

  succeed("npm", ["pack", "--pack-destination", folder], root);
  const archive = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
  const listed = succeed("tar", ["-tzf", archive]).split("\n");
  assert.deepEqual(
    // The starter's test is what `praxis init` writes.
    listed.filter((path) => /\.test\.|^package\/(scripts|bench)\//.test(path) && !path.startsWith("package/examples/")),
    [],
  );

  writeFileSync(join(folder, "package.json"), '{"name":"consumer","private":true,"type":"module"}');
  succeed("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", `./${archive}`]);

  assert.match(succeed("npx", ["--no-install", "praxis", "--help"]), /Usage: praxis/);
  succeed("npx", ["--no-install", "praxis", "init", "office"]);
  const node26 = join(folder, "node_modules", ".bin", "node");
  const load = Object.keys(entries).map((name) => `await import("${name}");`);
  succeed(node26, ["--input-type=module", "--eval", load.join("\n")]);

  // What `praxis init` wrote finds the package in the folder above; its own test passes.
  assert.match(succeed(node26, ["--test", "--test-reporter", "spec"], join(folder, "office")), /pass 4\b/);

  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src", "consumer.ts"), consumer);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
  const compiled = run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "--pretty", "false"]);
  const ours = compiled.output.split("\n").filter((line) => /^(src|node_modules\/praxis)\/.*error TS/.test(line));
  assert.deepEqual(ours, [], "errors in the consumer or in our declarations");
  assert.ok(compiled.ok || /error TS/.test(compiled.output), compiled.output);
});
