/** Filtered pages of the run list, over HTTP, on a year of a busy shop (bench/fill-folder.ts): p50 and p95 of each filter, in turn. */
import { join } from "node:path";
import { z } from "zod";
import { openLargeFolder } from "../large-folder.ts";
import { quantile } from "../peers/statistics.ts";
import { atMost, beside, type MeasureFigure } from "./figure.ts";

const mostMs = 50;
const pages = [
  "status=waiting",
  "status=done&process=refund%20returns",
  "status=waiting&process=weekly%20report&account=outlet",
  "setAside=threw",
  "touched=yes",
  "touched=no&account=outlet&status=done",
  "q=dent",
  "q=customer77%40example.com",
  "q=dent&status=waiting&account=outlet",
];

export const measure: MeasureFigure = async ({ filled, runs, isQuick }, say) => {
  const sizes = { runs: `${runs}`, gates: `${Math.max(1, Math.round(runs / 50))}`, events: "10000" };
  say(`a folder of ${runs.toLocaleString("en")} runs is filled, where it is not there yet`);
  const large = await openLargeFolder(join(filled, `runs-${runs}`), sizes);
  const tookMs = new Map<string, number[]>();
  const healthMs: number[] = [];
  try {
    const ask = async (path: string): Promise<number> => {
      const begun = performance.now();
      const response = await fetch(`${large.url}${path}`, { headers: { authorization: "Bearer bench" } });
      const body: unknown = await response.json();
      const took = performance.now() - begun;
      if (path !== "/api/health") z.object({ runs: z.array(z.unknown()) }).parse(body);
      return took;
    };
    for (let time = 0; time < (isQuick ? 20 : 100); time++) {
      for (const page of pages) {
        healthMs.push(await ask("/api/health"));
        tookMs.set(page, [...(tookMs.get(page) ?? []), await ask(`/api/runs?limit=50&${page}`)]);
      }
    }
  } finally {
    await large.close();
  }
  const name = `of the run list at ${runs.toLocaleString("en")} runs`;
  const all = [...tookMs.values()].flat();
  return {
    rows: [
      atMost(
        `a filtered page ${name}, p95 of all filters`,
        quantile(all, 0.95),
        mostMs,
        "ms",
        `p50 ${quantile(all, 0.5).toFixed(1)} ms`,
      ),
      ...[...tookMs].map(([page, took]) =>
        beside(
          `page with ${decodeURIComponent(page)}, p95`,
          quantile(took, 0.95),
          "ms",
          `p50 ${quantile(took, 0.5).toFixed(1)} ms`,
        ),
      ),
      beside("an answer that reads next to nothing (/api/health), p95", quantile(healthMs, 0.95), "ms"),
    ],
    charts: [],
  };
};
