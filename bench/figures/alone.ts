/**
 * What a run of ten steps takes that is alone: p50 and p95 in both modes, each run between bare fdatasyncs of as many 4 KiB, in place, in the same folder.
 *
 * A run in the mode "before next" has to wait for twelve syncs (its start, ten outcomes, its end); in the mode "before out" for its end alone, and is allowed three.
 */
import { closeSync, fdatasyncSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { HostedEngine } from "../peers/host/hosted-engine.ts";
import { median, quantile } from "../peers/statistics.ts";
import { atMost, beside, type MeasureFigure, type Row } from "./figure.ts";

/** Until then the code is compiled again and again. */
const warmRuns = 1_000;
const pageBytes = 4_096;
const pages = 4_096;
const modes = [
  { mode: "before next", module: "before-next.ts", syncs: 12, limit: 1.5 },
  { mode: "before out", module: "before-out.ts", syncs: 3, limit: 1 },
];

export const measure: MeasureFigure = async ({ folder, isQuick }, say) => {
  const runs = isQuick ? 100 : 500;
  const rows: Row[] = [];
  const ours = { name: "Praxis", points: [] as { x: string; y: number }[] };
  const bare = { name: "bare fdatasyncs", points: [] as { x: string; y: number }[] };
  for (const { mode, module, syncs, limit } of modes) {
    const place = join(folder, module);
    mkdirSync(place);
    const host = new HostedEngine(join(import.meta.dirname, "..", "engines", module));
    const disk = new BareDisk(join(folder, `${module}.pages`));
    const tookMs: number[] = [];
    const bareMs: number[] = [];
    try {
      await host.start(place);
      await host.alone(warmRuns);
      for (let run = 0; run < runs; run++) {
        tookMs.push(...(await host.alone(1)));
        bareMs.push(disk.syncMs(syncs));
        if (run % 50 === 49) say(`${mode}: ${run + 1} of ${runs} runs`);
      }
    } finally {
      await host.close();
      disk.close();
    }
    const ratio = median(tookMs) / median(bareMs);
    rows.push(
      beside(`run of 10 steps alone, p50, ${mode}`, median(tookMs), "ms"),
      beside(`the same, p95`, quantile(tookMs, 0.95), "ms", `bare: ${quantile(bareMs, 0.95).toFixed(2)} ms`),
      beside(`${syncs} bare fdatasyncs, p50`, median(bareMs), "ms"),
      atMost(`p50 of a run alone over that of ${syncs} bare fdatasyncs, ${mode}`, ratio, limit, "times"),
    );
    ours.points.push({ x: mode, y: median(tookMs) });
    bare.points.push({ x: mode, y: median(bareMs) });
  }
  const title = "How long does a run of ten steps take that is alone (p50)?";
  return { rows, charts: [{ file: "alone", title, unit: "ms", kind: "bars", xTitle: "", series: [ours, bare] }] };
};

/** 4 KiB at a time over a file that has its length already, as a write-ahead log is that begins anew. */
class BareDisk {
  readonly #file: number;
  readonly #page = Buffer.alloc(pageBytes, 1);
  #written = 0;

  constructor(path: string) {
    this.#file = openSync(path, "w");
    writeSync(this.#file, Buffer.alloc(pages * pageBytes));
    fdatasyncSync(this.#file);
  }

  syncMs(times: number): number {
    const begun = performance.now();
    for (let time = 0; time < times; time++) {
      writeSync(this.#file, this.#page, 0, pageBytes, (this.#written++ % pages) * pageBytes);
      fdatasyncSync(this.#file);
    }
    return performance.now() - begun;
  }

  close(): void {
    closeSync(this.#file);
  }
}
