/** A fork is there as a whole or not at all, and outlives a crash like any other run (K3, K5). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ManualClock } from "../kernel/testing/manual-clock.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { cases, playCase } from "./testing/cases.ts";
import { fork } from "./testing/forking.ts";
import { bench } from "./testing/memory-bench.ts";
import { ScriptedProvider } from "./testing/scripted-provider.ts";

const day = 86_400_000;

describe("a crash", () => {
  class PulledPlug extends Error {}

  for (const place of ["RunForked.before", "RunForked.appended", "durable"] as const) {
    test(`in the middle of forking (${place}) leaves the whole fork or nothing, and the same order makes it once`, async () => {
      const disk = new MemoryDisk();
      const clock = new ManualClock();
      const provider = new ScriptedProvider();
      const isArmed = { yes: false };
      const failpoints = {
        hit: (name: string) => {
          if (isArmed.yes && name === place) throw new PulledPlug();
        },
      };
      const world = bench([cases], { disk, clock, provider, failpoints });
      const origin = await playCase(world);
      clock.pass(day);
      isArmed.yes = true;
      const order = world.praxis.forks.fork({
        run: origin,
        fromStep: 3,
        edits: { outcomes: new Map() },
        by: "ada",
        why: "a test",
        id: "order 1",
      });
      if (place === "durable") await order;
      else await assert.rejects(order, PulledPlug);
      world.crash();
      const next = bench([cases], { disk, clock, provider, seed: 2 });
      await next.settle();
      const count = () => Number(next.log.sql.get("SELECT count(*) AS n FROM forks")?.n);
      assert.equal(count(), place === "durable" ? 1 : 0);
      const forked = await fork(next, origin, 3, { id: "order 1" });
      assert.equal(count(), 1);
      assert.deepEqual(next.value(forked), next.value(origin));
      assert.equal(provider.actions.length, 1);
    });
  }

  test("of a fork that waits is survived: it is revived from its own stream (K5)", async () => {
    const disk = new MemoryDisk();
    const clock = new ManualClock();
    const world = bench([cases], { disk, clock });
    const origin = await playCase(world);
    clock.pass(day);
    const forked = await fork(world, origin, 2);
    assert.equal(world.status(forked), "waiting");
    world.crash();
    const next = bench([cases], { disk, clock, provider: world.provider, seed: 2 });
    await next.settle();
    await next.answer(next.openGate(), { verdict: "answer", value: { cents: 40 } });
    assert.deepEqual(next.value(forked), next.value(origin));
    assert.equal(world.provider.actions.length, 1);
  });
});
