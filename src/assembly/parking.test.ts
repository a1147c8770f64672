/** Code that changes or goes while runs are under way (K4, K6). */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { receive } from "../engine/intake.ts";
import { cancelRun, retryRun } from "../engine/operations.ts";
import type { Ports } from "../kernel/ports.ts";
import { MemoryDisk, openMemoryLog } from "../log/memory/open-memory-log.ts";
import { type Process, process } from "../plan/process.ts";
import type { Run } from "../plan/run.ts";
import { projections } from "./assemble.ts";
import { erasePerson } from "./erase-person.ts";
import { Bench } from "./testing/bench.ts";
import { look, refundT1 } from "./testing/contracts.ts";

const anything = z.looseObject({});
const day = 86_400_000;
const ada = { principal: "person:ada", why: "it is mended" };
const refund = refundT1();

/** The same process in another version of its code. */
const orders = (body: (run: Run) => Promise<unknown>): Process =>
  process("orders", { on: "Go", input: anything }, body);

const first = orders(async (run) => {
  await run.do(look, { id: "1" });
  await run.wait("Paid", { about: "order 1", atMost: "5 days" });
  return "first";
});

/** A run of the first version that waits, and a server with other code on the same disk. */
async function under(code: readonly Process[]) {
  const disk = new MemoryDisk();
  const world = new Bench({ open: (ports) => openMemoryLog({ disk, ports, projections }), definitions: [first] });
  const id = await world.begin("Go", {});
  let current = world;
  const reopen = (definitions: readonly Process[]): Bench => {
    current.crash();
    const { clock, provider } = world;
    current = new Bench({ open: (ports) => openMemoryLog({ disk, ports, projections }), definitions, clock, provider });
    return current;
  };
  return { id, world: reopen(code), reopen };
}

describe("newer code", () => {
  test("K6: a run goes on with newer code whose replay matches its history, and the move is recorded", async () => {
    const second = orders(async (run) => {
      await run.do(look, { id: "1" });
      await run.wait("Paid", { about: "order 1", atMost: "5 days" });
      return "second";
    });
    const { id, world } = await under([second]);
    const before = world.run(id).version;
    await world.send("Paid", {}, { about: "order 1", id: "paid" });
    assert.equal(world.value(id), "second");
    assert.notEqual(world.run(id).version, before);
    assert.ok(world.events(id).some((event) => event.type === "RunMoved"));
  });

  test("K6: where both are loaded, and the newer one does not match, it stays on the version that it began with", async () => {
    const second = orders(async () => "second");
    const { id, world } = await under([first, second]);
    await world.send("Paid", {}, { about: "order 1", id: "paid" });
    assert.equal(world.value(id), "first");
    assert.equal(world.value(await world.begin("Go", {}, { id: "again" })), "second");
  });

  test("K6: where both are loaded and the newer one matches its history, it moves to that", async () => {
    const second = orders(async (run) => {
      await run.do(look, { id: "1" });
      await run.wait("Paid", { about: "order 1", atMost: "5 days" });
      return "second";
    });
    const { id, world } = await under([first, second]);
    await world.send("Paid", {}, { about: "order 1", id: "paid" });
    assert.equal(world.value(id), "second");
  });

  test("K6: newer code that breaks before it has taken the run over gives it back, and nothing of that is on record", async () => {
    const second = orders(async () => {
      throw new Error("not yet ready");
    });
    const disk = new MemoryDisk();
    const open = (ports: Ports) => openMemoryLog({ disk, ports, projections });
    const began = new Bench({ open, definitions: [first] });
    const incoming = { source: "test", id: "go", type: "Go", payload: {}, about: null, account: "main", subject: null };
    const { value, durable } = receive(began.praxis.engine, { ...incoming, principal: "source:test" });
    await durable;
    const id = value.status === "accepted" ? (value.runs[0] ?? "") : "";
    began.crash();
    const { clock, provider } = began;
    const world = new Bench({ open, definitions: [first, second], clock, provider });
    await world.settle();
    await world.pass(6 * day);
    assert.equal(world.value(id), "first");
    assert.deepEqual(
      world.events(id).filter(({ type }) => type === "RunSetAside" || type === "RunMoved"),
      [],
    );
  });

  test("K4: code that asks for something else parks the run with a diff that can be read, and does nothing", async () => {
    const second = orders(async (run) => {
      await run.do(refund, { charge: "c", cents: 5 });
      return "second";
    });
    const { id, world } = await under([second]);
    await world.send("Paid", {}, { about: "order 1", id: "paid" });
    assert.equal(world.status(id), "set aside");
    const { code, diff, reason } = z
      .looseObject({ code: z.string(), diff: z.string(), reason: z.string() })
      .parse(world.last(id, "RunSetAside"));
    assert.equal(code, "code_gone");
    assert.match(reason, /the run needs version [0-9a-f]{8} of "orders"/);
    assert.equal(
      diff,
      '- step 1: read look {"compensates":null,"wish":{"id":"1"}}\n+ step 1: do refund {"compensates":null,"wish":{"cents":5,"charge":"c"}}',
    );
    assert.deepEqual(world.effects(), []);
  });

  test("K4: code that stops asking for what was given parks the run", async () => {
    const { id, world } = await under([orders(async () => "nothing")]);
    await world.send("Paid", {}, { about: "order 1", id: "paid" });
    assert.match(JSON.stringify(world.last(id, "RunSetAside")), /the code no longer asks for it/);
  });

  test("K4: code that waits for something else than was recorded parks the run", async () => {
    const second = orders(async (run) => {
      await run.do(look, { id: "1" });
      return run.wait("Paid", { about: "order 2", atMost: "5 days" });
    });
    const { id, world } = await under([second]);
    await world.pass(6 * day);
    assert.match(JSON.stringify(world.last(id, "RunSetAside")), /order 1.*order 2/);
  });

  test("a parked run whose code comes back and that is retried waits as before: for the event, and for its time", async () => {
    const { id, world, reopen } = await under([orders(async () => "nothing")]);
    await world.pass(6 * day);
    assert.equal(world.status(id), "set aside");
    const back = reopen([first]);
    await retryRun(back.praxis.engine, id, ada);
    await back.settle();
    assert.equal(back.value(id), "first", "its time had come while it was parked");

    const other = await under([orders(async () => "nothing")]);
    await cancelRun(other.world.praxis.engine, other.id, ada);
    await other.world.settle();
    assert.equal(other.world.status(other.id), "set aside", "what cannot be replayed cannot be cancelled either");
  });

  test("K7: after a retry it is in the table of waits again, so an event finds it", async () => {
    const { id, world, reopen } = await under([orders(async () => "nothing")]);
    await world.send("Paid", {}, { about: "order 1", id: "early" });
    assert.equal(world.status(id), "set aside");
    const third = orders(async (run) => {
      await run.do(look, { id: "1" });
      await run.wait("Paid", { about: "order 1", atMost: "5 days" });
      await run.wait("Shipped");
      return "third";
    });
    const back = reopen([third]);
    await retryRun(back.praxis.engine, id, ada);
    await back.settle();
    assert.equal(back.status(id), "waiting");
    const worse = reopen([orders(async () => "nothing")]);
    await worse.send("Shipped", {}, { id: "shipped" });
    assert.equal(worse.status(id), "set aside");
    const good = reopen([third]);
    await retryRun(good.praxis.engine, id, ada);
    await good.settle();
    assert.equal(good.value(id), "third");
  });
});

