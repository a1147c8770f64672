/**
 * How long it takes after a SIGKILL until a run that has recorded 1,000, 10,000 or 100,000 steps takes its next one: from the start of the new process, and from `praxis.start()` on.
 * The same is killed and resumed several times: a run that only takes up its history records nothing.
 */
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { spawnChild } from "../children/spawn-child.ts";
import { median } from "../peers/statistics.ts";
import { atMost, beside, type MeasureFigure, type Row } from "./figure.ts";

const resumedSchema = z.object({
  /** Steps that were on disk. */
  recorded: z.int(),
  loadedAt: z.number(),
  openedAt: z.number(),
  startedAt: z.number(),
  movedAt: z.number(),
  cpuMs: z.number(),
});
const mostForTenThousandMs = 1_000;
/** What a step costs at 100,000 beside 10,000, so that it still counts as linear. */
const linear = 1.5;

export const measure: MeasureFigure = async ({ folder, isQuick }, say) => {
  const rows: Row[] = [];
  const fromProcess: { x: number; y: number }[] = [];
  const fromEngine: { x: number; y: number }[] = [];
  const perStepUs = new Map<number, number>();
  for (const steps of isQuick ? [1_000, 10_000] : [1_000, 10_000, 100_000]) {
    const root = join(folder, `${steps}`);
    mkdirSync(root);
    const first = spawnChild("long-run", [root, `${steps}`, "begin"], resumedSchema);
    const [, signal] = await once(first.process, "exit");
    if (signal !== "SIGKILL") throw new Error(`The run of ${steps} steps was not killed, but ended.`);
    say(`${steps} steps are recorded`);
    const processMs: number[] = [];
    const engineMs: number[] = [];
    const cpuMs: number[] = [];
    let recorded = 0;
    for (let time = 0; time < (isQuick ? 3 : 7); time++) {
      const again = spawnChild("long-run", [root, `${steps}`, "resume"], resumedSchema);
      const told = await again.next();
      await again.end();
      recorded = told.recorded;
      processMs.push(told.movedAt - again.spawnedAt);
      engineMs.push(told.movedAt - told.startedAt);
      cpuMs.push(told.cpuMs);
    }
    const note = `${recorded.toLocaleString("en")} steps were on disk; ${median(cpuMs).toFixed(0)} ms of processor time in all`;
    const name = `resume at ${steps.toLocaleString("en")} steps`;
    const fromStart = `${name}, from the start of the process`;
    rows.push(
      steps === 10_000
        ? atMost(fromStart, median(processMs), mostForTenThousandMs, "ms", note)
        : beside(fromStart, median(processMs), "ms", note),
      beside(`${name}, from the start of the engine`, median(engineMs), "ms"),
    );
    fromProcess.push({ x: steps, y: median(processMs) });
    fromEngine.push({ x: steps, y: median(engineMs) });
    perStepUs.set(steps, (median(engineMs) * 1_000) / recorded);
  }
  const sizes = [...perStepUs.keys()];
  const [most = 0, before = 0] = [sizes.at(-1), sizes.at(-2)];
  const growth = (perStepUs.get(most) ?? 0) / (perStepUs.get(before) ?? 1);
  rows.push(
    atMost(
      `time of a step at ${most.toLocaleString("en")}, of that at ${before.toLocaleString("en")}`,
      growth,
      linear,
      "times",
    ),
  );
  return {
    rows,
    charts: [
      {
        file: "resume",
        title: "How long until a killed run takes its next step?",
        unit: "ms",
        kind: "lines",
        xTitle: "recorded steps",
        series: [
          { name: "from the start of the process", points: fromProcess },
          { name: "from the start of the engine", points: fromEngine },
        ],
      },
    ],
  };
};
