import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { systemClock } from "../../../kernel/clock.ts";
import { noFailpoints } from "../../../kernel/failpoints.ts";
import { idSource } from "../../../kernel/ids.ts";
import { SystemRandom } from "../../../kernel/random.ts";
import { openMemoryLog } from "../../../log/memory/open-memory-log.ts";
import { runsProjection } from "../../runs-table.ts";
import { EmbeddedDispatcher } from "./embedded-dispatcher.ts";

const random = new SystemRandom();
const ports = { clock: systemClock, random, newId: idSource(systemClock, random), failpoints: noFailpoints };
const dispatcherOf = () => new EmbeddedDispatcher(openMemoryLog({ ports, projections: [runsProjection] }), systemClock);

test("K7: a run that is woken while it is driven is driven again", async () => {
  const dispatcher = dispatcherOf();
  let times = 0;
  dispatcher.start((runId) => {
    times += 1;
    if (times === 1) dispatcher.wake(runId);
    return true;
  });
  dispatcher.wake("run");
  for (let turns = 0; turns < 5; turns++) await turn();
  assert.equal(times, 2);
  dispatcher.stop();
});

test("many runs that are woken at once are taken up in portions, each once and in order, and what else there is comes in between", async () => {
  const dispatcher = dispatcherOf();
  const driven: string[] = [];
  dispatcher.start((runId) => driven.push(runId) > 0);
  const woken = Array.from({ length: 1_000 }, (_, index) => `run ${index}`);
  for (const runId of woken) dispatcher.wake(runId);
  const portions: number[] = [];
  while (driven.length < woken.length) {
    const before = driven.length;
    await turn();
    portions.push(driven.length - before);
  }
  assert.deepEqual(driven, woken);
  assert.ok(Math.max(...portions) <= 50, `portions of ${portions.join(", ")}`);
  assert.ok(portions.every((size) => size > 0));
  dispatcher.stop();
});
