/**
 * Puts results into docs/benchmarks.md, between its two marks, and draws their charts into docs/images/bench:
 *
 *   node --conditions=praxis-source bench/write-report.ts <result.json> [<newer result.json>]...
 *
 * Of a figure that is in several results, the last one counts: so one can be measured again by itself.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resultSchema } from "./figures/figure.ts";
import { describeResult } from "./report/describe-result.ts";
import { drawChart } from "./report/draw-chart.ts";
import { joinResults, replaceBetweenMarks } from "./report/join-results.ts";

const root = join(import.meta.dirname, "..");
const page = join(root, "docs", "benchmarks.md");
const images = join(root, "docs", "images", "bench");
const results = process.argv.slice(2).map((path) => resultSchema.parse(JSON.parse(readFileSync(path, "utf8"))));
const joined = joinResults(results);
mkdirSync(images, { recursive: true });
const shown: string[] = [];
for (const { result } of joined.figures) {
  if ("error" in result) continue;
  for (const chart of result.charts) {
    writeFileSync(join(images, `${chart.file}.svg`), drawChart(chart));
    shown.push(`![${chart.title}](images/bench/${chart.file}.svg)`);
  }
}
const text = `${describeResult(joined)}\n\n${shown.join("\n\n")}`;
writeFileSync(page, replaceBetweenMarks(readFileSync(page, "utf8"), text));
