/** Events that join the run that waits for them instead of starting another one (K3): `unlessAwaited`. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { contract } from "../act/contract.ts";
import { receive } from "../engine/intake.ts";
import { cancelRun, retryRun } from "../engine/operations.ts";
import type { Json } from "../kernel/json.ts";
import { ManualClock } from "../kernel/testing/manual-clock.ts";
import { MemoryDisk } from "../log/memory/open-memory-log.ts";
import { process } from "../plan/process.ts";
import type { Bench } from "./testing/bench.ts";
import { refundT1 } from "./testing/contracts.ts";
import { fork } from "./testing/forking.ts";
import { bench } from "./testing/memory-bench.ts";
import { ScriptedProvider } from "./testing/scripted-provider.ts";

const mail = z.object({ n: z.int(), rounds: z.int().default(0), after: z.string().default("end") });
const hour = 3_600_000;
const refund = refundT1();
const moody = contract("moody", {
  tier: "T0",
  input: z.object({}),
  output: z.null(),
  perform: () => {
    throw new Error("it is not in the mood");
  },
});
const authority = { principal: "person:ada", why: "a test" };

/** Takes as many answers in its conversation as it is told to; then it ends, or waits for something else. */
const conversations = process("conversations", { on: "Mail", input: mail, unlessAwaited: true }, async (run, first) => {
  const got = [first.n];
  for (let round = 0; round < first.rounds; round++) {
    const answer = await run.wait("Mail", { about: "thread 1", atMost: "1 hour" });
    got.push(answer.status === "arrived" ? mail.parse(answer.event).n : -1);
    if (first.after === "refund") await run.do(refund, { charge: `c${round}`, cents: 1 });
  }
  if (first.after === "wait") await run.wait("Goods", { about: "thread 1" });
  if (first.after === "throw") await run.do(moody, {});
  return got;
});

/** What was received, without waiting for anything that follows from it. */
function take(world: Bench, n: number, more: Record<string, Json> = {}, about: string | null = "thread 1") {
  const incoming = { source: "mails", id: `mail ${n}`, type: "Mail", payload: { n, ...more }, about };
  const { value } = receive(world.praxis.engine, {
    ...incoming,
    account: "main",
    subject: "mia",
    principal: "source:mails",
  });
  return value.status === "accepted"
    ? { runs: value.runs, joined: value.joined }
    : { runs: [], joined: [], status: value.status };
}

async function sent(...args: Parameters<typeof take>) {
  const receipt = take(...args);
  await args[0].settle();
  return receipt;
}

const values = (world: Bench): Json[] =>
  world.log.sql
    .all("SELECT id FROM runs WHERE process = 'conversations' AND status = 'done' ORDER BY started_position")
    .map(({ id }) => world.value(String(id)));
const leftOver = (world: Bench): number =>
  world.log.sql.all("SELECT run FROM joined UNION ALL SELECT run FROM talks").length;

describe("an event that is awaited", () => {
  test("joins the run that waits for it and starts no other; both are on record", async () => {
    const world = bench([conversations]);
    const { runs } = await sent(world, 1, { rounds: 1 });
    const answer = await sent(world, 2);
    assert.deepEqual(answer, { runs: [], joined: runs });
    assert.deepEqual(values(world), [[1, 2]]);
    const received = world.log.readStream("source/mails").at(-1)?.data;
    const { joined, instead } = z.looseObject({ joined: z.json(), instead: z.json() }).parse(received);
    assert.deepEqual([joined, instead], [runs, ["conversations"]]);
    assert.equal(leftOver(world), 0);
  });

  test("begins a run of its own where nobody waits, where the wait is about another thing, and where it is about nothing", async () => {
    const world = bench([conversations]);
    await sent(world, 1, { rounds: 1 });
    assert.equal((await sent(world, 2, {}, "thread 2")).runs.length, 1);
    assert.equal((await sent(world, 3, {}, null)).runs.length, 1);
    await world.pass(hour);
    assert.equal((await sent(world, 4)).runs.length, 1);
    assert.deepEqual(values(world), [[1, -1], [2], [3], [4]]);
  });

  test("still begins runs of processes that do not yield", async () => {
    const always = process("always", { on: "Mail", input: mail }, async (_run, { n }) => n);
    const world = bench([conversations, always]);
    await sent(world, 1, { rounds: 1 });
    const answer = await sent(world, 2);
    assert.equal(answer.runs.length, 1);
    assert.equal(answer.joined.length, 1);
    assert.equal(world.run(answer.runs[0] ?? "").process, "always");
  });

  test("is taken once when it is sent again", async () => {
    const world = bench([conversations]);
    await sent(world, 1, { rounds: 2 });
    await sent(world, 2);
    assert.deepEqual(await sent(world, 2), { runs: [], joined: [], status: "duplicate" });
    await sent(world, 3);
    assert.deepEqual(values(world), [[1, 2, 3]]);
  });
});

