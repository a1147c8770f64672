/**
 * Durable steps a second with 64 runs under way, in both modes, beside bare SQLite with the same rows in the same batches and synchronous=FULL; and the syncs of a run.
 *
 * The engines take turns in short rounds (bench/peers/measure.ts), and each ratio is that of one round.
 */
import { join } from "node:path";
import { measure as measureEngines } from "../peers/measure.ts";
import type { Measured as MeasuredEngine } from "../peers/result.ts";
import { median } from "../peers/statistics.ts";
import { atLeast, beside, type MeasureFigure, type Row } from "./figure.ts";

const ofBareSqlite = 0.4;
const engines = join(import.meta.dirname, "..", "engines");
const modules = ["before-next", "bare-next", "before-out", "bare-out"].map((name) => join(engines, `${name}.ts`));

export const measure: MeasureFigure = async ({ folder, isQuick }, say) => {
  const result = await measureEngines({ modules, folder, rounds: isQuick ? 3 : 7, seconds: isQuick ? 0.5 : 2, say });
  const [next, bareNext, out, bareOut] = result.engines.map((engine): MeasuredEngine => {
    if ("error" in engine) throw new Error(`${engine.name}: ${engine.error}`);
    return engine;
  });
  if (!next || !bareNext || !out || !bareOut) throw new Error("An engine is missing in the result.");
  const { limits } = result;
  return {
    rows: [
      ...rowsOf("before next", next, bareNext),
      ...rowsOf("before out", out, bareOut),
      beside("bare SQLite, commits of one row, synchronous=FULL", limits.sqliteCommitsPerSecond, "commits/s"),
      beside("bare fsyncs of 4 KiB appended", limits.fsyncsPerSecond, "fsyncs/s"),
    ],
    charts: [
      {
        file: "steps",
        title: "How many durable steps a second, with 64 runs under way?",
        unit: "steps/s",
        kind: "bars",
        xTitle: "",
        series: [
          { name: "Praxis", points: [point("before next", next), point("before out", out)] },
          { name: "bare SQLite, same rows", points: [point("before next", bareNext), point("before out", bareOut)] },
        ],
      },
    ],
  };
};

function rowsOf(mode: string, ours: MeasuredEngine, bare: MeasuredEngine): Row[] {
  const ratios = ours.rounds.flatMap((round, index) => {
    const limit = bare.rounds[index]?.stepsPerSecond;
    return limit === undefined ? [] : [round.stepsPerSecond / limit];
  });
  const spread = `median of ${ratios.length} rounds, from ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  const { syncs } = ours;
  return [
    beside(`steps/s at 64, ${mode}`, ours.stepsPerSecond, "steps/s"),
    beside(`bare SQLite with the same rows and batches, ${mode}`, bare.stepsPerSecond, "steps/s"),
    atLeast(`steps/s at 64 over those of bare SQLite, ${mode}`, median(ratios), ofBareSqlite, "times", spread),
    ...("error" in syncs
      ? [beside(`syncs of a run, ${mode}`, null, "syncs", syncs.error)]
      : [
          beside(`syncs of a run alone, ${mode}`, syncs.perRunAlone, "syncs", `strace shows: ${syncs.mode}`),
          beside(`syncs of a run at 64, ${mode}`, syncs.perRunTogether, "syncs"),
        ]),
  ];
}

const point = (x: string, { stepsPerSecond }: MeasuredEngine) => ({ x, y: stepsPerSecond });
