/** What people look for in the lists of runs, gates and effects. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CallError } from "../../act/call.ts";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { openTestServer, runWith, type TestServer, ticketBody, until } from "../testing/open-test-server.ts";
import type { Ticket } from "../testing/sample-shop.ts";

async function ticket(server: TestServer, id: string, body: Partial<Ticket> = {}): Promise<string> {
  const sent = await server.hook("helpdesk", ticketBody({ order: `#${id}`, ...body }), { id });
  server.clock.turn(1_000);
  return sent.text("runs.0");
}

async function openGate(server: TestServer, run: string): Promise<string> {
  const list = await until(async () => {
    const asked = await server.call("GET", `/api/gates?run=${run}`);
    return asked.at("gates.length") === 1 ? asked : undefined;
  });
  return list.text("gates.0.id");
}

const idsOf = async (server: TestServer, list: "runs" | "gates" | "effects", query: string): Promise<unknown[]> => {
  const asked = await server.call("GET", `/api/${list}?${query}`);
  assert.equal(asked.status, 200, query);
  return asked.list(list).map((_, index) => asked.at(`${list}.${index}.id`));
};

describe("runs are found", () => {
  test("by what a person types: an id, a process, a correlation, a customer, an effect, a gate", async () => {
    await using server = await openTestServer(openMemoryLog);
    const plain = await ticket(server, "1", { customer: "ada@example.com" });
    const asked = await ticket(server, "2", { amountCents: 9_900 });
    const started = await server.call("POST", "/api/runs", {
      process: "clumsy",
      input: { mood: "odd" },
      why: "a test",
    });
    const clumsy = started.text("run");
    const done = await runWith(server, plain, "done");
    const gate = await openGate(server, asked);
    const find = (q: string, more = "") => idsOf(server, "runs", `q=${encodeURIComponent(q)}${more}`);
    assert.deepEqual(await find(plain.slice(0, 8).toUpperCase()), [plain]);
    assert.deepEqual(await find("CLUM"), [clumsy]);
    assert.deepEqual(await find("ticket"), [asked, plain]);
    assert.deepEqual(await find("ticket", "&status=done"), [plain]);
    assert.deepEqual(await find("ticket", "&limit=1"), [asked]);
    assert.deepEqual(await find(done.text("correlation")), [plain]);
    assert.deepEqual(await find("ada@example.com"), [plain]);
    assert.deepEqual(await find("mia@example.com"), [asked]);
    assert.deepEqual(await find(done.text("effects.0.id")), [plain]);
    assert.deepEqual(await find(gate), [asked]);
    assert.deepEqual(await find("nobody"), []);
  });

  test("by customer, week, set aside, and whether people had to say something", async () => {
    await using server = await openTestServer(openMemoryLog);
    const plain = await ticket(server, "1", { customer: "ada@example.com" });
    const asked = await ticket(server, "2", { amountCents: 9_900 });
    await server.call("POST", `/api/gates/${await openGate(server, asked)}/answer`, { verdict: "decline" });
    const detail = await runWith(server, plain, "done");
    await runWith(server, asked, "done");
    const started = await server.call("POST", "/api/runs", {
      process: "clumsy",
      input: { mood: "odd" },
      why: "a test",
    });
    const clumsy = started.text("run");
    const aside = await runWith(server, clumsy, "set aside");
    const find = (query: string) => idsOf(server, "runs", query);
    assert.deepEqual(await find(`customer=${detail.text("customer.id")}`), [plain]);
    assert.equal(detail.at("customer.name"), "ada@example.com");
    assert.deepEqual(await find("customer=nobody"), []);
    // What was set aside needs a person as much as what asked one.
    assert.deepEqual(await find("touched=yes"), [clumsy, asked]);
    assert.deepEqual(await find("touched=yes&process=clumsy"), [clumsy]);
    assert.deepEqual(await find("touched=no"), [plain]);
    assert.deepEqual(await find("touched=no&status=done"), [plain]);
    assert.deepEqual(await find(`setAside=${aside.text("detail")}`), [clumsy]);
    assert.equal((await find("week=2026-W11")).length, 3);
    assert.equal((await find("week=2026-W12")).length, 0);
    assert.deepEqual(await find(`from=${detail.at("startedAt")}&to=${Number(detail.at("startedAt")) + 1}`), [plain]);
    for (const query of ["week=2026-W60", "touched=maybe"])
      assert.equal((await server.call("GET", `/api/runs?${query}`)).status, 422, query);
  });
});

test("gates are found by process, contract, owner and words of their title, the oldest first if asked", async () => {
  await using server = await openTestServer(openMemoryLog);
  const gates: string[] = [];
  for (const id of ["1", "2", "3"]) {
    const run = await ticket(server, id, { amountCents: 9_900 });
    gates.push(await openGate(server, run));
  }
  const find = (query: string) => idsOf(server, "gates", query);
  assert.deepEqual(await find("status=open&order=oldest"), gates);
  assert.deepEqual(await find("status=open"), gates.toReversed());
  assert.deepEqual(
    await find("process=tickets&contract=refund&owner=approver&order=oldest&limit=2"),
    gates.slice(0, 2),
  );
  assert.deepEqual(await find("process=returns"), []);
  assert.deepEqual(await find("status=open&q=ORDER%20%232"), [gates[1]]);
  assert.deepEqual(await find(`q=${gates[2]?.slice(0, 20)}`), [gates[2]]);
  const first = await server.call("GET", "/api/gates?status=open&q=refund&limit=2");
  const rest = await idsOf(server, "gates", `status=open&q=refund&before=${encodeURIComponent(first.text("next"))}`);
  assert.deepEqual(rest, [gates[0]]);
});

test("effects are found by contract, key and customer; those that nobody knows of come first if asked", async () => {
  await using server = await openTestServer(openMemoryLog);
  server.payments.answerWith = () => {
    server.clock.turn(3_600_000);
    throw new CallError("ambiguous", "cut", "the connection was cut");
  };
  await ticket(server, "1", { customer: "ada@example.com" });
  await until(async () => (await idsOf(server, "effects", "status=unknown")).length === 1 || undefined);
  for (const id of ["2", "3"]) await runWith(server, await ticket(server, id), "done");
  const [unknown] = await idsOf(server, "effects", "status=unknown");
  const newest = await idsOf(server, "effects", "");
  assert.equal(newest[2], unknown);
  assert.deepEqual(await idsOf(server, "effects", "order=unknown-first"), [unknown, newest[0], newest[1]]);
  const paged: unknown[] = [];
  for (let before = ""; ; ) {
    const page = await server.call("GET", `/api/effects?order=unknown-first&limit=1${before}`);
    paged.push(page.at("effects.0.id"));
    if (page.at("next") === null) break;
    before = `&before=${encodeURIComponent(page.text("next"))}`;
  }
  assert.deepEqual(paged, [unknown, newest[0], newest[1]]);
  const key = (await server.call("GET", `/api/effects/${unknown}`)).text("idempotencyKey");
  assert.deepEqual(await idsOf(server, "effects", `q=${key}`), [unknown]);
  assert.deepEqual(await idsOf(server, "effects", "q=ada@example.com"), [unknown]);
  assert.equal((await idsOf(server, "effects", "q=REFU")).length, 3);
  assert.deepEqual(await idsOf(server, "effects", "q=nobody"), []);
});
