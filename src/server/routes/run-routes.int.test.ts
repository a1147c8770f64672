import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { openTestServer, runWith, startOfTest, type TestServer, ticketBody } from "../testing/open-test-server.ts";

const returned = (id: string, parcel: string) => ({ type: "ReturnAnnounced", id, payload: { parcel } });

async function startReturn(server: TestServer, id: string): Promise<string> {
  const receipt = await server.call("POST", "/api/events", returned(id, `parcel ${id}`));
  assert.equal(receipt.status, 202);
  const run = receipt.text("runs.0");
  await runWith(server, run, "waiting");
  return run;
}

describe("events over the API", () => {
  test("start runs; again is a duplicate; another content under the id is a conflict", async () => {
    await using server = await openTestServer(openMemoryLog);
    await startReturn(server, "a");
    const again = await server.call("POST", "/api/events", returned("a", "parcel a"));
    assert.deepEqual([again.status, again.body], [200, { status: "duplicate" }]);
    const other = await server.call("POST", "/api/events", returned("a", "parcel b"));
    assert.deepEqual([other.status, other.at("error.code")], [409, "id_reused"]);
  });

  test("are given to a run that waits for them", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await startReturn(server, "a");
    const event = { type: "GoodsArrived", id: "b", about: "parcel a", payload: { weight: 2 } };
    assert.equal((await server.call("POST", "/api/events", event)).status, 202);
    const done = await runWith(server, run, "done");
    assert.deepEqual(done.at("result"), { status: "arrived", event: { weight: 2 } });
  });

  test("that do not fit are refused with the names of the fields", async () => {
    await using server = await openTestServer(openMemoryLog);
    const answer = await server.call("POST", "/api/events", { type: "X" });
    assert.deepEqual([answer.status, answer.at("error.code")], [422, "bad_input"]);
    assert.match(answer.text("error.message"), /id/);
  });
});

