/**
 * How fast Praxis is, figure by figure (docs/benchmarks.md):
 *
 *   npm run bench -- [--only steps,resume] [--quick] [--json <file>] [--events 10000000] [--runs 1000000] [--keep <folder>]
 *
 * `--quick`: shorter rounds and smaller folders, to see that all of it works, and about where it stands. `--keep`: where folders that took long to fill stay for the next time.
 * The exit code is 1 if something could not be measured; what was missed is said in the table.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Figure, Result } from "./figures/figure.ts";
import { describeResult } from "./report/describe-result.ts";
import { runFigure } from "./run-figure.ts";

const names = [
  "steps",
  "alone",
  "resume",
  "waiting",
  "cold-start",
  "appends",
  "webhooks",
  "overload",
  "run-list",
  "bytes",
];
const { values: asked } = parseArgs({
  options: {
    only: { type: "string", default: names.join(",") },
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    events: { type: "string" },
    runs: { type: "string" },
    keep: { type: "string" },
  },
});

const chosen = asked.only.split(",").filter((name) => name !== "");
const unknown = chosen.filter((name) => !names.includes(name));
if (unknown.length > 0) throw new Error(`No figure is called ${unknown.join(", ")}. There are: ${names.join(", ")}.`);
const isQuick = asked.quick;
const events = Number(asked.events ?? (isQuick ? 100_000 : 10_000_000));
const runs = Number(asked.runs ?? (isQuick ? 10_000 : 1_000_000));

const root = mkdtempSync(join(tmpdir(), "praxis-bench-"));
process.once("exit", () => rmSync(root, { recursive: true, force: true }));
const filled = asked.keep === undefined ? join(root, "filled") : resolve(asked.keep);
mkdirSync(filled, { recursive: true });
const stopped = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopped.abort());

const figures: Figure[] = [];
for (const [index, name] of chosen.entries()) {
  const place = `${index + 1}/${chosen.length} ${name}`;
  process.stderr.write(`${place} begins\n`);
  const say = (line: string) => process.stderr.write(`${place}: ${line}\n`);
  const plan = { folder: join(root, name), filled, isQuick, events, runs };
  const figure = await runFigure(name, plan, say, stopped.signal);
  if (stopped.signal.aborted) process.exit(1);
  say(`${"error" in figure.result ? `failed: ${figure.result.error}` : "done"}, ${figure.tookSeconds.toFixed(0)} s`);
  figures.push(figure);
}

const result: Result = {
  format: 1,
  at: new Date().toISOString(),
  host: {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.version,
  },
  isQuick,
  figures,
};
process.stdout.write(`${describeResult(result)}\n`);
if (asked.json !== undefined) writeFileSync(asked.json, `${JSON.stringify(result, null, 2)}\n`);
process.exitCode = figures.some(({ result: found }) => "error" in found) ? 1 : 0;
