import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { atLeast, atMost, beside, type Chart, type Figure, type Result } from "../figures/figure.ts";
import { describeResult } from "./describe-result.ts";
import { drawChart } from "./draw-chart.ts";
import { joinResults, replaceBetweenMarks } from "./join-results.ts";

const chart: Chart = {
  file: "steps",
  title: "How many steps <a second> & more?",
  unit: "steps/s",
  kind: "bars",
  xTitle: "",
  series: [
    {
      name: "ours",
      points: [
        { x: "small", y: 50 },
        { x: "large", y: 1_234 },
      ],
    },
    { name: "bare", points: [{ x: "small", y: 100 }] },
  ],
};

const figure = (name: string, rows: ReturnType<typeof beside>[]): Figure => ({
  name,
  load: { before: 1, after: 2 },
  tookSeconds: 1,
  result: { rows, charts: [] },
});
const host = { cpu: "a cpu", cores: 2, memoryBytes: 2 ** 34, kernel: "6", node: "v26" };
const result = (...figures: Figure[]): Result => ({
  format: 1,
  at: "2026-11-26T12:00:00.000Z",
  host,
  isQuick: false,
  figures,
});

describe("a chart", () => {
  test("of bars has lengths in the proportion of the values, each with its value and unit", () => {
    const svg = drawChart(chart);
    const lengths = [...svg.matchAll(/<rect class="s\d" x="24" y="(?!42)\d+" width="([\d.]+)"/g)].map(([, length]) =>
      Number(length),
    );
    const [small = 0, bare = 0, large = 1] = lengths;
    assert.equal(lengths.length, 3);
    assert.ok(Math.abs(small / large - 50 / 1_234) < 0.001 && Math.abs(bare / large - 100 / 1_234) < 0.001);
    for (const value of ["50 steps/s", "100 steps/s", "1,234 steps/s"]) assert.ok(svg.includes(`>${value}<`), value);
  });

  test("has its question as its title, escaped, and a form for dark surroundings", () => {
    const svg = drawChart(chart);
    assert.ok(svg.includes('<title id="title">How many steps &lt;a second&gt; &amp; more?</title>'));
    assert.ok(svg.includes("prefers-color-scheme: dark"));
    assert.ok(!svg.includes("<a second>"));
  });

  test("of lines is straight where the values grow in proportion", () => {
    const points = [1_000, 10_000, 100_000].map((x) => ({ x, y: x / 100 }));
    const svg = drawChart({ ...chart, kind: "lines", xTitle: "size", series: [{ name: "ours", points }] });
    const drawn = (/points="([^"]+)"/.exec(svg)?.[1] ?? "").split(/[ ,]/).map(Number);
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = drawn;
    assert.equal(drawn.length, 6);
    assert.ok(Math.abs((y2 - y1) / (x2 - x1) - (y3 - y2) / (x3 - x2)) < 0.01);
    assert.ok(y3 < y1);
  });
});

describe("a result as a table", () => {
  test("says of each figure what was to be reached, and whether it was", () => {
    const rows = [
      atMost("p50", 3, 2, "ms"),
      atLeast("ratio", 0.5, 0.4, "times"),
      beside("bytes", null, "bytes", "not there"),
    ];
    const table = describeResult(result(figure("one", rows)));
    assert.match(table, /\| p50 \| at most 2 ms \| 3 ms \| \*\*no\*\* \| 1 to 2 \|/);
    assert.match(table, /\| ratio \| at least 0\.4 times \| 0\.5 times \| yes \|/);
    assert.match(table, /\| bytes \| {2}\| not measured \| {2}\| 1 to 2 \| not there \|/);
  });

  test("names a figure that failed, with its error", () => {
    const failed: Figure = { ...figure("resume", []), result: { error: "It ended\nearly | here" } };
    assert.match(describeResult(result(failed)), /\| resume \| {2}\| not measured \|.*It ended early \\\| here \|/);
  });

  test("of several results has the last of each figure, in its first place", () => {
    const old = result(figure("one", [beside("a", 1, "ms")]), figure("two", []));
    const newer = result(figure("one", [beside("a", 2, "ms")]));
    const joined = joinResults([old, newer]);
    assert.deepEqual(
      joined.figures.map(({ name }) => name),
      ["one", "two"],
    );
    assert.match(describeResult(joined), /\| a \| {2}\| 2 ms/);
    assert.throws(() => joinResults([]), /at least one file/);
  });

  test("goes between the marks of a page, and nowhere else", () => {
    const page = "before\n<!-- figures: written by bench/write-report.ts -->\nold\n<!-- end of figures -->\nafter\n";
    const once = replaceBetweenMarks(page, "new");
    assert.equal(once, page.replace("old", "new"));
    assert.equal(replaceBetweenMarks(once, "old"), page);
    assert.throws(() => replaceBetweenMarks("no marks", "new"), /no place/);
  });
});
