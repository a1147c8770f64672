/** Small engines that are what they say, measured as the peers are: each in a process of its own, counted by strace. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { stepsPerRun } from "./engine.ts";
import { HostedEngine } from "./host/hosted-engine.ts";
import { withDescendants } from "./host/processes.ts";
import { measure } from "./measure.ts";
import { type Measured, type Result, resultSchema } from "./result.ts";

const engine = (name: string) => join(import.meta.dirname, "testing", `${name}.ts`);
const noStrace = spawnSync("strace", ["--version"]).error === undefined ? false : "there is no strace here";

describe("a comparison of small engines, one of them broken", () => {
  const folder = mkdtempSync(join(tmpdir(), "praxis-measure-"));
  const said: string[] = [];
  let result: Result;

  before(async () => {
    const modules = ["before-next", "broken", "before-out", "later", "boastful"].map(engine);
    result = await measure({ modules, folder, rounds: 2, seconds: 0.05, say: (line) => said.push(line) });
  });
  after(() => rmSync(folder, { recursive: true }));

  const measured = (name: string): Measured => {
    const found = result.engines.find((one) => one.name === name);
    assert.ok(found !== undefined && !("error" in found), `${name}: ${JSON.stringify(found)}`);
    return found;
  };

  test("has a result that another program can read", () => {
    assert.deepEqual(resultSchema.parse(JSON.parse(JSON.stringify(result))), result);
  });

  test("reports the broken one with its error, in its place, and measures the others", () => {
    const [, broken] = result.engines;
    assert.ok(broken !== undefined && "error" in broken);
    assert.match(broken.error, /^start: .*There is no disk in this machine/);
    assert.equal(result.engines.length, 5);
    for (const name of ["append, before next", "append, before out", "append, later"]) {
      assert.ok(measured(name).stepsPerSecond > 0);
      assert.equal(measured(name).rounds.length, 2);
    }
  });

  test("finds the bytes that a step takes", () => {
    const outcomes = Array.from({ length: stepsPerRun }, (_, n) => `{"n":${n},"text":"a value of 20 bytes."}\n`);
    assert.equal(measured("append, later").bytesPerStep, outcomes.join("").length / stepsPerRun);
  });

  test("sees when an outcome is on disk", { skip: noStrace }, () => {
    const syncs = (name: string) => {
      const found = measured(name).syncs;
      assert.ok(!("error" in found), JSON.stringify(found));
      return [found.mode, found.perRunAlone, found.perRunTogether];
    };
    assert.deepEqual(syncs("append, before next"), ["before next", stepsPerRun, stepsPerRun]);
    assert.deepEqual(syncs("append, before out"), ["before out", 1, 1]);
    assert.deepEqual(syncs("append, later"), ["later", 0, 0]);
  });

  test("sees that an engine does not keep its promise", { skip: noStrace }, () => {
    const boastful = result.engines.at(-1);
    assert.ok(boastful !== undefined && !("error" in boastful) && !("error" in boastful.syncs));
    assert.deepEqual([boastful.promises, boastful.syncs.mode], ["before next", "later"]);
  });
});

describe("a hosted engine", () => {
  const folder = mkdtempSync(join(tmpdir(), "praxis-hosted-"));
  after(() => rmSync(folder, { recursive: true }));

  test("leaves no process behind, not even a server that it has not stopped itself", async () => {
    const host = new HostedEngine(engine("later"));
    await host.start(folder);
    const ids = await host.processIds();
    assert.equal(ids.length, 2);
    await host.close();
    assert.deepEqual(await gone(ids), []);
  });

  test("leaves no process behind when it dies in the middle, and says so", async () => {
    const host = new HostedEngine(engine("later"));
    await host.start(folder);
    const ids = await host.processIds();
    const [own = 0] = ids;
    const running = host.together(10_000_000, 64);
    process.kill(own, "SIGKILL");
    await assert.rejects(running, /ended during "together"/);
    await host.close();
    assert.deepEqual(await gone(ids), []);
  });

  test("keeps its files below the folder that it was given", () => {
    assert.deepEqual(readdirSync(folder), ["log"]);
  });
});

/** Those that are still there after a moment: a process that was killed goes when the system gets to it. */
async function gone(ids: number[]) {
  for (let tries = 0; tries < 50 && withDescendants(ids).length > 0; tries++) await setTimeout(20);
  return withDescendants(ids);
}
