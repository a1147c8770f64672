/** Laws of forks, over processes drawn at random: without edits, a fork of any run at any step ends as its origin did, and does nothing again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { z } from "zod";
import { canonical } from "../kernel/json.ts";
import { process } from "../plan/process.ts";
import { refundT2 } from "./testing/contracts.ts";
import { fork, rehearse } from "./testing/forking.ts";
import { bench } from "./testing/memory-bench.ts";
import { definitions, endOf, lastStep, playOn, program } from "./testing/programs.ts";

test("without edits, a fork at any step, and a fork of that fork, end as the origin did and repeat no effect", async () => {
  await fc.assert(
    fc.asyncProperty(program, fc.array(fc.nat(), { minLength: 2, maxLength: 4 }), async (drawn, picks) => {
      const world = bench(definitions);
      let run = await world.begin("Go", drawn);
      await playOn(world);
      const value = world.value(endOf(world, run));
      const actions = world.provider.actions.length;
      for (const pick of picks) {
        const step = 1 + (pick % (lastStep(world, run) + 1));
        run = await fork(world, run, step);
        await playOn(world);
        assert.deepEqual(world.value(endOf(world, run)), value);
        assert.equal(world.provider.actions.length, actions);
      }
      world.stop();
    }),
    { numRuns: 60, seed: 20261122 },
  );
});

test("a rehearsal of any run at any step records nothing, calls nobody, and foresees its end", async () => {
  await fc.assert(
    fc.asyncProperty(program, fc.nat(), async (drawn, pick) => {
      const world = bench(definitions);
      const run = await world.begin("Go", drawn);
      await playOn(world);
      const before = [world.log.head(), world.provider.exchanges.length];
      const step = 1 + (pick % (lastStep(world, run) + 1));
      const { ends } = await rehearse(world, run, step);
      await world.settle();
      assert.deepEqual([world.log.head(), world.provider.exchanges.length], before);
      const value = canonical(world.value(run));
      const end = value.length > 300 ? `${value.slice(0, 300)}…` : value;
      const goesOn = endOf(world, run) !== run;
      assert.equal(ends, goesOn ? "it goes on as a new run" : `it is done: ${end}`);
      world.stop();
    }),
    { numRuns: 80, seed: 20261122 },
  );
});

test("T2 effects are met as well", async () => {
  const paid = refundT2();
  const twos = process("twos", { on: "Go", input: z.object({ charge: z.string() }) }, async (run, { charge }) => {
    const first = await run.do(paid, { charge, cents: 1 });
    return first.status === "succeeded" ? first.value : null;
  });
  const world = bench([twos]);
  const origin = await world.begin("Go", { charge: "x" });
  const forked = await fork(world, origin, 1);
  assert.deepEqual(world.value(forked), world.value(origin));
  assert.equal(world.provider.actions.length, 1);
});
