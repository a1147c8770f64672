/** Replays over HTTP: any event of a run, in words where there is none, and for whoever may operate. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openMemoryLog } from "../../../log/memory/open-memory-log.ts";
import { openTestServer, runWith, ticketBody } from "../../testing/open-test-server.ts";

test("a run is replayed over HTTP up to any event, without a trace", async () => {
  await using server = await openTestServer(openMemoryLog);
  const ticket = await server.hook("open", ticketBody(), { headers: {} });
  const run = ticket.text("runs.0");
  await runWith(server, run, "done");
  const { position } = server.praxis.log.head();
  const whole = await server.call("GET", `/api/runs/${run}/replay?each=true`);
  assert.deepEqual([whole.status, whole.at("at"), whole.at("open")], [200, whole.at("last"), []]);
  assert.match(whole.text("ended"), /^done: /);
  assert.equal(whole.at("events.0.type"), "RunStarted");
  const first = await server.call("GET", `/api/runs/${run}/replay?at=1`);
  assert.deepEqual([first.at("hash"), first.at("ended")], [whole.at("events.0.hash"), null]);
  assert.deepEqual([first.at("open.length"), first.at("open.0.kind"), first.at("events")], [1, "do", []]);
  assert.equal(server.praxis.log.head().position, position);
  assert.equal(server.payments.seen.length, 1);
  for (const [path, status, code] of [
    [`/api/runs/none/replay`, 404, "unknown_run"],
    [`/api/runs/${run}/replay?at=99`, 422, "bad_event"],
    [`/api/runs/${run}/replay?at=0`, 422, "bad_input"],
  ] as const) {
    const answer = await server.call("GET", path);
    assert.deepEqual([answer.status, answer.at("error.code")], [status, code]);
  }
  const issued = await server.call("POST", "/api/tokens", { name: "reader", scopes: ["read"] });
  const headers = { authorization: `Bearer ${issued.text("token")}` };
  const refused = await server.call("GET", `/api/runs/${run}/replay`, undefined, headers);
  assert.deepEqual([refused.status, refused.at("error.code")], [403, "scope_missing"]);
});
