/** Runs one tool over the whole repository; it counts as one test. */
import { execFile } from "node:child_process";
import type { Tally } from "./tally.ts";

export interface Check {
  readonly name: string;
  /** A script for this Node, then its arguments. */
  readonly command: readonly string[];
}

export async function runCheck({ name, command }: Check, root: string): Promise<Tally> {
  const started = performance.now();
  const { promise, resolve } = Promise.withResolvers<{ ok: boolean; output: string }>();
  const child = execFile(process.execPath, command, { cwd: root, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
    resolve({ ok: error === null, output: stdout + stderr });
  });
  child.stdin?.end();
  const { ok, output } = await promise;
  process.stdout.write(`${ok ? "✔" : "✖"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)\n`);
  if (!ok) process.stdout.write(output.endsWith("\n") ? output : `${output}\n`);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [] };
}
