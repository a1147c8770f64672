/** What senders are told when there is more than can be done, and that people and quiet accounts do not notice. */
import assert from "node:assert/strict";
import { type ClientRequest, request } from "node:http";
import { describe, test } from "node:test";
import { z } from "zod";
import { isObject } from "../kernel/json.ts";
import { openMemoryLog } from "../log/memory/open-memory-log.ts";
import { takeWebhook } from "../observe/intake/take-webhook.ts";
import { source } from "../observe/source.ts";
import { openTestServer, runWith, type TestServer, ticketBody, until } from "./testing/open-test-server.ts";
import { ticketSchema } from "./testing/sample-shop.ts";

const shops = source("shops", {
  scheme: "none",
  body: ticketSchema.extend({ shop: z.string(), id: z.string() }),
  event: "TicketReceived",
  account: ({ shop }) => shop,
});

/** One run at a time, of an account; three may wait. The first call to the provider is answered when the test says so. */
async function busyServer() {
  const server = await openTestServer(openMemoryLog, {}, { definitions: [shops], mostLive: 1, mostWaiting: 3 });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.payments.answerWith = async () => {
    await promise;
    return { status: 200, headers: {}, body: JSON.stringify({ refund: "re_late" }) };
  };
  const ticket = (shop: string, id: string, amountCents = 100) =>
    server.hook("shops", JSON.stringify({ order: `#${shop} ${id}`, amountCents, text: "broken", shop, id }), {
      headers: {},
    });
  return { server, ticket, release: resolve };
}

describe("an account with more events waiting than its share", () => {
  test("gets 429 with Retry-After and an error that says what is kept, and nothing of it is recorded; others are served, and people", async () => {
    const { server, ticket, release } = await busyServer();
    await using _ = server;
    const asked = await server.hook(
      "shops",
      JSON.stringify({ ...JSON.parse(ticketBody({ amountCents: 9_900 })), shop: "quiet", id: "q" }),
      { headers: {} },
    );
    await runWith(server, asked.text("runs.0"), "waiting");
    const first = await ticket("loud", "1");
    await until(() => (server.payments.seen.length === 1 ? true : undefined));
    for (const id of ["2", "3", "4"]) assert.equal((await ticket("loud", id)).status, 202);
    const { position } = server.praxis.log.head();
    const refused = await ticket("loud", "5");
    assert.deepEqual([refused.status, refused.at("error.code")], [429, "overloaded"]);
    const seconds = Number(refused.headers.get("retry-after"));
    assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 300, `${seconds}`);
    assert.equal(refused.at("error.fields.retryAfterSeconds"), seconds);
    assert.match(refused.text("error.message"), /3 events of the account "loud" wait/);
    assert.match(refused.text("error.next"), /Nothing of this was kept.*with the same id/);
    const byApi = {
      type: "TicketReceived",
      id: "x",
      account: "loud",
      payload: JSON.parse(ticketBody({ order: "#x" })),
    };
    assert.equal((await server.call("POST", "/api/events", byApi)).status, 429);
    const byHand = { process: "tickets", account: "loud", why: "try", input: JSON.parse(ticketBody({ order: "#y" })) };
    assert.equal((await server.call("POST", "/api/runs", byHand)).status, 429);
    assert.equal(server.praxis.log.head().position, position, "nothing was recorded");
    assert.equal((await ticket("loud", "2")).status, 200, "what came before is known");

    const quiet = await ticket("quiet", "1");
    assert.equal(quiet.status, 202);
    await runWith(server, quiet.text("runs.0"), "done");
    const gates = await server.call("GET", "/api/gates?status=open");
    const answered = await server.call("POST", `/api/gates/${gates.text("gates.0.id")}/answer`, { verdict: "approve" });
    assert.equal(answered.status, 200, JSON.stringify(answered.body));
    await runWith(server, asked.text("runs.0"), "done");

    release();
    await runWith(server, first.text("runs.0"), "done");
    const again = await until(async () => {
      const answer = await ticket("loud", "5");
      return answer.status === 429 ? undefined : answer;
    });
    assert.equal(again.status, 202);
    await runWith(server, again.text("runs.0"), "done");
    assert.equal(server.payments.done.size + 1, 7, "each was done once");
  });
});

test("of 100 webhooks of one account that are read at once and one of another, that one is on record with the first few", async () => {
  await using server = await openTestServer(openMemoryLog, {}, { definitions: [shops] });
  const take = (shop: string, id: string) => {
    const content = { order: `#${id}`, amountCents: 1, text: "broken", shop, id };
    const bytes = new TextEncoder().encode(JSON.stringify(content));
    return takeWebhook(server.praxis, { source: shops, headers: new Headers(), body: { kind: "whole", bytes } });
  };
  const loud = Array.from({ length: 100 }, (_, n) => take("loud", `${n}`));
  await Promise.all([...loud, take("quiet", "one")]);
  const received = server.praxis.log.readAll(1, 10_000).filter(({ type }) => type === "EventReceived");
  const place = received.findIndex(({ data }) => isObject(data) && data.account === "quiet");
  assert.equal(received.length, 101);
  assert.ok(place >= 0 && place <= 8, `it was number ${place}`);
});

describe("requests in hand", () => {
  test("of one sender, more than its share: the next is refused before its body is read; other senders, people and what reads are not", async () => {
    await using server = await openTestServer(openMemoryLog, { mostInHand: 2 });
    const held = [halfSent(server, "/hooks/open"), halfSent(server, "/hooks/open")];
    await until(async () => {
      const tried = await server.hook("open", ticketBody({ order: "#2" }), { headers: { "webhook-id": "same" } });
      return tried.status === 429 ? true : undefined;
    });
    const refused = await server.hook("open", ticketBody(), { headers: {} });
    assert.deepEqual([refused.status, refused.at("error.code")], [429, "overloaded"]);
    assert.equal(refused.headers.get("retry-after"), "1");
    assert.equal((await server.hook("helpdesk", ticketBody())).status, 202);
    assert.equal((await server.call("POST", "/api/events", { type: "X", id: "1", payload: null })).status, 202);
    assert.equal((await server.call("GET", "/api/runs")).status, 200);
    for (const each of held) each.destroy();
    await until(async () => {
      const answer = await server.hook("open", ticketBody({ order: "#3" }), { headers: {} });
      return answer.status === 202 ? true : undefined;
    });
  });
});

/** A webhook whose body does not come to its end. */
function halfSent(server: TestServer, path: string): ClientRequest {
  const sent = request(`${server.url}${path}`, { method: "POST", headers: { "content-length": "100" } });
  sent.on("error", () => undefined);
  sent.write('{"order":');
  return sent;
}
