import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mode } from "./engine.ts";
import type { Measured, Result } from "./result.ts";
import { median, quantile } from "./statistics.ts";
import { describeResult } from "./table.ts";

const measured = (name: string, mode: Mode, stepsPerSecond: number, promises: Mode = mode): Measured => ({
  name,
  version: "1",
  store: "one file",
  promises,
  settledBy: "nothing",
  stepsPerSecond,
  p50Ms: 10_000 / stepsPerSecond,
  p95Ms: 20_000 / stepsPerSecond,
  rounds: [],
  bytesPerStep: 100,
  runsOnDisk: 10,
  syncs: {
    callsAlone: {},
    callsTogether: {},
    perRunAlone: 10,
    perRunTogether: 2,
    betweenSteps: { with: 9, of: 9 },
    beforeAnswer: { with: 1, of: 1 },
    syncedFiles: 0,
    mode,
  },
});

const result = (engines: Result["engines"]): Result => ({
  format: 1,
  at: "2026-01-01T00:00:00Z",
  host: { cpu: "one", cores: 2, memoryBytes: 1, kernel: "6", node: "v26", load: 0 },
  work: { stepsPerRun: 10, concurrency: 64, seconds: 1, rounds: 1 },
  limits: { fsyncsPerSecond: 500, overwritesPerSecond: 900, sqliteCommitsPerSecond: 400, sqliteRowsPerSecond: 20_000 },
  engines,
});

test("an engine is set against the limits of the same run", () => {
  const lines = describeResult(result([measured("A", "before next", 2_000)])).split("\n");
  const row = lines.find((line) => line.startsWith("| A |"));
  assert.equal(row, "| A | before next | 2,000 | 0.1 | 5 ms | 10 ms | 2.5 | 100 | 10 | 2 |");
});

test("an engine that failed keeps its row, with its error on one line", () => {
  const text = describeResult(result([{ name: "A", error: "start: no disk\nat line 1" }]));
  assert.match(text, /^\| A \| failed: start: no disk at line 1 \|/m);
});

test("a promise that the counts do not show is said", () => {
  const text = describeResult(result([measured("A", "later", 2_000, "before next")]));
  assert.match(text, /^\| A \| later \(promised: before next\) \|/m);
});

test("ours is compared with the best peer of each mode, and never with our own", () => {
  const engines = [
    measured("Ours", "before next", 30_000),
    measured("Ours, other", "before next", 60_000),
    measured("A", "before next", 1_000),
    measured("B", "before next", 2_000),
    measured("C", "later", 3_000),
  ];
  const compared = describeResult(result(engines), ["Ours", "Ours, other"])
    .split("\n")
    .filter((line) => line.startsWith("Ours (before next)"));
  assert.equal(compared.length, 2);
  assert.match(compared[0] ?? "", /disk before next: 15 times the steps\/s of B, 0\.0667 of the p50 of B/);
  assert.match(compared[1] ?? "", /disk later: 10 times the steps\/s of C/);
});

test("a quantile is a value that was measured", () => {
  const values = [5, 1, 4, 2, 3];
  assert.deepEqual([median(values), quantile(values, 0.95), quantile(values, 0)], [3, 5, 1]);
  assert.throws(() => median([]), /no quantile of no values/);
});
