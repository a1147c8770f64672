/**
 * Takes a recorded history up with the code that is here: verifies it, replays every run at every event, lets what waits go on to its end, and looks at what the other side has done.
 *
 * The calendar is two hours after the recording, whenever this is run: what was due is due, and nothing is years late.
 */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { projections } from "../../src/assembly/assemble.ts";
import { knowsKind } from "../../src/assembly/event-kinds.ts";
import type { Api } from "../../src/cli/client/api.ts";
import { healthShape, runsShape } from "../../src/cli/client/shapes.ts";
import { apiOf } from "../../src/cli/testing/fixed-work.ts";
import { Place, type Started } from "../../src/cli/testing/praxis-process.ts";
import { PraxisError } from "../../src/kernel/errors.ts";
import { Anchors } from "../../src/log/anchors.ts";
import { text } from "../../src/log/rows.ts";
import { verifyFolder } from "../../src/log/sqlite/verify.ts";
import { type History, unpackHistory } from "./history.ts";
import type { Opened, Play } from "./plays.ts";

const twoHoursMs = 2 * 3_600_000;
const movedClock = join(import.meta.dirname, "..", "..", "scripts", "screenshots", "moved-clock.ts");

const replayShape = z.looseObject({
  last: z.int(),
  asked: z.int(),
  hash: z.string(),
  events: z.array(z.object({ number: z.int(), type: z.string(), hash: z.string() })),
});

export interface TakenUp {
  readonly runs: number;
  /** States that were replayed, and of these, those that were compared with what was noted while the run was live. */
  readonly states: number;
  readonly compared: number;
  /** Runs that waited, and went on to their end. */
  readonly finished: number;
}

export interface TakeUpOptions {
  /** The folder was moved, and nobody told its anchors: it counts as a copy, and reconciles first (E7). */
  readonly asCopy?: boolean;
}

/** What came of forks from every step of every run. */
export interface ForkedAll {
  readonly forks: number;
  /** Told why, dry and live alike. */
  readonly refused: number;
}

const rehearsalShape = z.looseObject({ steps: z.array(z.looseObject({ seq: z.int() })) });
const forkedShape = z.looseObject({ run: z.string() });

/** Once a history has gone on to its end: its runs, or those of one process, are forked from each of their steps, dry and live, and the forks go on to theirs. */
export async function forkAll(play: Play, history: History, only: string | null): Promise<ForkedAll> {
  const { place, opened, start } = await layOut(play, history);
  try {
    moveAnchor(place, history.recordedAt);
    const server = await start();
    const api = apiOf(place, server.url);
    await opened.goOn(server.url);
    const found = { forks: 0, refused: 0 };
    for (const { id } of (await runsOf(api)).filter(({ process }) => only === null || process === only)) {
      const { asked } = await api.get(replayShape, `/api/runs/${id}/replay`);
      for (let step = 1; step <= asked + 1; step++) found[await forkAt(api, id, step)] += 1;
      await opened.goOn(server.url);
      await opened.check(server.url);
    }
    await end(server);
    verify(place);
    return found;
  } finally {
    opened.close();
    place.close();
  }
}

async function forkAt(api: Api, run: string, fromStep: number): Promise<keyof ForkedAll> {
  const position = async () => (await api.get(healthShape, "/api/health")).log.position;
  const before = await position();
  const fork = () => api.post(forkedShape, `/api/runs/${run}/fork`, { fromStep, why: "a test" });
  try {
    await api.post(rehearsalShape, `/api/runs/${run}/rehearse`, { fromStep });
  } catch (thrown) {
    assert.ok(thrown instanceof PraxisError && /^(?:fork_|run_)/.test(thrown.code), String(thrown));
    await assert.rejects(fork(), { code: thrown.code });
    return "refused";
  }
  // Other forks may be at work: with none, nothing has moved.
  if (fromStep === 1) assert.equal(await position(), before, "a rehearsal records nothing");
  await fork();
  return "forks";
}

