import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import { describe, test } from "node:test";
import fc from "fast-check";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { openTestServer, runWith, sign, type TestServer, ticketBody } from "../testing/open-test-server.ts";
import { sourceSecret } from "../testing/sample-shop.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The newest record of a source. */
async function quarantined(server: TestServer, source: string) {
  const list = await server.call("GET", `/api/quarantine?source=${source}&limit=1`);
  const detail = await server.call("GET", `/api/quarantine/${list.text("quarantined.0.id")}`);
  assert.equal(detail.status, 200);
  return detail;
}

describe("a webhook that is in order", () => {
  test("is answered with 202 once it is on disk, and starts its run", async () => {
    await using server = await openTestServer(openMemoryLog);
    const answer = await server.hook("helpdesk", ticketBody());
    assert.equal(answer.status, 202);
    assert.equal(answer.at("status"), "accepted");
    assert.equal(server.praxis.log.durableHead().position >= 2, true);
    const run = await runWith(server, answer.text("runs.0"), "done");
    assert.equal(run.at("result.status"), "succeeded");
    assert.equal(run.at("effects.0.description"), "Refund 43.20 for order #1");
    assert.equal(server.payments.done.size, 1);
  });

  test("is answered with 200 when it comes again, and nothing happens again", async () => {
    await using server = await openTestServer(openMemoryLog);
    await server.hook("helpdesk", ticketBody());
    server.clock.turn(60_000);
    const again = await server.hook("helpdesk", ticketBody());
    assert.deepEqual([again.status, again.body], [200, { status: "duplicate" }]);
  });

  test("starts one run when it comes 50 times at once", async () => {
    await using server = await openTestServer(openMemoryLog);
    const answers = await Promise.all(Array.from({ length: 50 }, () => server.hook("helpdesk", ticketBody())));
    assert.equal(answers.filter(({ status }) => status === 202).length, 1);
    assert.equal(answers.filter(({ status }) => status === 200).length, 49);
    const runs = await server.call("GET", "/api/runs");
    assert.equal(runs.list("runs").length, 1);
    await runWith(server, runs.text("runs.0.id"), "done");
    assert.equal(server.payments.seen.length, 1);
  });

  test("may have the id of another source's", async () => {
    await using server = await openTestServer(openMemoryLog);
    const first = await server.hook("helpdesk", ticketBody(), { id: "same" });
    const second = await server.hook("open", ticketBody({ order: "#2" }), { headers: { "idempotency-key": "same" } });
    assert.deepEqual([first.status, second.status], [202, 202]);
  });

  test("is let in with a GitHub and with a Slack signature", async () => {
    await using server = await openTestServer(openMemoryLog);
    const body = ticketBody();
    const hex = (before: string) =>
      createHmac("sha256", sourceSecret)
        .update(before + body)
        .digest("hex");
    const github = await server.hook("code", body, { headers: { "x-hub-signature-256": `sha256=${hex("")}` } });
    assert.equal(github.status, 202);
    const at = String(server.clock.now() / 1_000);
    const slack = await server.hook("chat", body, {
      headers: { "x-slack-request-timestamp": at, "x-slack-signature": `v0=${hex(`v0:${at}:`)}` },
    });
    assert.equal(slack.status, 202);
  });

  test("of Slack that asks for a challenge gets it back, and nothing is recorded", async () => {
    await using server = await openTestServer(openMemoryLog);
    const body = JSON.stringify({ type: "url_verification", challenge: "c1" });
    const at = String(server.clock.now() / 1_000);
    const signature = createHmac("sha256", sourceSecret).update(`v0:${at}:${body}`).digest("hex");
    const headers = { "x-slack-request-timestamp": at, "x-slack-signature": `v0=${signature}` };
    const answer = await server.hook("chat", body, { headers });
    assert.deepEqual([answer.status, answer.body], [200, { challenge: "c1" }]);
    assert.equal(server.praxis.log.head().position, 0);
  });
});

