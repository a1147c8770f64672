/** bin/praxis.js with a stand-in for the program, on this Node and, where the machine has one, on an older Node. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { olderNode, userEnvironment } from "./machine.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const root = dirname(dirname(import.meta.dirname));
const older = olderNode();
const needsOlder = { skip: older === undefined && "this machine has no Node older than 26 on its PATH" };
const nodes = [process.execPath, older].filter((node) => node !== undefined);

/** Tells what it was given as one line of JSON, and does what its first argument says. */
const standIn = `
const [wish, ...rest] = process.argv.slice(2);
const told: object = { rest, node: parseInt(process.versions.node), main: process.argv[1], flags: process.execArgv };
if (wish === "wait") {
  setInterval(() => {}, 1000);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => { console.log(signal); process.exit(42); });
}
if (wish === "echo") process.stdin.on("data", (text) => process.stdout.write(text));
else console.log(JSON.stringify({ ...told, pid: process.pid }));
if (wish === "exit") process.exit(Number(rest[0]));
if (wish === "die") process.kill(process.pid, "SIGKILL");
`;

interface Shape {
  readonly folder: string;
  readonly source?: boolean;
  readonly built?: boolean;
  readonly node?: "installed" | "without its binary" | "missing";
}

function makePackage(shape: Shape): string {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(shape.folder, path)), { recursive: true });
    writeFileSync(join(shape.folder, path), text);
  };
  write("package.json", '{"name":"praxis","type":"module"}');
  write("bin/praxis.js", "");
  copyFileSync(join(root, "bin", "praxis.js"), join(shape.folder, "bin", "praxis.js"));
  if (shape.source === true) write("src/main.ts", standIn);
  if (shape.built === true) write("dist/src/main.js", standIn.replace(": object", ""));
  if (shape.node === "without its binary") write("node_modules/node/package.json", '{"version":"26.10.0"}');
  if (shape.node === "installed") {
    mkdirSync(join(shape.folder, "node_modules"), { recursive: true });
    symlinkSync(realpathSync(join(root, "node_modules", "node")), join(shape.folder, "node_modules", "node"));
  }
  return join(shape.folder, "bin", "praxis.js");
}

const checkout = (test: TestContext) => makePackage({ folder: temporaryFolder(test), source: true, node: "installed" });
const installedIn = (folder: string) => join(folder, "node_modules", "praxis");

function run(node: string, args: readonly string[], settings: { input?: string; env?: NodeJS.ProcessEnv } = {}) {
  const env = { ...userEnvironment(), ...settings.env };
  const done = spawnSync(node, args, { encoding: "utf8", input: settings.input ?? "", env });
  return { ...done, told: () => JSON.parse(done.stdout) };
}

for (const node of nodes) {
  const on = node === older ? "an older Node" : "Node 26";

  test(`on ${on}, a source checkout runs src/main.ts with the source condition`, (test) => {
    const told = run(node, [checkout(test), "tell", "a b", "--flag"]).told();
    assert.deepEqual(told.rest, ["a b", "--flag"]);
    assert.ok(told.node >= 26);
    assert.match(told.main, /src\/main\.ts$/);
    assert.deepEqual(told.flags, ["--conditions=praxis-source"]);
  });

  test(`on ${on}, an installed package runs dist although its sources ship with it`, (test) => {
    const folder = installedIn(temporaryFolder(test));
    const told = run(node, [makePackage({ folder, source: true, built: true, node: "installed" }), "tell"]).told();
    assert.match(told.main, /dist\/src\/main\.js$/);
    assert.deepEqual(told.flags, []);
  });

  test(`on ${on}, a checkout runs dist when it is asked to`, (test) => {
    const bin = makePackage({ folder: temporaryFolder(test), source: true, built: true, node: "installed" });
    assert.match(run(node, [bin, "tell"], { env: { PRAXIS_FROM: "dist" } }).told().main, /dist\/src\/main\.js$/);
  });

  test(`on ${on}, exit code, death by signal and standard input pass through`, (test) => {
    const bin = checkout(test);
    assert.equal(run(node, [bin, "exit", "7"]).status, 7);
    assert.equal(run(node, [bin, "die"]).signal, "SIGKILL");
    assert.equal(run(node, [bin, "echo"], { input: "one line\n" }).stdout, "one line\n");
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    test(`on ${on}, ${signal} reaches the program once, and its answer is the exit code`, async (test) => {
      const child = spawn(node, [checkout(test), "wait"], {
        env: userEnvironment(),
        stdio: ["ignore", "pipe", "inherit"],
      });
      let output = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        if (output === "") child.kill(signal);
        output += text;
      });
      const [code] = await once(child, "close");
      assert.equal(code, 42);
      assert.deepEqual(output.trim().split("\n").slice(1), [signal]);
    });
  }

  test(`on ${on}, a checkout without a program says what to do`, (test) => {
    const done = run(node, [makePackage({ folder: temporaryFolder(test), node: "installed" })]);
    assert.equal(done.status, 1);
    assert.match(done.stderr, /npm run build/);
  });
}

test("on Node 26, the program keeps the launcher's process", async (test) => {
  const child = spawn(process.execPath, [checkout(test), "tell"], { stdio: ["ignore", "pipe", "inherit"] });
  const [text] = await once(child.stdout.setEncoding("utf8"), "data");
  assert.equal(JSON.parse(text).pid, child.pid);
});

for (const node of ["missing", "without its binary"] as const) {
  test(`on an older Node with the package node ${node}, the message says what to do`, needsOlder, (test) => {
    const bin = makePackage({ folder: temporaryFolder(test), source: true, node });
    const done = run(older ?? "", [bin, "tell"]);
    assert.equal(done.status, 1);
    assert.match(done.stderr, /needs Node 26 or newer/);
    assert.match(done.stderr, /npm rebuild node/);
  });
}

test("on an older Node, the node package is found where npm hoists it", needsOlder, (test) => {
  const folder = temporaryFolder(test);
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(realpathSync(join(root, "node_modules", "node")), join(folder, "node_modules", "node"));
  const told = run(older ?? "", [makePackage({ folder: installedIn(folder), built: true }), "tell"]).told();
  assert.ok(told.node >= 26);
});
