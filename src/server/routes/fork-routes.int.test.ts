/** Forks over HTTP: rehearsed, made, linked, and refused in words. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { openTestServer, runWith, type TestServer, ticketBody } from "../testing/open-test-server.ts";

async function refundedTicket(server: TestServer): Promise<string> {
  const ticket = await server.hook("open", ticketBody(), { headers: {} });
  const run = ticket.text("runs.0");
  await runWith(server, run, "done");
  return run;
}

describe("a fork over HTTP", () => {
  test("is rehearsed without a trace: what would be done, asked and met", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await refundedTicket(server);
    const { position } = server.praxis.log.head();
    const met = await server.call("POST", `/api/runs/${run}/rehearse`, { fromStep: 1 });
    assert.deepEqual([met.status, met.at("steps.0.outcome"), met.at("steps.length")], [200, "already done: met", 1]);
    assert.equal(met.at("steps.0.description"), "Refund 43.20 for order #1");
    const input = { order: "#2", amountCents: 9_900, text: "x", customer: "mia@example.com" };
    const asks = await server.call("POST", `/api/runs/${run}/rehearse`, { fromStep: 1, edits: { input } });
    assert.deepEqual([asks.at("steps.0.outcome"), asks.at("steps.0.because")], ["would ask", ["99 is more than 50"]]);
    assert.deepEqual([asks.at("ends"), asks.at("warnings")], [null, []]);
    assert.equal(server.praxis.log.head().position, position);
    assert.equal(server.payments.seen.length, 1);
  });

  test("is made once for an id, linked both ways, and on record with who and why", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await refundedTicket(server);
    const body = { fromStep: 1, why: "a second look", id: "look 1" };
    const made = await server.call("POST", `/api/runs/${run}/fork`, body);
    assert.deepEqual([made.status, made.at("status")], [202, "forked"]);
    const forked = made.text("run");
    const detail = await runWith(server, forked, "done");
    assert.deepEqual(detail.at("forkOf"), { run, step: 1 });
    assert.equal(detail.at("events.0.principal"), "person:local");
    assert.deepEqual(
      [detail.at("events.0.data.fork.why"), detail.at("events.0.data.fork.by")],
      ["a second look", "local"],
    );
    assert.deepEqual((await server.call("GET", `/api/runs/${run}`)).at("forks"), [{ run: forked, step: 1 }]);
    const again = await server.call("POST", `/api/runs/${run}/fork`, body);
    assert.deepEqual([again.status, again.body], [200, { status: "already", run: forked }]);
    assert.equal(server.payments.seen.length, 1);
  });

  test("is refused where it cannot be, and says what to do", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await refundedTicket(server);
    const why = "a try";
    for (const [path, body, status, code] of [
      ["nope", { fromStep: 1, why }, 404, "unknown_run"],
      [run, { fromStep: 9, why }, 422, "bad_step"],
      [run, { fromStep: 0, why }, 422, "bad_input"],
      [run, { fromStep: 1 }, 422, "bad_input"],
      [run, { fromStep: 2, why, edits: { outcomes: { 1: { refund: "x" } } } }, 422, "bad_edit"],
      [run, { fromStep: 2, why, edits: { outcomes: { one: 1 } } }, 422, "bad_input"],
      [run, { fromStep: 1, why, edits: { input: null } }, 422, "bad_input"],
      [
        run,
        { fromStep: 2, why, edits: { input: { order: "#9", amountCents: 1, text: "" } } },
        409,
        "fork_does_not_match",
      ],
    ] as const) {
      const answer = await server.call("POST", `/api/runs/${path}/fork`, body);
      assert.deepEqual([answer.status, answer.at("error.code")], [status, code], JSON.stringify(body));
      assert.notEqual(answer.text("error.next"), "");
    }
    assert.equal(server.praxis.log.sql.all("SELECT id FROM runs").length, 1);
  });

  test("needs the scope `operate`, also to rehearse", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await refundedTicket(server);
    const issued = await server.call("POST", "/api/tokens", { name: "reader", scopes: ["read"] });
    const headers = { authorization: `Bearer ${issued.text("token")}` };
    for (const verb of ["rehearse", "fork"]) {
      const answer = await server.call("POST", `/api/runs/${run}/${verb}`, { fromStep: 1, why: "x" }, headers);
      assert.deepEqual([answer.status, answer.at("error.code")], [403, "scope_missing"]);
    }
  });

  test("with edited outcomes needs the scope `approve`, too: who may not answer a gate does not answer it by a fork", async () => {
    await using server = await openTestServer(openMemoryLog);
    const run = await refundedTicket(server);
    const issued = await server.call("POST", "/api/tokens", { name: "op", scopes: ["read", "operate", "events"] });
    const headers = { authorization: `Bearer ${issued.text("token")}` };
    const body = { fromStep: 1, why: "x", edits: { outcomes: { 1: {} } } };
    const answer = await server.call("POST", `/api/runs/${run}/fork`, body, headers);
    assert.deepEqual([answer.status, answer.at("error.code")], [403, "scope_missing"]);
    assert.match(answer.text("error.message"), /"approve"/);
    const plain = await server.call("POST", `/api/runs/${run}/fork`, { fromStep: 1, why: "x" }, headers);
    assert.equal(plain.status, 202);
  });
});