describe("events that come at the same moment", () => {
  test("are each taken once, in their order, while the run still waits", async () => {
    const world = bench([conversations]);
    await sent(world, 1, { rounds: 3 });
    take(world, 2);
    take(world, 3);
    await sent(world, 4);
    assert.deepEqual(values(world), [[1, 2, 3, 4]]);
  });

  test("also before the run that the first one began has come to its wait", async () => {
    const world = bench([conversations]);
    take(world, 1, { rounds: 2 });
    take(world, 2);
    await sent(world, 3);
    assert.deepEqual(values(world), [[1, 2, 3]]);
    assert.equal(leftOver(world), 0);
  });

  test("begin a run of their own once the run has ended without them", async () => {
    const world = bench([conversations]);
    await sent(world, 1, { rounds: 1 });
    take(world, 2);
    const late = take(world, 3);
    assert.equal(late.runs.length, 0);
    await world.settle();
    assert.deepEqual(values(world), [[1, 2], [3]]);
    assert.equal(leftOver(world), 0);
  });

  test("begin a run of their own as soon as the run rests for something else", async () => {
    const world = bench([conversations]);
    await sent(world, 1, { rounds: 1, after: "wait" });
    take(world, 2);
    await sent(world, 3);
    assert.deepEqual(values(world), [[3]]);
    assert.equal(leftOver(world), 0);
    await world.send("Goods", {}, { about: "thread 1" });
    assert.deepEqual(values(world), [[1, 2], [3]]);
  });

  test("wait for a run that is at work on the one before, and are taken by it", async () => {
    const provider = new ScriptedProvider();
    const world = bench([conversations], { provider });
    await sent(world, 1, { rounds: 2, after: "refund" });
    provider.script.push("429");
    await sent(world, 2);
    assert.equal(world.log.sql.all("SELECT run FROM waits").length, 0, "it is at work on a refund");
    assert.equal((await sent(world, 3)).joined.length, 1);
    await world.pass(hour);
    assert.deepEqual(values(world), [[1, 2, 3]]);
    assert.equal(world.provider.actions.length, 2);
  });

  test("are given back by a run that is cancelled, and kept by one that is set aside until it is retried", async () => {
    const world = bench([conversations]);
    const first = await sent(world, 1, { rounds: 1, after: "throw" });
    take(world, 2);
    await sent(world, 3);
    const run = first.runs[0] ?? "";
    assert.equal(world.status(run), "set aside");
    await retryRun(world.praxis.engine, run, authority);
    await world.settle();
    assert.deepEqual(values(world), []);
    assert.equal(leftOver(world), 1);
    await cancelRun(world.praxis.engine, run, authority);
    await world.settle();
    assert.equal(world.status(run), "cancelled");
    assert.deepEqual(values(world), [[3]]);
    assert.equal(leftOver(world), 0);
  });
});

test("an event that joins a run goes with it where it continues as a new run", async () => {
  const chained = process(
    "conversations",
    { on: "Mail", input: mail, unlessAwaited: true },
    async (run, { n, rounds }) => {
      if (rounds === 0) return n;
      const answer = await run.wait("Mail", { about: "thread 1" });
      const next = answer.status === "arrived" ? mail.parse(answer.event).n : -1;
      return run.continueAs({ n: n * 10 + next, rounds: rounds - 1 });
    },
  );
  const world = bench([chained]);
  await sent(world, 1, { rounds: 2 });
  take(world, 2);
  await sent(world, 3);
  assert.deepEqual(values(world).at(-1), 123);
  assert.equal(values(world).length, 3);
  assert.equal(leftOver(world), 0);
});

test("an event joins a run and its fork; each takes it", async () => {
  const world = bench([conversations]);
  const { runs } = await sent(world, 1, { rounds: 1 });
  const forked = await fork(world, runs[0] ?? "", 1);
  const answer = await sent(world, 2);
  assert.deepEqual([...answer.joined].sort(), [...runs, forked].sort());
  assert.deepEqual(values(world), [
    [1, 2],
    [1, 2],
  ]);
  assert.equal(leftOver(world), 0);
});

for (const place of ["before the disk has it", "once it is on disk"] as const) {
  test(`a crash ${place} loses no event and doubles none`, async () => {
    const disk = new MemoryDisk();
    const clock = new ManualClock();
    const world = bench([conversations], { disk, clock });
    await sent(world, 1, { rounds: 2, after: "wait" });
    take(world, 2);
    if (place === "once it is on disk") await world.log.whenDurable();
    world.crash();
    const next = bench([conversations], { disk, clock, seed: 2 });
    await next.settle();
    const again = await sent(next, 2);
    assert.deepEqual("status" in again ? again.status : null, place === "once it is on disk" ? "duplicate" : null);
    take(next, 3);
    await sent(next, 4);
    assert.deepEqual(values(next), [[4]]);
    assert.equal(next.log.sql.all("SELECT id FROM runs").length, 2);
    await next.send("Goods", {}, { about: "thread 1" });
    assert.deepEqual(values(next), [[1, 2, 3], [4]]);
    assert.equal(leftOver(next), 0);
  });
}

test("whatever moments the mails come at, each is in exactly one conversation", async () => {
  for (let pattern = 0; pattern < 64; pattern++) {
    const world = bench([conversations]);
    for (let n = 1; n <= 7; n++) {
      take(world, n, { rounds: n % 3 });
      if ((pattern >> (n - 1)) & 1) await world.settle();
    }
    await world.settle();
    await world.pass(2 * hour);
    await world.settle();
    const all = z.array(z.array(z.int())).parse(values(world)).flat();
    const taken = all.filter((n) => n > 0).sort();
    assert.deepEqual(taken, [1, 2, 3, 4, 5, 6, 7], `pattern ${pattern}`);
    assert.equal(leftOver(world), 0, `pattern ${pattern}`);
    world.stop();
  }
});
