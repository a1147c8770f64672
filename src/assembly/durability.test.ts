/** K1 through the whole engine: how far a run goes, and what leaves, while the disk is slow. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { contract } from "../act/contract.ts";
import { receive } from "../engine/intake.ts";
import { soon } from "../kernel/clock.ts";
import { MemoryDisk, openMemoryLog } from "../log/memory/open-memory-log.ts";
import { SlowDisk } from "../log/testing/slow-disk.ts";
import { process } from "../plan/process.ts";
import { projections } from "./assemble.ts";
import { Bench } from "./testing/bench.ts";
import { refundT1 } from "./testing/contracts.ts";
import { ScriptedProvider } from "./testing/scripted-provider.ts";

const anything = z.looseObject({});
const refund = refundT1();

async function rounds(count: number): Promise<void> {
  for (let round = 0; round < count; round++) await new Promise<void>((resolve) => soon(resolve));
}

/** @returns how many steps were made, and what was sent, after each sync. */
async function play(durability: "before out" | "before next"): Promise<{ steps: number; sent: number }[]> {
  let steps = 0;
  const step = contract("step", {
    tier: "T0",
    input: anything,
    output: z.int(),
    perform: () => ++steps,
  });
  const work = process("work", { on: "Begin", input: anything }, async (run) => {
    for (let n = 0; n < 3; n++) await run.do(step, {});
    await run.do(refund, { charge: "c-1", cents: 100 });
  });
  const disk = new MemoryDisk();
  const sync = new SlowDisk();
  const provider = new ScriptedProvider();
  const bench = new Bench({
    open: (ports) => openMemoryLog({ disk, sync, ports, projections }),
    definitions: [work],
    provider,
    durability,
  });
  const seen: { steps: number; sent: number }[] = [];
  const sending = bench.send("Begin", {});
  for (let syncs = 0; syncs < 12; syncs++) {
    await rounds(40);
    seen.push({ steps, sent: provider.exchanges.length });
    if (sync.waiting.length > 0) sync.end();
  }
  await sending;
  bench.stop();
  return seen;
}

test("K1: before out: a run begins when its start is on disk, goes on while the disk is busy, and nothing is sent before what it follows from is on disk", async () => {
  const seen = await play("before out");
  assert.deepEqual(seen.slice(0, 2), [
    { steps: 0, sent: 0 },
    { steps: 3, sent: 0 },
  ]);
  const sentAt = seen.findIndex(({ sent }) => sent === 1);
  assert.ok(sentAt >= 2, `the attempt itself was synced first: ${JSON.stringify(seen)}`);
});

test("K1: before next: a run is given an outcome when the disk has it", async () => {
  const seen = await play("before next");
  assert.deepEqual(
    seen.slice(0, 4).map(({ steps }) => steps),
    [0, 1, 2, 3],
  );
  assert.equal(seen.at(-1)?.sent, 1);
});

test("K1, K7: a run that begins because another came to rest without its event begins as any other: counted as waiting, and not before its start is on disk", async () => {
  const begun: number[] = [];
  const mail = z.object({ n: z.int() });
  const answers = process("answers", { on: "Mail", input: mail, unlessAwaited: true }, async (run, { n }) => {
    begun.push(n);
    if (n === 1) await run.wait("Mail", { about: "thread 1" });
  });
  const disk = new MemoryDisk();
  const sync = new SlowDisk();
  const bench = new Bench({
    open: (ports) => openMemoryLog({ disk, sync, ports, projections }),
    definitions: [answers],
  });
  const { engine } = bench.praxis;
  const send = (n: number): void => {
    const incoming = { source: "mails", id: `mail ${n}`, type: "Mail", payload: { n }, about: "thread 1" };
    receive(engine, { ...incoming, account: "main", subject: null, principal: "source:mails" });
  };
  const onceSynced = async (): Promise<void> => {
    await rounds(40);
    while (sync.waiting.length > 0) {
      sync.end();
      await rounds(40);
    }
  };
  send(1);
  await onceSynced();
  assert.deepEqual(begun, [1]);
  // Both join the first run; it takes one, and ends.
  send(2);
  send(3);
  await rounds(40);
  const started = bench.log.readAll(1, 1_000).filter((event) => event.type === "RunStarted");
  assert.equal(started.length, 2, "the other one is passed on, in a write that the disk has not taken yet");
  assert.ok(!begun.includes(3), "nothing is known of it if its code ends the process now");
  assert.equal(engine.backlog.of("main"), 1);
  await onceSynced();
  assert.ok(begun.includes(3));
  assert.equal(engine.backlog.of("main"), 0);
  bench.stop();
});
