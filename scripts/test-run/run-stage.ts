/** Runs test files side by side and shows each one's report when it is done, so that reports do not mix. */
import { relative } from "node:path";
import { spec } from "node:test/reporters";
import { type FileLimits, runFile } from "./run-file.ts";
import { sum, type Tally } from "./tally.ts";

export interface StageSettings extends FileLimits {
  readonly root: string;
  readonly concurrency: number;
}

export async function runStage(paths: readonly string[], settings: StageSettings): Promise<Tally> {
  const reporter = new spec();
  reporter.pipe(process.stdout, { end: false });

  const tallies: Tally[] = [];
  const waiting = paths.values();
  const work = async () => {
    for (const path of waiting) {
      const result = await runFile(path, settings);
      const message = `${relative(settings.root, path)}\n`;
      reporter.write({ type: "test:stdout", data: { file: path, message } });
      for (const event of result.events) reporter.write(event);
      tallies.push(result);
    }
  };
  await Promise.all(Array.from({ length: settings.concurrency }, work));

  const shown = new Promise((resolve) => reporter.once("end", resolve));
  reporter.end();
  await shown;
  return sum(tallies);
}
