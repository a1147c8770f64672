/** Praxis and bare SQLite as engines of the comparison: in processes of their own, their promises shown by strace. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { measure } from "../peers/measure.ts";
import type { Measured, Result } from "../peers/result.ts";

const noStrace = spawnSync("strace", ["--version"]).error === undefined ? false : "there is no strace here";

describe("Praxis among the engines", { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "praxis-engines-"));
  let result: Result;
  before(async () => {
    const modules = ["before-next", "before-out", "bare-out"].map((name) => join(import.meta.dirname, `${name}.ts`));
    result = await measure({ modules, folder, rounds: 1, seconds: 0.05, say: () => undefined });
  });
  after(() => rmSync(folder, { recursive: true }));

  const measured = (index: number): Measured => {
    const found = result.engines[index];
    assert.ok(found !== undefined && !("error" in found), JSON.stringify(found));
    return found;
  };

  test("does its runs in both modes, and keeps what it promises of each", { skip: noStrace }, () => {
    for (const [index, mode, fewest] of [
      [0, "before next", 11],
      [1, "before out", 1],
    ] as const) {
      const { syncs, promises, stepsPerSecond } = measured(index);
      assert.ok(!("error" in syncs), JSON.stringify(syncs));
      assert.deepEqual([promises, syncs.mode], [mode, mode]);
      assert.ok(syncs.perRunAlone >= fewest && syncs.perRunTogether < syncs.perRunAlone && stepsPerSecond > 0);
    }
  });

  test("has its rows written by bare SQLite, each commit with a sync of its own", { skip: noStrace }, () => {
    const { syncs } = measured(2);
    assert.ok(!("error" in syncs), JSON.stringify(syncs));
    assert.ok(syncs.perRunAlone >= 1, `${syncs.perRunAlone} syncs a run`);
  });
});
