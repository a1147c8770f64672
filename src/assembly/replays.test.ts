/** Any run replays to its hash at any past event (K4, K5): the one that it had when it was live. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { z } from "zod";
import { cancelRun } from "../engine/operations.ts";
import { ManualClock } from "../kernel/testing/manual-clock.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { text } from "../log/rows.ts";
import { process } from "../plan/process.ts";
import type { Bench } from "./testing/bench.ts";
import { refundT1 } from "./testing/contracts.ts";
import { fork, withCode } from "./testing/forking.ts";
import { type LiveStates, noteLiveStates } from "./testing/live-states.ts";
import { bench } from "./testing/memory-bench.ts";
import { definitions, lastStep, playOn, program } from "./testing/programs.ts";

const runsOf = (world: Bench): string[] => world.log.sql.all("SELECT id FROM runs").map((row) => text(row, "id"));

/** Replays every run of a world at every event. @returns how many states were compared with live ones */
async function compareAll(world: Bench, live: LiveStates): Promise<number> {
  let compared = 0;
  for (const run of runsOf(world)) {
    const { events, last } = await world.praxis.replays.replay({ run, at: null, each: true });
    assert.equal(events.length, last);
    for (const { number, hash, type } of events) {
      const then = live.get(run)?.get(number);
      if (then === undefined) continue;
      assert.equal(hash, then, `run ${run} after event ${number} (${type})`);
      compared += 1;
    }
    assert.equal(live.get(run)?.has(last - 1) ?? false, true, "the state before the last event was seen live");
  }
  return compared;
}

test("K4, K5: any run, also a fork, a child and one that was revived after a crash, replays to its live hash at every event", async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(program, fc.nat(), fc.boolean(), async (drawn, pick, crashes) => {
      const [disk, clock, live]: [MemoryDisk, ManualClock, LiveStates] = [
        new MemoryDisk(),
        new ManualClock(),
        new Map(),
      ];
      const open = (seed: number, provider?: Bench["provider"]) =>
        bench(definitions, {
          ...{ disk, clock, seed, before: (praxis) => noteLiveStates(praxis, live) },
          ...(provider === undefined ? {} : { provider }),
        });
      let world = open(1);
      const run = await world.begin("Go", drawn);
      if (crashes) {
        world.crash();
        world = open(2, world.provider);
      }
      await playOn(world);
      await fork(world, run, 1 + (pick % (lastStep(world, run) + 1)));
      await playOn(world);
      const before = [world.log.head(), world.provider.exchanges.length];
      compared += await compareAll(world, live);
      assert.deepEqual(
        [world.log.head(), world.provider.exchanges.length],
        before,
        "a replay does and records nothing",
      );
      world.stop();
    }),
    { numRuns: 60, seed: 20261126 },
  );
  assert.ok(compared > 1_000, `${compared} states`);
});

test("K4: a replay up to an event says what it says when that event is the last one", async () => {
  const world = bench(definitions);
  const steps = (["person", "wait", "sleep", "pay"] as const).map((kind) => ({ kind, n: 2 }));
  const run = await world.begin("Go", { steps, rounds: 0 });
  const seen = new Map<number, string>();
  const look = async (): Promise<void> => {
    const { last, hash } = await world.praxis.replays.replay({ run, at: null });
    seen.set(last, hash);
  };
  await look();
  await world.answer(world.openGate(), { verdict: "answer", value: 7 });
  await look();
  await playOn(world);
  await look();
  assert.equal(seen.size, 3);
  for (const [at, hash] of seen) assert.equal((await world.praxis.replays.replay({ run, at })).hash, hash);
  assert.equal(new Set(seen.values()).size, 3, "other states have other hashes");
});

const went = z.looseObject({ n: z.int() });
const refund = refundT1();
const cancellable = process("cancellable", { on: "Went", input: went }, async (run, { n }) => {
  await run.scope("paid", async (scope) => {
    await scope.do(refund, { charge: `c${n}`, cents: n });
    await scope.wait("Never", { about: "x" });
  });
  return null;
});

test("K4: a run that was cancelled, and undid what it had done, replays to its live hash at every event", async () => {
  const live: LiveStates = new Map();
  const world = bench([cancellable], { before: (praxis) => noteLiveStates(praxis, live) });
  const run = await world.begin("Went", { n: 3 });
  await cancelRun(world.praxis.engine, run, { principal: "person:ada", why: "no more" });
  await playOn(world);
  assert.equal(world.status(run), "cancelled");
  assert.ok((await compareAll(world, live)) >= 4);
});

const counting = process("counting", { on: "Count", input: went }, async (run, { n }) => {
  await run.sleep("1 minute");
  await run.sleep(`${n + 1} minutes`);
  return n + 1;
});
const countsOtherwise = process("counting", { on: "Count", input: went }, async (run, { n }) => {
  await run.sleep("1 minute");
  await run.sleep(`${n + 2} minutes`);
  return n + 1;
});

test("K4: code that does another thing is told with the event and the diff, and up to there it replays", async () => {
  const [disk, clock] = [new MemoryDisk(), new ManualClock()];
  const first = bench([counting], { disk, clock });
  const run = await first.begin("Count", { n: 1 });
  await playOn(first);
  const { hash } = await first.praxis.replays.replay({ run, at: 3 });
  const number =
    first.events(run).find(({ type, data }) => type === "RunWaiting" && JSON.stringify(data).includes('"seq":2'))
      ?.number ?? 0;
  first.crash();
  const second = bench([countsOtherwise], { disk, clock, seed: 2 });
  await assert.rejects(
    second.praxis.replays.replay({ run, at: null }),
    withCode(
      "replay_does_not_match",
      new RegExp(`at event ${number} .*\n- step 2: .*\n\\+ step 2: .*that version is not kept`),
    ),
  );
  assert.notEqual((await second.praxis.replays.replay({ run, at: number - 1 })).hash, hash);
  assert.equal((await second.praxis.replays.replay({ run, at: 2 })).at, 2);
});

test("K4: what cannot be replayed says why", async () => {
  const world = bench([cancellable]);
  const run = await world.begin("Went", { n: 1 });
  const { length } = world.events(run);
  await assert.rejects(world.praxis.replays.replay({ run: "none", at: null }), withCode("unknown_run"));
  await assert.rejects(
    world.praxis.replays.replay({ run, at: length + 1 }),
    withCode("bad_event", new RegExp(`has ${length} events, so it has no event ${length + 1}`)),
  );
});

test("K4: a record that was tampered with does not replay, though the chain were mended", async () => {
  const world = bench([counting]);
  const run = await world.begin("Count", { n: 1 });
  await playOn(world);
  const { readStream } = world.log;
  const log: { readStream: typeof readStream } = world.log;
  log.readStream = (stream, from) =>
    readStream
      .call(world.log, stream, from)
      .map((event) => (event.type === "RunFinished" ? { ...event, data: { value: 99, continuedAs: null } } : event));
  await assert.rejects(
    world.praxis.replays.replay({ run, at: null }),
    withCode("replay_does_not_match", /- the end: \{"value":99\}\n\+ the end: \{"value":2\}/),
  );
});
