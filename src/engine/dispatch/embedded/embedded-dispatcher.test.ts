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

test("K7: a run that is woken while it is driven is driven again", async () => {
  const random = new SystemRandom();
  const ports = { clock: systemClock, random, newId: idSource(systemClock, random), failpoints: noFailpoints };
  const dispatcher = new EmbeddedDispatcher(openMemoryLog({ ports, projections: [runsProjection] }), systemClock);
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