describe("a retry of a run whose wait is the same as before", () => {
  test("K7: it is recorded as waiting again, for its row went when it was set aside", async () => {
    let broken = false;
    const moody = process("moody", { on: "Go", input: anything }, async (run) => {
      if (broken) throw new Error("moody");
      await run.wait("Paid");
      return "paid";
    });
    const disk = new MemoryDisk();
    const world = new Bench({ open: (ports) => openMemoryLog({ disk, ports, projections }), definitions: [moody] });
    const id = await world.begin("Go", {});
    broken = true;
    world.praxis.engine.wake(id);
    await world.settle();
    assert.equal(world.status(id), "set aside");
    broken = false;
    await retryRun(world.praxis.engine, id, ada);
    await world.settle();
    assert.equal(world.status(id), "waiting");
    assert.equal(world.waits(id).length, 1);
    await world.send("Paid", {});
    assert.equal(world.value(id), "paid");
  });
});

describe("code that is gone", () => {
  test("K6: the run is parked and says which version it needs; with the code back it goes on", async () => {
    const { id, world, reopen } = await under([]);
    await world.send("Paid", {}, { about: "order 1", id: "paid" });
    assert.match(
      JSON.stringify(world.last(id, "RunSetAside")),
      /code_gone.*no loaded file exports the process \\"orders\\"/,
    );
    const back = reopen([first]);
    await retryRun(back.praxis.engine, id, ada);
    await back.settle();
    assert.equal(back.value(id), "first");
  });
});

describe("a person who is erased", () => {
  test("K10: their runs are set aside as erased, nothing of them can be read, and the ledger still knows their intents (E1)", async () => {
    const refunds = process("refunds", { on: "Refund", input: anything }, async (run) => {
      const done = await run.do(refund, { charge: "c", cents: 5 });
      await run.wait("Never");
      return done;
    });
    const disk = new MemoryDisk();
    const open = () =>
      new Bench({ open: (ports) => openMemoryLog({ disk, ports, projections }), definitions: [refunds] });
    const world = open();
    const id = await world.begin("Refund", {}, { subject: "mia@example.com" });
    assert.equal(world.effect().status, "succeeded");
    await erasePerson(world.praxis, "mia@example.com", ada);
    await world.settle();
    assert.equal(world.run(id).detail, "erased");
    assert.ok(
      world
        .events(id)
        .slice(0, -1)
        .every((event) => event.erased && event.data === null),
    );
    world.crash();
    disk.handle.exec("UPDATE projections SET version = 0");
    const rebuilt = open();
    assert.equal(rebuilt.effect().status, "succeeded", "a rebuilt ledger still holds the row");
    const again = await rebuilt.begin("Refund", {}, { id: "again" });
    assert.equal(rebuilt.provider.actions.length, 0, "the same intent is not carried out once more");
    assert.notEqual(rebuilt.status(again), "done");
  });
});
