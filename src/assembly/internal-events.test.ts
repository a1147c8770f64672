/** What Praxis tells processes about itself: in the transaction of what it tells, once, sealed as that is, and never in a loop. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { decision } from "../plan/decision.ts";
import { process } from "../plan/process.ts";
import type { Bench } from "./testing/bench.ts";
import { bench } from "./testing/memory-bench.ts";

const day = 86_400_000;
const anything = z.looseObject({});
const openedSchema = z.looseObject({ gate: z.string(), title: z.string(), recent: z.int(), kind: z.string() });
const endedSchema = z.looseObject({ gate: z.string(), status: z.string(), by: z.string().nullable() });

const colour = decision("colour", {
  input: anything,
  answer: z.enum(["red", "blue"]),
  question: () => "Which colour for Ada?",
});
const asks = process(
  "asks",
  { on: "Ask", input: anything },
  async (run, input) => (await run.decide(colour, input)).status,
);
const tells = process("tells", { on: "GateOpened", input: openedSchema }, async (run, opened) => {
  const end = await run.wait("GateClosed", { about: opened.gate, atMost: "30 days" });
  return { opened: opened.title, kind: opened.kind, recent: opened.recent, end };
});

const received = (world: Bench) =>
  world.log.readAll(0, 10_000).flatMap((event) => {
    const data = z.looseObject({ type: z.string(), payload: anything }).safeParse(event.data);
    return event.type === "EventReceived" && data.success ? [{ ...event, ...data.data }] : [];
  });
const runsOf = (world: Bench, process: string) =>
  world.log.sql.all("SELECT id FROM runs WHERE process = ? ORDER BY started_at", process).map((row) => String(row.id));
const told = (world: Bench) =>
  received(world)
    .map(({ type }) => type)
    .filter((type) => type !== "Ask");

describe("a gate that opens", () => {
  test("starts the processes that listen, which learn what is asked and how it ended", async () => {
    const world = bench([asks, tells]);
    await world.send("Ask", {});
    const [run = ""] = runsOf(world, "tells");
    assert.equal(world.status(run), "waiting");
    await world.answer(world.openGate(), { verdict: "answer", value: "red", by: "ada" });
    const value = z
      .looseObject({ opened: z.string(), end: z.looseObject({ event: endedSchema }) })
      .parse(world.value(run));
    assert.equal(value.opened, "Which colour for Ada?");
    assert.equal(value.end.event.status, "answered");
    assert.equal(value.end.event.by, "ada");
    assert.deepEqual(told(world), ["GateOpened", "GateAnswered", "GateClosed"]);
  });

  test("is told in the transaction that opens it: between the two there is no other event", async () => {
    const world = bench([asks, tells]);
    await world.send("Ask", {});
    const types = world.log.readAll(0, 1_000).map((event) => event.type);
    assert.equal(types[types.indexOf("GateOpened") + 1], "EventReceived");
  });

  test("is sealed as the gate is: erasing its subject takes what was told with it", async () => {
    const world = bench([asks, tells]);
    await world.send("Ask", {}, { subject: "ada" });
    assert.match(JSON.stringify(received(world)), /Which colour for Ada/);
    world.log.erase("ada", { principal: "system" });
    assert.doesNotMatch(JSON.stringify(world.log.readAll(0, 1_000)), /Which colour for Ada/);
  });

  test("costs no event where nobody listens", async () => {
    const world = bench([asks]);
    await world.send("Ask", {});
    await world.answer(world.openGate(), { verdict: "answer", value: "red" });
    assert.deepEqual(told(world), []);
  });

  test("is told to a run that waits for its end, though no process starts with it", async () => {
    const waits = process("waits", { on: "Wait", input: z.object({ gate: z.string() }) }, (run, { gate }) =>
      run.wait("GateAnswered", { about: gate, atMost: "1 day" }),
    );
    const world = bench([asks, waits]);
    await world.send("Ask", {});
    const run = await world.begin("Wait", { gate: world.openGate() });
    await world.answer(world.openGate(), { verdict: "answer", value: "blue" });
    assert.equal(z.looseObject({ status: z.string() }).parse(world.value(run)).status, "arrived");
  });

  test("counts how many opened within the minute", async () => {
    const world = bench([asks, tells]);
    for (let each = 0; each < 3; each++) await world.send("Ask", {});
    await world.pass(61_000);
    await world.send("Ask", {});
    const recent = received(world).flatMap(({ payload }) => openedSchema.safeParse(payload).data?.recent ?? []);
    assert.deepEqual(recent, [1, 2, 3, 1]);
  });

  test("is told as closed where its run is cancelled", async () => {
    const { cancelRun } = await import("../engine/operations.ts");
    const world = bench([asks, tells]);
    const [run = ""] = await world.send("Ask", {});
    await cancelRun(world.praxis.engine, run, { principal: "person:ada", why: "a test" });
    await world.settle();
    assert.deepEqual(told(world), ["GateOpened", "GateClosed"]);
  });
});

describe("what a listening process does", () => {
  test("is told to nobody, nor what the runs do that it starts", async () => {
    const child = process("child", { input: anything }, async (run) => (await run.decide(colour, {})).status);
    const loops = process("loops", { on: "GateOpened", input: openedSchema }, async (run) => {
      await (await run.start(child, {})).end();
      return (await run.decide(colour, {})).status;
    });
    const world = bench([asks, loops, child]);
    await world.send("Ask", {});
    await world.pass(day);
    assert.equal(runsOf(world, "loops").length, 1);
    for (let gates = world.openGates(); gates.length > 0; gates = world.openGates())
      for (const gate of gates) await world.answer(String(gate.id), { verdict: "answer", value: "red" });
    assert.equal(runsOf(world, "loops").length, 1);
    assert.equal(told(world).filter((type) => type === "GateOpened").length, 1);
  });
});

describe("a run that is set aside", () => {
  const asideSchema = z.looseObject({ run: z.string(), code: z.string(), reason: z.string() });
  const watches = process("watches", { on: "RunSetAside", input: asideSchema }, async (_run, { code }) => code);
  const throws = process("throws", { on: "Throw", input: anything }, async () => {
    throw new Error("a mistake");
  });

  test("is told once, with its reason", async () => {
    const world = bench([watches, throws]);
    const run = await world.begin("Throw", {});
    assert.equal(world.status(run), "set aside");
    const [watching = "", ...more] = runsOf(world, "watches");
    assert.equal(more.length, 0);
    assert.equal(world.value(watching), "process_threw");
  });

  test("is not told where it is the one that listens", async () => {
    const fails = process("fails", { on: "RunSetAside", input: asideSchema }, async () => {
      throw new Error("again");
    });
    const world = bench([fails, throws]);
    await world.begin("Throw", {});
    await world.pass(day);
    assert.equal(runsOf(world, "fails").length, 1);
  });
});