async function layOut(play: Play, history: History) {
  const place = new Place();
  mkdirSync(place.data, { recursive: true });
  unpackHistory(history, place.data, join(place.folder, "anchors"));
  const clock = join(place.folder, "clock");
  writeFileSync(clock, String(history.recordedAt + twoHoursMs - Date.now()));
  const opened = await play.open(place, history.outside);
  const start = (): Promise<Started> => {
    const moved = { PRAXIS_MOVED_CLOCK: clock, NODE_OPTIONS: `--import=${movedClock}` };
    return place.start(["--no-supervisor", ...opened.paths], { ...opened.environment, ...moved });
  };
  return { place, opened, start };
}

export async function takeUp(play: Play, history: History, { asCopy = false }: TakeUpOptions = {}): Promise<TakenUp> {
  const { place, opened, start } = await layOut(play, history);
  try {
    verify(place);
    if (!asCopy) moveAnchor(place, history.recordedAt);
    const first = await start();
    const api = apiOf(place, first.url);
    assert.equal((await api.get(healthShape, "/api/health")).reconcilingSince !== null, asCopy);
    const waited = (await runsOf(api)).filter(({ status }) => status !== "done").length;
    const { states, compared } = await replayAll(api, history);
    await opened.goOn(first.url);
    await opened.check(first.url);
    await end(first);
    verify(place);
    return await again(start, place, opened, { states, compared, finished: waited });
  } finally {
    opened.close();
    place.close();
  }
}

/** Once more from the disk: all of it replays, and nothing moves. */
async function again(
  start: () => Promise<Started>,
  place: Place,
  opened: Opened,
  found: Omit<TakenUp, "runs">,
): Promise<TakenUp> {
  const second = await start();
  const api = apiOf(place, second.url);
  const runs = await runsOf(api);
  for (const { id, status } of runs) {
    assert.equal(status, "done");
    await api.get(replayShape, `/api/runs/${id}/replay`);
  }
  await opened.check(second.url);
  await end(second);
  return { runs: runs.length, ...found };
}

const runsOf = async (api: Api) => (await api.get(runsShape, "/api/runs", { limit: "200" })).runs;

async function end({ child, ended }: Started): Promise<void> {
  child.kill("SIGTERM");
  const { code, err } = await ended;
  assert.equal(code, 0, err);
}

function verify({ data, folder }: Place): void {
  const { ok, problems } = verifyFolder(data, join(folder, "anchors"), () => undefined, projections, knowsKind);
  assert.ok(ok, problems.join("\n"));
}

/** As if the folder had lain here all the time: an upgrade is not a copy. */
function moveAnchor({ data, folder }: Place, at: number): void {
  const database = new DatabaseSync(join(data, "log.db"));
  const identity = database.prepare("SELECT log, epoch FROM log_identity").get() ?? {};
  const head =
    database.prepare("SELECT position, lower(hex(hash)) AS hash FROM events ORDER BY position DESC").get() ?? {};
  database.close();
  const ours = new Anchors(join(folder, "anchors"), text(identity, "log"), Number(identity.epoch));
  ours.write("head", { position: Number(head.position), hash: text(head, "hash") }, at, data);
}

async function replayAll(api: Api, { states }: History): Promise<{ states: number; compared: number }> {
  let replayed = 0;
  let compared = 0;
  const missing = new Set(Object.keys(states));
  for (const { id } of await runsOf(api)) {
    missing.delete(id);
    const { events } = await api.get(replayShape, `/api/runs/${id}/replay`, { each: "true" });
    replayed += events.length;
    for (const { number, type, hash } of events) {
      const then = states[id]?.[number];
      if (then === undefined) continue;
      assert.equal(hash, then, `run ${id} after event ${number} (${type})`);
      compared += 1;
    }
  }
  assert.deepEqual([...missing], [], "every run that was seen is there");
  return { states: replayed, compared };
}
