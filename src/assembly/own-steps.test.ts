/** Steps that act inside Praxis only are recorded together (ADR 0031): what each was, when, and in which order to everything else stays on record. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { contract } from "../act/contract.ts";
import { cancelRun } from "../engine/operations.ts";
import { soon } from "../kernel/clock.ts";
import type { Ports } from "../kernel/ports.ts";
import { ManualClock } from "../kernel/testing/manual-clock.ts";
import { MemoryDisk, openMemoryLog } from "../log/memory/open-memory-log.ts";
import { text } from "../log/rows.ts";
import { SlowDisk } from "../log/testing/slow-disk.ts";
import { linkCustomer } from "../oversee/built-in/link-customer.ts";
import { momentsProjection } from "../oversee/story/moments-table.ts";
import { tellStory } from "../oversee/story/tell-story.ts";
import { process } from "../plan/process.ts";
import { projections } from "./assemble.ts";
import { erasePerson } from "./erase-person.ts";
import { Bench } from "./testing/bench.ts";
import { refundT1 } from "./testing/contracts.ts";
import { bench } from "./testing/memory-bench.ts";

const anything = z.looseObject({});
const refund = refundT1();
const counted = (made: string[]) =>
  contract("count", {
    tier: "T0",
    input: z.object({ name: z.string() }),
    output: z.string(),
    perform: ({ name }) => {
      made.push(name);
      return name;
    },
  });

/** A process of as many steps in a row. */
const row = (steps: number, made: string[] = []) => {
  const count = counted(made);
  return process("work", { on: "Go", input: anything }, async (run) => {
    for (let n = 0; n < steps; n++) await run.do(count, { name: String(n) });
    return "done";
  });
};

/** A run of 200 steps about ann that has made some of them. */
async function inTheMiddle() {
  const made: string[] = [];
  const world = bench([row(200, made)]);
  const sent = world.begin("Go", {}, { subject: "ann" });
  while (made.length < 5) await rounds(1);
  const id = text(world.log.sql.get("SELECT id FROM runs") ?? {}, "id");
  return { world, made, sent, did: made.length, id };
}

async function rounds(count: number): Promise<void> {
  for (let round = 0; round < count; round++) await new Promise<void>((resolve) => soon(resolve));
}

const typesOf = (world: Bench, id: string): string[] => world.events(id).map(({ type }) => type);

test("steps in a row are one event; what leaves Praxis is recorded after what it follows from", async () => {
  const count = counted([]);
  const work = process("work", { on: "Go", input: anything }, async (run) => {
    await run.do(count, { name: "a" });
    await run.do(count, { name: "b" });
    await run.do(refund, { charge: "c-1", cents: 100 });
    return run.do(count, { name: "c" });
  });
  const world = bench([work]);
  const id = await world.begin("Go", {});
  assert.deepEqual(typesOf(world, id), [
    "RunStarted",
    "OutcomesDelivered",
    "OutcomeDelivered",
    "OutcomesDelivered",
    "RunFinished",
  ]);
  const [together] = world.events(id).slice(1);
  const intended = world.log.readAll(1, 100).find(({ type }) => type === "EffectIntended");
  assert.ok((together?.position ?? 0) < (intended?.position ?? 0));
  assert.equal(world.value(id), "c");
});

test("K5: a run that is revived is given each of them again, at its own time, and makes none of them again", async () => {
  const made: string[] = [];
  const count = counted(made);
  const times: number[][] = [];
  const work = process("work", { on: "Go", input: anything }, async (run) => {
    const seen: number[] = [];
    times.push(seen);
    for (const name of ["a", "b", "c"]) {
      await run.do(count, { name });
      seen.push(run.now());
    }
    await run.wait("Paid", { atMost: "2 days" });
    return run.do(count, { name: "d" });
  });
  const world = bench([work]);
  const id = await world.begin("Go", {});
  await world.pass(60_000);
  await world.send("Paid", {});
  assert.equal(world.value(id), "d");
  assert.deepEqual(made, ["a", "b", "c", "d"]);
  assert.equal(times.length, 2);
  assert.deepEqual(times[0], times[1]);
});

