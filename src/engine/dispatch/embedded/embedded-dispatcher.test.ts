import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { systemClock } from "../../../kernel/clock.ts";
import { noFailpoints } from "../../../kernel/failpoints.ts";
import { idSource } from "../../../kernel/ids.ts";
import { SystemRandom } from "../../../kernel/random.ts";
import { openMemoryLog } from "../../../log/memory/open-memory-log.ts";
import { runsProjection } from "../../runs-table.ts";
import type { DispatchTarget } from "../dispatcher.ts";
import { type Lane, people } from "../lane.ts";
import { EmbeddedDispatcher } from "./embedded-dispatcher.ts";

const random = new SystemRandom();
const ports = { clock: systemClock, random, newId: idSource(systemClock, random), failpoints: noFailpoints };
const openLog = () => openMemoryLog({ ports, projections: [runsProjection] });

/** A dispatcher, and whom it drove in which order. */
function dispatching(target: Partial<DispatchTarget> = {}, log = openLog()) {
  const dispatcher = new EmbeddedDispatcher(log, systemClock);
  const driven: string[] = [];
  const drive = (runId: string): void => void driven.push(runId);
  dispatcher.start({ drive, hasRoom: () => true, laneOf: () => "main", ...target });
  return { dispatcher, driven };
}

test("K7: a run that is woken while it is driven is driven again", async () => {
  let times = 0;
  const drive = (runId: string): void => {
    times += 1;
    if (times === 1) dispatcher.wake(runId, "main");
  };
  const { dispatcher } = dispatching({ drive });
  dispatcher.wake("run", "main");
  for (let turns = 0; turns < 5; turns++) await turn();
  assert.equal(times, 2);
  dispatcher.stop();
});

test("many runs that are woken at once are taken up in portions, each once and in order, and what else there is comes in between", async () => {
  const { dispatcher, driven } = dispatching();
  const woken = Array.from({ length: 1_000 }, (_, index) => `run ${index}`);
  for (const runId of woken) dispatcher.wake(runId, "main");
  const portions: number[] = [];
  while (driven.length < woken.length) {
    const before = driven.length;
    await turn();
    portions.push(driven.length - before);
  }
  assert.deepEqual(driven, woken);
  assert.ok(Math.max(...portions) <= 10, `portions of ${portions.join(", ")}`);
  assert.ok(portions.every((size) => size > 0));
  dispatcher.stop();
});

test("a run of a quiet account is driven in the next portion, however many of a loud one wait, and one that a person answered before both", async () => {
  const { dispatcher, driven } = dispatching();
  for (let n = 0; n < 10_000; n++) dispatcher.wake(`loud ${n}`, "loud");
  await turn();
  const before = driven.length;
  dispatcher.wake("quiet", "quiet");
  dispatcher.wake("answered", people);
  // It waits already: an answer moves it forward.
  dispatcher.wake("loud 9999", people);
  await turn();
  const next = driven.slice(before, before + 4);
  assert.equal(next[0], "answered");
  assert.ok(next.includes("quiet"), next.join());
  assert.ok(next.includes("loud 9999"), next.join());
  dispatcher.stop();
});

test("an account without room waits for it, and holds up nobody else", async () => {
  const full = new Set<Lane>(["loud"]);
  const { dispatcher, driven } = dispatching({ hasRoom: (lane) => !full.has(lane) });
  for (let n = 0; n < 3; n++) dispatcher.wake(`loud ${n}`, "loud");
  dispatcher.wake("quiet", "quiet");
  for (let turns = 0; turns < 5; turns++) await turn();
  assert.deepEqual([driven, dispatcher.waiting], [["quiet"], 3]);
  full.clear();
  dispatcher.roomFreed();
  for (let turns = 0; turns < 5; turns++) await turn();
  assert.deepEqual(driven, ["quiet", "loud 0", "loud 1", "loud 2"]);
  dispatcher.stop();
});

test("of 5,000 runs that are due at once, most stay in the table until those before them are driven", async () => {
  const log = openLog();
  log.write(({ sql }) => {
    for (let n = 0; n < 5_000; n++)
      sql.run("INSERT INTO waits VALUES (?, 0, 'timer', ?, 'a time', 'system', 0, 1, 0)", `run ${n}`, `${n}`);
  });
  let hasRoom = false;
  const { dispatcher, driven } = dispatching({ hasRoom: () => hasRoom }, log);
  for (let times = 0; times < 60; times++) await new Promise<void>((resolve) => void systemClock.after(0, resolve));
  assert.ok(dispatcher.waiting >= 1_000 && dispatcher.waiting < 1_300, `${dispatcher.waiting} are awake`);
  hasRoom = true;
  dispatcher.roomFreed();
  while (driven.length < 5_000) await new Promise<void>((resolve) => void systemClock.after(0, resolve));
  assert.equal(new Set(driven).size, 5_000);
  dispatcher.stop();
});
