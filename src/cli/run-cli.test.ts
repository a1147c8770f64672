/** What the command line does before it touches anything: help, usage, errors in words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { PraxisError } from "../kernel/errors.ts";
import type { Output } from "./context.ts";
import type { CliHost } from "./host.ts";
import { runCli } from "./run-cli.ts";

function refuse(): never {
  throw new PraxisError("folder_damaged", "the log cannot be read", { next: "praxis restore <backup>" });
}

const host: CliHost = {
  version: "1.2.3",
  defaultPort: 1,
  program: { main: "", flags: [] },
  openPack: async () => refuse(),
  open: async () => refuse(),
  verify: () => ({
    ok: false,
    events: 3,
    problems: ["event 2 was changed"],
    notes: [],
    anchoredAt: null,
    beyondAnchor: 3,
  }),
  backUp: async () => refuse(),
  restore: refuse,
  inspect: refuse,
  rewrite: refuse,
};

async function praxis(...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const output: Output = {
    print: (text) => void out.push(text),
    say: (text) => void err.push(text),
    draw: () => undefined,
    columns: 100,
    isTerminal: false,
  };
  const code = await runCli(["--as", "lea", ...argv], host, output);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

const commands =
  "init start check demo send run runs gates effects show why approve decline answer pass-on cancel retry pause resume forget verify backup restore doctor config token login people";

test("help begins with how it is used, and names every command", async () => {
  const { code, out } = await praxis("--help");
  assert.equal(code, 0);
  assert.match(out, /^Usage: praxis /);
  for (const name of commands.split(" ")) assert.match(out, new RegExp(`^  ${name}\\b`, "m"));
});

test("the help of every command has examples", async () => {
  for (const name of commands.split(" ")) {
    const help = await praxis(name, "--help");
    assert.equal(help.code, 0);
    assert.match(help.out, /^Usage: praxis /);
    assert.match(help.out, /Examples:\n {2}\$ praxis /, name);
  }
});

test("the version is printed", async () => {
  assert.equal((await praxis("--version")).out, "1.2.3");
});

test("wrong use ends with 2, and says what is missing", async () => {
  for (const argv of [
    ["nope"],
    ["show"],
    ["cancel", "r-1"],
    ["pause"],
    ["decline", "g-1"],
    ["forget", "mia", "--why", "x"],
  ]) {
    const { code, err } = await praxis(...argv);
    assert.equal(code, 2, argv.join(" "));
    assert.notEqual(err, "");
  }
  assert.match((await praxis("send", "Said", "{nope")).err, /this argument is not JSON/);
});

test("errors say what happened and what to do next, without a stack", async () => {
  const { code, err } = await praxis("verify");
  assert.equal(code, 4);
  assert.equal(err, "");
  const failed = await praxis("backup", "/tmp/elsewhere");
  assert.equal(failed.code, 74);
  assert.equal(failed.err, "praxis: the log cannot be read\npraxis restore <backup>");
});

test("with --json errors are data", async () => {
  const { code, err } = await praxis("--json", "backup", "/tmp/elsewhere");
  assert.equal(code, 74);
  assert.deepEqual(JSON.parse(err), {
    error: { code: "folder_damaged", message: "the log cannot be read", next: "praxis restore <backup>" },
  });
});

test("verify shows the problems as a table, and how far the proof reaches", async () => {
  const { out } = await praxis("verify");
  assert.match(out, /NOT whole/);
  assert.match(out, /1 +event 2 was changed/);
  assert.match(out, /praxis restore <backup>/);
});