test("K5: a process that is killed before they are recorded makes them anew", async () => {
  const made: string[] = [];
  const count = counted(made);
  const work = process("work", { on: "Go", input: anything }, async (run) => {
    for (const name of ["a", "b"]) await run.do(count, { name });
    return run.wait("Paid", { atMost: "2 days" });
  });
  const disk = new MemoryDisk();
  const sync = new SlowDisk();
  const open = (ports: Ports) => openMemoryLog({ disk, sync, ports, projections });
  const first = new Bench({ open, definitions: [work] });
  void first.send("Go", {});
  await rounds(40);
  sync.end();
  // The disk is busy with the wait's; what came with it is not committed yet.
  for (let turn = 0; turn < 40 && made.length < 2; turn++) await rounds(1);
  first.crash();
  const second = bench([work], { disk, clock: first.clock });
  await second.settle();
  const id = text(second.log.sql.get("SELECT id FROM runs") ?? {}, "id");
  assert.deepEqual(typesOf(second, id), ["RunStarted", "OutcomesDelivered", "RunWaiting"]);
  assert.deepEqual(made, ["a", "b", "a", "b"]);
});

test("a branch that makes steps while another waits loses none of them", async () => {
  const made: string[] = [];
  const count = counted(made);
  const work = process("work", { on: "Go", input: anything }, async (run) => {
    const [, paid] = await Promise.all([
      run.sleep("1 minute").then(() => run.do(count, { name: "after a minute" })),
      run.wait("Paid", { atMost: "2 days" }),
    ]);
    return paid.status;
  });
  const world = bench([work]);
  const id = await world.begin("Go", {});
  await world.pass(60_000);
  assert.deepEqual(typesOf(world, id), [
    "RunStarted",
    "RunWaiting",
    "OutcomeDelivered",
    "OutcomesDelivered",
    "RunWaiting",
  ]);
  await world.send("Paid", {});
  assert.equal(world.value(id), "arrived");
  assert.deepEqual(made, ["after a minute"]);
});

const portionsOf = (world: Bench, id: string): number[] =>
  world.events(id).flatMap(({ type, data }) => {
    const read = z.object({ outcomes: z.array(z.unknown()) }).safeParse(data);
    return type === "OutcomesDelivered" && read.success ? [read.data.outcomes.length] : [];
  });

test("a run that makes many is recorded in portions", async () => {
  const world = bench([row(600)]);
  assert.deepEqual(portionsOf(world, await world.begin("Go", {})), [256, 256, 88]);
});

test("steps that take long are recorded four times a second, and at once where the clock is set back", async () => {
  const clock = new ManualClock();
  const took = [100, 200, 100, 1, 1, -5_000, 1];
  const slow = contract("slow", {
    tier: "T0",
    input: z.object({ n: z.int() }),
    output: z.int(),
    perform: ({ n }) => {
      clock.jump(took[n] ?? 0);
      return n;
    },
  });
  const work = process("work", { on: "Go", input: anything }, async (run) => {
    for (let n = 0; n < took.length; n++) await run.do(slow, { n });
    return "done";
  });
  const world = bench([work], { clock });
  assert.deepEqual(portionsOf(world, await world.begin("Go", {})), [3, 3, 1]);
});

test("what others commit in between cuts no row of steps in two", async () => {
  const world = bench([row(40)]);
  const sent = world.begin("Go", {});
  for (let round = 0; round < 60; round++) {
    void world.send("Beside", {});
    await rounds(1);
  }
  assert.deepEqual(portionsOf(world, await sent), [40]);
});

test("an action of Praxis itself is recorded after the steps that led to it", async () => {
  const count = counted([]);
  const work = process("work", { on: "Go", input: anything }, async (run) => {
    await run.do(count, { name: "a" });
    await run.do(linkCustomer, { handles: [{ kind: "email", value: "mia@example.com" }], why: "they say so" });
  });
  const world = bench([work]);
  const id = await world.begin("Go", {});
  const types = world.log.readAll(1, 100).map(({ type }) => type);
  assert.deepEqual(typesOf(world, id), ["RunStarted", "OutcomesDelivered", "OutcomeDelivered", "RunFinished"]);
  assert.ok(types.indexOf("OutcomesDelivered") < types.indexOf("HandleLinked"), types.join());
});