test("whatever bytes come, under whatever id, the answer says accepted, known or refused, never a failure of ours", async () => {
  await using server = await openTestServer(openMemoryLog);
  const json = fc.json().map((text) => Buffer.from(text));
  const nearly = fc
    .record({ order: fc.anything(), amountCents: fc.anything(), text: fc.string(), customer: fc.anything() })
    .map((body) => Buffer.from(JSON.stringify(body, (_, value) => (typeof value === "bigint" ? "big" : value)) ?? ""));
  const bytes = fc.uint8Array({ maxLength: 2_000 }).map((each) => Buffer.from(each));
  const id = fc.string({ maxLength: 300 }).filter((text) => /^[\x21-\x7e]*$/.test(text));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(json, nearly, bytes),
      id,
      fc.constantFrom("open", "small", "helpdesk"),
      async (body, id, to) => {
        const headers = {
          "idempotency-key": id,
          "webhook-id": id,
          "webhook-timestamp": id,
          "webhook-signature": "v1,",
        };
        const { status } = await fetch(`${server.url}/hooks/${to}`, { method: "POST", body, headers });
        assert.ok([200, 202, 400, 401, 409, 413, 422].includes(status), String(status));
      },
    ),
    { numRuns: 300 },
  );
  assert.deepEqual(server.reports, []);
});

