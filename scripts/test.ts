/**
 * `npm test`: typecheck, lint, then the tests, cheapest first. The last line is `N passed, N failed`, with `, N skipped`
 * where some were; the exit code is 1 if anything failed.
 *
 *   node scripts/test.ts [--fast] [--timeout=seconds] [part of a file's path]
 *
 * `--fast` stops after the fast tests. The timeout is for each test that names none. With a part of a path only the tests of those files run, without typecheck and lint.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findTestFiles, type Stage, stages } from "./test-run/find-test-files.ts";
import { runCheck } from "./test-run/run-check.ts";
import { runStage } from "./test-run/run-stage.ts";
import { describe, sum, type Tally } from "./test-run/tally.ts";

const minuteMs = 60_000;
const { values, positionals } = parseArgs({
  options: { fast: { type: "boolean", default: false }, timeout: { type: "string", default: "120" } },
  allowPositionals: true,
});
const root = process.cwd();
const filter = positionals[0];

const checks = [
  { name: "typecheck", command: [join(root, "node_modules/typescript/bin/tsc"), "--noEmit"] },
  {
    name: "typecheck of the console",
    command: [join(root, "node_modules/typescript/bin/tsc"), "--noEmit", "-p", "console"],
  },
  { name: "lint", command: [join(root, "node_modules/@biomejs/biome/bin/biome"), "check", "--error-on-warnings", "."] },
];
const silenceMs: Record<Stage, number> = { fast: 2.5 * minuteMs, int: 10 * minuteMs, e2e: 10 * minuteMs };

const tallies: Tally[] = [];
if (filter === undefined) tallies.push(...(await Promise.all(checks.map((check) => runCheck(check, root)))));

const files = findTestFiles(root, filter);
for (const stage of stages) {
  if (values.fast && stage !== "fast") break;
  if (files[stage].length === 0) continue;
  process.stdout.write(`\n${stage} tests: ${files[stage].length} files\n`);
  const paths = files[stage].map((path) => join(root, path));
  const limits = { timeoutMs: Number(values.timeout) * 1_000, silenceMs: silenceMs[stage] };
  tallies.push(await runStage(paths, { root, concurrency: 2, ...limits }));
}

if (tallies.length === 0) {
  process.stdout.write(`No test file has "${filter}" in its path.\n`);
  tallies.push({ passed: 0, failed: 1, skipped: [] });
}
const total = sum(tallies);
for (const { file, name, reason } of total.skipped) {
  process.stdout.write(`skipped: ${file.replace(`${root}/`, "")}: ${name}: ${reason}\n`);
}
process.stdout.write(`${describe(total)}\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