test("what a run did before it was cancelled is on record before that", async () => {
  const { world, made, sent, did, id } = await inTheMiddle();
  await cancelRun(world.praxis.engine, id, { principal: "person:ada", why: "too slow" });
  await sent;
  assert.deepEqual(portionsOf(world, id), [did]);
  assert.equal(made.length, did);
  const cancelled = ["RunStarted", "OutcomesDelivered", "CancelRequested", "CancelDelivered", "RunCancelled"];
  assert.deepEqual(typesOf(world, id), cancelled);
});

test("K4: what a run does with a value that it is given does not change what it was given", async () => {
  const plan = contract("plan", {
    tier: "T0",
    input: anything,
    output: z.unknown(),
    perform: () => ({ steps: ["a", "b"] }),
  });
  const count = counted([]);
  const work = process("work", { on: "Go", input: anything }, async (run) => {
    const { steps } = z.object({ steps: z.custom<string[]>() }).parse(await run.do(plan, {}));
    const first = await run.do(count, { name: steps.shift() ?? "none" });
    await run.wait("Paid", { atMost: "2 days" });
    return [first, await run.do(count, { name: steps.shift() ?? "none" })];
  });
  const world = bench([work]);
  const id = await world.begin("Go", {});
  await world.send("Paid", {});
  assert.deepEqual(world.value(id), ["a", "b"]);
});

test("what a run did before its subject is erased, or the process stops, is on record", async () => {
  for (const end of ["erase", "stop"]) {
    const { world, made, sent, did, id } = await inTheMiddle();
    if (end === "erase") await erasePerson(world.praxis, "ann", { principal: "person:ada", why: "asked for it" });
    else world.praxis.stop();
    await sent;
    const together = world.events(id).find(({ type }) => type === "OutcomesDelivered");
    assert.deepEqual(together?.outline, { own: [["count", ...Array.from({ length: did }, (_, n) => n + 1)]] }, end);
    assert.equal(made.length, did);
  }
});

test("the story tells each of them on a line of its own, page by page, and what is erased as so many lines", async () => {
  const count = counted([]);
  const work = process("work", { on: "Go", input: anything }, async (run) => {
    for (const name of ["a", "b", "c", "d"]) await run.do(count, { name });
    return "done";
  });
  const world = bench([work]);
  const id = await world.begin("Go", {}, { subject: "ann" });
  const page = (from: number, limit: number) => tellStory(world.praxis, world.run(id), { from, limit });
  const whole = page(1, 50);
  const lines = (from: number, limit: number) => page(from, limit).moments.map(({ number, step }) => [number, step]);
  assert.equal(whole.momentsTotal, whole.moments.length);
  assert.deepEqual(
    whole.moments.map(({ step }) => step),
    [null, 1, 2, 3, 4, null],
  );
  assert.deepEqual(
    [1, 3, 5].flatMap((from) => lines(from, 2)),
    lines(1, 50),
  );
  assert.deepEqual(
    whole.steps.map(({ seq }) => seq),
    [1, 2, 3, 4],
  );

  const rows = world.log.sql.all("SELECT * FROM moments WHERE run = ?", id);
  await erasePerson(world.praxis, "ann", { principal: "person:ada", why: "asked for it" });
  assert.deepEqual(
    page(1, 50)
      .moments.slice(1, 5)
      .map(({ what }) => what),
    new Array(4).fill("Count: what exactly was erased"),
  );
  world.log.write(({ sql }) => void sql.run("DELETE FROM moments"));
  for (const event of world.log.readAll(1, 1_000)) momentsProjection.apply(event, world.log.sql, world.log);
  assert.deepEqual(world.log.sql.all("SELECT * FROM moments WHERE run = ?", id), rows);
});