describe("a webhook that is refused leaves a record", () => {
  test("badly signed: 401, without its signature and credentials", async () => {
    await using server = await openTestServer(openMemoryLog);
    const body = ticketBody();
    const answer = await server.hook("helpdesk", body, {
      headers: {
        ...sign(`${body} `, "msg_1", server.clock.now()),
        authorization: "Bearer of bad news",
        cookie: "session=1",
        "x-api-key": "k",
        "user-agent": "sender/1",
      },
    });
    assert.equal(answer.status, 401);
    assert.equal(answer.at("error.code"), "bad_signature");
    assert.match(answer.text("error.next"), /Sign the exact bytes/);
    const record = await quarantined(server, "helpdesk");
    assert.equal(record.at("id"), answer.at("error.fields.quarantined"));
    assert.equal(record.at("code"), "bad_signature");
    assert.equal(Buffer.from(record.text("bodyBase64"), "base64").toString(), body);
    assert.equal(record.at("bodySha256"), sha256(body));
    assert.equal(record.at("headers.user-agent"), "sender/1");
    assert.equal(record.at("headers.webhook-id"), "msg_1");
    for (const name of ["webhook-signature", "authorization", "cookie", "x-api-key"])
      assert.equal(record.at(`headers.${name}`), undefined, name);
    assert.equal(server.praxis.log.sql.get("SELECT count(*) AS n FROM runs")?.n, 0);
  });

  test("without a signature, and with a time outside the window: 401", async () => {
    await using server = await openTestServer(openMemoryLog);
    const bare = await server.hook("helpdesk", ticketBody(), { headers: {} });
    assert.deepEqual([bare.status, bare.at("error.code")], [401, "missing_header"]);
    const old = sign(ticketBody(), "msg_1", server.clock.now() - 301_000);
    const stale = await server.hook("helpdesk", ticketBody(), { headers: old });
    assert.deepEqual([stale.status, stale.at("error.code")], [401, "stale"]);
    assert.equal((await quarantined(server, "helpdesk")).at("code"), "stale");
  });

  test("signed but not JSON: 400", async () => {
    await using server = await openTestServer(openMemoryLog);
    const answer = await server.hook("helpdesk", "{oops");
    assert.deepEqual([answer.status, answer.at("error.code")], [400, "bad_json"]);
    assert.equal((await quarantined(server, "helpdesk")).at("code"), "bad_json");
  });

  test("not what the source reads: 422, naming the fields", async () => {
    await using server = await openTestServer(openMemoryLog);
    const answer = await server.hook("helpdesk", JSON.stringify({ order: "#1" }));
    assert.deepEqual([answer.status, answer.at("error.code")], [422, "bad_body"]);
    assert.match(answer.text("error.message"), /amountCents/);
    assert.equal((await quarantined(server, "helpdesk")).at("code"), "bad_body");
  });

  test("another body under a used id: 409, and the first one stands", async () => {
    await using server = await openTestServer(openMemoryLog);
    await server.hook("helpdesk", ticketBody());
    const answer = await server.hook("helpdesk", ticketBody({ amountCents: 1 }));
    assert.deepEqual([answer.status, answer.at("error.code")], [409, "id_reused"]);
    const record = await quarantined(server, "helpdesk");
    assert.match(Buffer.from(record.text("bodyBase64"), "base64").toString(), /"amountCents":1,/);
  });

  test("too large: 413, and the first 64 KiB are kept", async () => {
    await using server = await openTestServer(openMemoryLog);
    const body = ticketBody({ text: "x".repeat(200_000) });
    const answer = await server.hook("helpdesk", body);
    assert.deepEqual([answer.status, answer.at("error.code")], [413, "too_large"]);
    const record = await quarantined(server, "helpdesk");
    assert.equal(Buffer.from(record.text("bodyBase64"), "base64").length, 65_536);
    assert.equal(record.at("bodyBytes"), Buffer.byteLength(body));
    assert.equal(record.at("bodySha256"), null);
  });

  test("too large without a length, sent slowly: it is answered before the sender has ended", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    const sending = request(`${server.url}/hooks/small`, { method: "POST" }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sending.on("error", reject);
    sending.write("x".repeat(800));
    sending.write("x".repeat(800));
    assert.equal(await promise, 413);
    sending.destroy();
    assert.equal((await quarantined(server, "small")).at("code"), "too_large");
  });

  test("too large, over a connection that is kept: the next request on it is answered, also a second later", async () => {
    await using server = await openTestServer(openMemoryLog);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const post = (body: string) =>
      new Promise<{ status: number | undefined; port: number | undefined }>((resolve, reject) => {
        const sending = request(`${server.url}/hooks/small`, { method: "POST", agent }, (response) => {
          const { localPort: port } = response.socket;
          response.resume().on("end", () => resolve({ status: response.statusCode, port }));
        });
        sending.on("error", reject).end(body);
      });
    const large = await post("x".repeat(300_000));
    await new Promise((resolve) => setTimeout(resolve, 800));
    const next = await post("{}");
    agent.destroy();
    assert.equal(large.status, 413);
    assert.equal(next.port, large.port, "it is the same connection");
    assert.ok(next.status !== undefined && next.status !== 413, String(next.status));
  });

  test("to a source that does not exist: 404, counted only", async () => {
    await using server = await openTestServer(openMemoryLog);
    const answer = await server.hook("nobody", ticketBody());
    assert.deepEqual([answer.status, answer.at("error.code")], [404, "unknown_source"]);
    const list = await server.call("GET", "/api/quarantine");
    assert.deepEqual([list.at("quarantined"), list.at("counts.unknownSource")], [[], 1]);
  });

  test("over and over: 100 records a minute, the rest is counted, and the next record says how many", async () => {
    await using server = await openTestServer(openMemoryLog);
    const send = () => server.hook("helpdesk", ticketBody(), { headers: {} });
    for (let batch = 0; batch < 5; batch++) await Promise.all(Array.from({ length: 21 }, send));
    assert.equal(server.praxis.log.sql.get("SELECT count(*) AS n FROM quarantine")?.n, 100);
    const list = await server.call("GET", "/api/quarantine");
    assert.equal(list.at("counts.notRecorded.helpdesk"), 5);
    server.clock.turn(60_000);
    await send();
    assert.equal((await quarantined(server, "helpdesk")).at("skippedBefore"), 5);
  });
});
