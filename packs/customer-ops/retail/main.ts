/** `npm run retail`: real requests with known outcomes, under fire. Exits with 1 unless every world is exactly as expected. */
import { type RetailOptions, readOptions, usage } from "./options.ts";
import { differencesOf, type Summary, tableOf } from "./report.ts";
import { runSuite } from "./run-suite.ts";

const everyMs = 10_000;
let nextLineAt = 0;

/** At a terminal one line that changes; elsewhere a line now and then. */
function showProgress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
  else if (line !== "" && performance.now() >= nextLineAt) {
    nextLineAt = performance.now() + everyMs;
    process.stderr.write(`${line}\n`);
  }
}

function isClean({ requests, matched, ...counts }: Summary): boolean {
  const { wrongByRules, duplicateEffects, lostEffects, unknownLeft } = counts;
  return matched === requests && wrongByRules + duplicateEffects + lostEffects + unknownLeft === 0;
}

async function main(options: RetailOptions): Promise<boolean> {
  const { summary, results, problems, folder } = await runSuite(options, showProgress);
  showProgress("");
  if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else process.stdout.write(`${tableOf(summary)}\n`);
  const remarks = [differencesOf(results), ...problems, ...(folder === null ? [] : [`kept: ${folder}`])];
  for (const remark of remarks) if (remark !== "") process.stderr.write(`${remark}\n`);
  return isClean(summary) && problems.length === 0;
}

let options: RetailOptions | null = null;
try {
  options = readOptions(process.argv.slice(2));
} catch (thrown) {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n\n${usage}`);
  process.exitCode = 2;
}
if (options !== null && !(await main(options))) process.exitCode = 1;
