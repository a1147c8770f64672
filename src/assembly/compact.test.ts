/** What ended is archived and what goes on is not; stories, explanations and forks are the same as before, and an erasure still reaches it (K9, K10). */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { runStream } from "../engine/run-events.ts";
import { MemoryDisk, openMemoryLog } from "../log/memory/open-memory-log.ts";
import { text } from "../log/rows.ts";
import { Database } from "../log/sqlite/database.ts";
import { verifyChain } from "../log/sqlite/verify.ts";
import { tellStory } from "../oversee/story/tell-story.ts";
import { explain } from "../oversee/why/explain.ts";
import { process } from "../plan/process.ts";
import { projections } from "./assemble.ts";
import { compactStep } from "./compact.ts";
import { erasePerson } from "./erase-person.ts";
import { Bench } from "./testing/bench.ts";
import { refundT1 } from "./testing/contracts.ts";
import { fork } from "./testing/forking.ts";

const day = 86_400_000;
const refund = refundT1();
const orders = process(
  "orders",
  { on: "Order", input: z.object({ charge: z.string(), waits: z.boolean() }) },
  async (run, order) => {
    const first = await run.do(refund, { charge: order.charge, cents: 5 });
    if (order.waits) await run.wait("Paid", { about: order.charge, atMost: "100 days" });
    return first.status;
  },
);

function open(disk: MemoryDisk): Bench {
  return new Bench({
    definitions: [orders],
    open: (ports) => openMemoryLog({ disk, ports, projections, archiveWindow: 4, fatal: () => undefined }),
  });
}

async function compact(world: Bench, olderThanMs: number): Promise<number> {
  let events = 0;
  for (let from: number | null = 1; from !== null; ) {
    const step = await compactStep({ log: world.log, clock: world.clock }, { from, olderThanMs, dryRun: false });
    events += step.events;
    from = step.next;
  }
  return events;
}

const rowsOf = (world: Bench, run: string): number =>
  world.log.sql.all("SELECT 1 FROM events e JOIN streams s ON s.id = e.stream WHERE s.name = ?", runStream(run)).length;

const readings = (world: Bench, runs: readonly string[]) =>
  runs.map((run) => [
    tellStory(world.praxis, world.run(run), { from: 1, limit: 500 }),
    explain(world.praxis, run),
    explain(world.praxis, text(world.effects().find((row) => row.run === run) ?? {}, "id")),
  ]);

test("K9, K10: what ended is archived, reads the same, forks the same, and is erased with its person", async () => {
  const disk = new MemoryDisk();
  const world = open(disk);
  const ended = await world.begin("Order", { charge: "one", waits: false }, { subject: "mia@example.com" });
  const waiting = await world.begin("Order", { charge: "two", waits: true });
  for (let n = 0; n < 3; n++) await world.begin("Order", { charge: `more ${n}`, waits: false });
  const before = readings(world, [ended, waiting]);
  assert.equal(await compact(world, 30 * day), 0, "nothing is old enough");
  await world.pass(31 * day);
  assert.ok((await compact(world, 30 * day)) > 15);
  assert.equal(rowsOf(world, ended), 0);
  assert.equal(
    rowsOf(world, waiting),
    world.log.lastNumber(runStream(waiting)),
    "it goes on: nothing of it is archived",
  );
  assert.deepEqual(readings(world, [ended, waiting]), before);

  const forked = await fork(world, ended, 1);
  assert.equal(world.status(forked), "done", "an archived run can be forked");
  await world.send("Paid", {}, { about: "two" });
  assert.equal(world.status(waiting), "done", "what it waited for still finds it");

  await erasePerson(world.praxis, "mia@example.com", { principal: "person:ada", why: "she asked" });
  assert.deepEqual(
    world.log.readStream(runStream(ended)).map(({ erased }) => erased),
    world.log.readStream(runStream(ended)).map(() => true),
  );
  await world.pass(31 * day);
  await compact(world, 30 * day);
  assert.deepEqual(verifyChain(new Database(":memory:", { handle: disk.handle })), []);
  world.stop();
});
