/** After an older state was put back (E7), and while the disk is full (K1). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import type { Json } from "../kernel/json.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { process } from "../plan/process.ts";
import { type AnyRefund, refundT1, refundT2, refundT3 } from "./testing/contracts.ts";
import { bench, refunds } from "./testing/memory-bench.ts";
import { ScriptedProvider } from "./testing/scripted-provider.ts";

const anything = z.looseObject({});
const minute = 60_000;
const day = 86_400_000;
const change = { by: "ada", why: "a test" };

const statusOf = (value: Json): string => z.looseObject({ status: z.string() }).parse(value).status;

describe("after a restore (E7)", () => {
  async function restored(refund: AnyRefund, options: { keys?: boolean; sinceMs?: number; acted: boolean }) {
    const provider = new ScriptedProvider({ keys: options.keys ?? true });
    const before = bench([refunds(refund)], { provider });
    if (options.acted) await before.begin("Refund", { charge: "c", cents: 5 });
    before.stop();
    // The same intent on a disk that knows nothing of it, as after an older copy was put back.
    const world = bench([refunds(refund)], { provider, clock: before.clock });
    await world.praxis.settings.startReconciling(world.clock.now() - (options.sinceMs ?? 60 * minute), change);
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.pass(minute);
    return { world, id, provider };
  }

  test("T1: the same intent has the same key after a restore, so a repeat is none", async () => {
    const { world, id, provider } = await restored(refundT1(), { acted: true });
    assert.equal(statusOf(world.value(id)), "succeeded");
    assert.equal(provider.actions.length, 1);
    assert.deepEqual(world.openGates(), []);
  });

  test("T1 beyond the provider's retention counts as T2, or asks where it cannot be looked up", async () => {
    const asked = await restored(refundT1(), { acted: true, sinceMs: 3 * day });
    assert.equal(asked.world.openGates().length, 1);
    assert.equal(asked.provider.actions.length, 1);
    const able = refundT1({
      lookUp: async (_wish, call) => {
        const { found } = z.object({ found: z.json() }).parse(await call.get("/refunds", { key: call.key }));
        return found === null ? null : { found };
      },
    });
    const found = await restored(able, { acted: true, sinceMs: 3 * day, keys: false });
    assert.equal(statusOf(found.world.value(found.id)), "succeeded");
    assert.equal(found.provider.actions.length, 1);
  });

  test("T2: looked up before it is done: found, it is not done; absent, it is", async () => {
    const found = await restored(refundT2(), { acted: true, keys: false });
    assert.equal(found.provider.actions.length, 1);
    assert.equal(statusOf(found.world.value(found.id)), "succeeded");
    const absent = await restored(refundT2(), { acted: false, keys: false });
    assert.equal(absent.provider.actions.length, 1);
    assert.equal(absent.provider.exchanges[0]?.method, "GET");
  });

  test("T3: a person is asked what happened before anything is sent", async () => {
    for (const acted of [true, false]) {
      const { world, provider, id } = await restored(refundT3(), { acted, keys: false });
      assert.equal(provider.actions.length, acted ? 1 : 0);
      const value: Json = acted ? { happened: true, output: { id: "done-1" } } : { happened: false };
      await world.answer(world.openGate(), { verdict: "answer", value });
      await world.pass(minute);
      assert.equal(statusOf(world.value(id)), "succeeded");
      assert.equal(provider.actions.length, 1);
    }
  });
});

describe("a disk that is full", () => {
  test("K1: an answer that could not be recorded is recorded when there is space, and nothing is done twice", async () => {
    const disk = new MemoryDisk();
    const world = bench([refunds(refundT3())], { disk, provider: new ScriptedProvider({ keys: false }) });
    const id50k = "x".repeat(50_000);
    world.provider.answers.set("POST /main/refunds", () => ({ id: id50k }));
    world.provider.during = () => fill(disk);
    const id = await world.begin("Refund", { charge: "c", cents: 5 });
    await world.pass(10_000);
    assert.equal(world.effect().status, "attempting");
    assert.ok(
      world.reports.some((report) => /the disk is full/.test(report)),
      world.reports.join("\n"),
    );
    makeRoom(disk);
    await world.pass(10_000);
    assert.equal(statusOf(world.value(id)), "succeeded");
    assert.equal(world.provider.exchanges.length, 1);
    assert.deepEqual(world.openGates(), []);
  });

  test("K1: a full disk acknowledges nothing, and everything goes on when there is space", async () => {
    const disk = new MemoryDisk();
    const world = bench(
      [
        refunds(refundT1()),
        process("sleeps", { on: "Sleep", input: anything }, async (run) => {
          await run.sleep("1 minute");
          return "awake";
        }),
      ],
      { disk },
    );
    const sleeper = await world.begin("Sleep", {});
    fill(disk);
    const big = { charge: "c", cents: 5, note: "x".repeat(50_000) };
    await assert.rejects(world.send("Refund", big), { code: "disk_full" });
    assert.deepEqual(world.effects(), []);
    await world.pass(5 * minute);
    makeRoom(disk);
    await world.pass(5 * minute);
    assert.equal(world.value(sleeper), "awake");
    const id = await world.begin("Refund", { charge: "c", cents: 5 }, { id: "event again" });
    assert.equal(statusOf(world.value(id)), "succeeded");
  });
});

/** From now on the disk has no more room than what is in use. */
function fill({ handle }: MemoryDisk): void {
  handle.exec("PRAGMA max_page_count = 1");
}

function makeRoom({ handle }: MemoryDisk): void {
  handle.exec("PRAGMA max_page_count = 1000000");
}