describe("a run", () => {
  test("shows what it waits for, its input, and its events a page at a time", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await startReturn(server, "a");
    const detail = await server.call("GET", `/api/runs/${run}?eventsLimit=1`);
    assert.equal(detail.at("waits.0.what"), "the event GoodsArrived, at most 30 days");
    assert.equal(detail.at("waits.0.owner"), "outside");
    assert.equal(detail.at("waits.0.dueAt"), startOfTest + 30 * 86_400_000);
    assert.deepEqual(detail.at("input"), { parcel: "parcel a" });
    assert.equal(detail.at("events.0.type"), "RunStarted");
    assert.equal(detail.at("nextEvents"), 2);
    const rest = await server.call("GET", `/api/runs/${run}?eventsFrom=2`);
    assert.equal(rest.at("events.0.type"), "RunWaiting");
    assert.equal(rest.at("nextEvents"), null);
  });

  test("is cancelled with a reason, once", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await startReturn(server, "a");
    const bare = await server.call("POST", `/api/runs/${run}/cancel`, {});
    assert.equal(bare.status, 422);
    const answer = await server.call("POST", `/api/runs/${run}/cancel`, { why: "she changed her mind" });
    assert.deepEqual([answer.status, answer.body], [202, { status: "cancelling" }]);
    const detail = await runWith(server, run, "cancelled");
    const asked = detail
      .list("events")
      .findIndex((_, index) => detail.at(`events.${index}.type`) === "CancelRequested");
    assert.equal(detail.at(`events.${asked}.principal`), "person:local");
    const again = await server.call("POST", `/api/runs/${run}/cancel`, { why: "again" });
    assert.deepEqual([again.status, again.at("error.code")], [409, "run_is_over"]);
  });

  test("is started by hand with a reason; once for an id", async () => {
    await using server = await openTestServer(openMemoryLog);
    const body = { process: "returns", input: { parcel: "p" }, why: "she called", id: "call 7" };
    const started = await server.call("POST", "/api/runs", body);
    assert.deepEqual([started.status, started.at("status")], [202, "started"]);
    await runWith(server, started.text("run"), "waiting");
    const again = await server.call("POST", "/api/runs", body);
    assert.deepEqual([again.status, again.body], [200, { status: "already", run: started.text("run") }]);
    const unknown = await server.call("POST", "/api/runs", { ...body, process: "nobody's", id: "call 8" });
    assert.deepEqual([unknown.status, unknown.at("error.code")], [404, "unknown_process"]);
  });

  test("is not started by hand with an input that its process cannot read", async () => {
    await using server = await openTestServer(openMemoryLog);
    const wrong = await server.call("POST", "/api/runs", { process: "returns", input: { parcle: "p" }, why: "a typo" });
    assert.deepEqual([wrong.status, wrong.at("error.code")], [422, "bad_input"]);
    assert.match(wrong.text("error.message"), /the input of "returns" does not fit its schema: parcel: is missing/);
    assert.deepEqual((await server.call("GET", "/api/runs")).at("runs"), []);
  });

  test("that threw is set aside, says why, and can be retried", async () => {
    await using server = await openTestServer(openMemoryLog);
    const input = { mood: "grumpy" };
    const started = await server.call("POST", "/api/runs", { process: "clumsy", input, why: "a try" });
    const detail = await runWith(server, started.text("run"), "set aside");
    assert.equal(detail.at("setAside.code"), "process_threw");
    assert.match(detail.text("setAside.reason"), /it is grumpy/);
    const retried = await server.call("POST", `/api/runs/${started.text("run")}/retry`, { why: "better now?" });
    assert.deepEqual([retried.status, retried.body], [202, { status: "retrying" }]);
    await runWith(server, started.text("run"), "set aside");
    const waiting = await startReturn(server, "a");
    const wrong = await server.call("POST", `/api/runs/${waiting}/retry`, { why: "no need" });
    assert.deepEqual([wrong.status, wrong.at("error.code")], [409, "run_is_not_set_aside"]);
  });

  test("that is unknown is answered with 404", async () => {
    await using server = await openTestServer(openMemoryLog);
    for (const [method, path] of [
      ["GET", "/api/runs/nope"],
      ["POST", "/api/runs/nope/cancel"],
      ["POST", "/api/runs/nope/retry"],
    ] as const) {
      const answer = await server.call(method, path, method === "POST" ? { why: "because" } : undefined);
      assert.deepEqual([answer.status, answer.at("error.code")], [404, "unknown_run"]);
    }
  });
});

describe("the list of runs", () => {
  test("is paged newest first without a gap, and filtered", async () => {
    await using server = await openTestServer(openMemoryLog);
    for (let index = 0; index < 5; index++) {
      await startReturn(server, `r${index}`);
      server.clock.turn(index % 2 === 0 ? 1_000 : 0);
    }
    const ticket = await server.hook("open", ticketBody(), { headers: {} });
    await runWith(server, ticket.text("runs.0"), "done");
    const seen: unknown[] = [];
    let before = "";
    do {
      const page = await server.call("GET", `/api/runs?limit=2${before}`);
      seen.push(...page.list("runs").map((_, index) => page.at(`runs.${index}.id`)));
      before = page.at("next") === null ? "" : `&before=${encodeURIComponent(page.text("next"))}`;
    } while (before !== "");
    assert.equal(seen.length, 6);
    assert.equal(new Set(seen).size, 6);
    assert.equal(seen[0], ticket.text("runs.0"));
    const count = async (query: string) => (await server.call("GET", `/api/runs?${query}`)).list("runs").length;
    assert.equal(await count("status=waiting"), 5);
    assert.equal(await count("status=done"), 1);
    assert.equal(await count("process=returns&status=waiting"), 5);
    assert.equal(await count("process=tickets&status=waiting"), 0);
    assert.equal(await count("account=main&status=done"), 1);
    const all = await server.call("GET", "/api/runs");
    assert.equal(await count(`correlation=${all.text("runs.0.correlation")}`), 1);
  });

  test("refuses what it does not know, and pages over 200", async () => {
    await using server = await openTestServer(openMemoryLog);
    for (const query of ["status=lost", "limit=201", "limit=x", "before=x"])
      assert.equal((await server.call("GET", `/api/runs?${query}`)).status, 422, query);
  });
});
