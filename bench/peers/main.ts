/**
 * The same work on every engine, in turn, as a table:
 *
 *   npm run bench:peers -- [--only dbos,restate] [--engine <module>]... [--rounds 5] [--seconds 2] [--json <file>]
 *
 * `--engine` adds a module of ours that exports an `Engine`; it is measured first among the others, and compared with the best peer of each mode.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { measure } from "./measure.ts";
import { describeResult } from "./table.ts";

const peers = ["dbos", "restate", "langgraph", "mastra", "workflow-sdk"];
const { values: asked } = parseArgs({
  options: {
    only: { type: "string", default: peers.join(",") },
    engine: { type: "string", multiple: true, default: [] },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2" },
    json: { type: "string" },
  },
});

const chosen = asked.only.split(",").filter((name) => name !== "");
const unknown = chosen.filter((name) => !peers.includes(name));
if (unknown.length > 0) throw new Error(`No peer is called ${unknown.join(", ")}. There are: ${peers.join(", ")}.`);
const own = asked.engine.map((module) => resolve(module));
const modules = [...own, ...chosen.map((name) => join(import.meta.dirname, "engines", `${name}.ts`))];

const folder = mkdtempSync(join(tmpdir(), "praxis-bench-peers-"));
/** PostgreSQL runs as another user, and has to get through. */
chmodSync(folder, 0o711);
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopped.abort());

const say = (line: string) => process.stderr.write(`${line.split("\n")[0]}\n`);
const { signal } = stopped;
const result = await measure({
  modules,
  folder,
  rounds: Number(asked.rounds),
  seconds: Number(asked.seconds),
  say,
  signal,
});
if (signal.aborted) process.exit(1);
const ours = result.engines.slice(0, own.length).map(({ name }) => name);
process.stdout.write(`${describeResult(result, ours)}\n`);
if (asked.json !== undefined) writeFileSync(asked.json, `${JSON.stringify(result, null, 2)}\n`);
process.exit(result.engines.some((engine) => "error" in engine) ? 1 : 0);
