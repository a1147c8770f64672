/** Many gates answered at once, and answers that are taken back, over HTTP. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { openTestServer, runWith, type TestServer, ticketBody, until } from "../testing/open-test-server.ts";

/** Tickets over the policy's limit, up to their gates. @returns runs and gates, oldest first */
async function openGates(server: TestServer, count: number): Promise<{ runs: string[]; gates: string[] }> {
  const runs: string[] = [];
  for (let index = 1; index <= count; index++) {
    const body = ticketBody({ order: `#${index}`, amountCents: 9_900 });
    runs.push((await server.hook("helpdesk", body, { id: `msg_${index}` })).text("runs.0"));
    server.clock.turn(1_000);
  }
  const list = await until(async () => {
    const asked = await server.call("GET", "/api/gates?status=open&order=oldest");
    return asked.at("gates.length") === count ? asked : undefined;
  });
  return { runs, gates: list.list("gates").map((_, index) => list.text(`gates.${index}.id`)) };
}

const maria = { authorization: "Bearer test-local-token", "x-praxis-person": "maria" };

describe("many gates", () => {
  test("are answered by a filter, each with its own result and as its own answer", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { runs, gates } = await openGates(server, 3);
    const body = { filter: { contract: "refund", process: "tickets" }, verdict: "approve", expected: 3 };
    const answered = await server.call("POST", "/api/gates/answers", { ...body, reason: "all known" }, maria);
    assert.deepEqual(
      answered.list("results"),
      gates.map((id, index) => ({
        id,
        title: `Refund 99.00 for order #${index + 1}`,
        status: "recorded",
        code: null,
        message: null,
      })),
    );
    for (const run of runs) assert.equal((await runWith(server, run, "done")).at("touches"), 1);
    const answer = await server.call("GET", `/api/gates/${gates[0]}`);
    assert.deepEqual([answer.at("answeredBy"), answer.at("answer.reason")], ["maria", "all known"]);
    assert.equal(server.payments.seen.length, 3);
  });

  test("are left alone where another number fits than was seen", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { gates } = await openGates(server, 2);
    const wrong = { filter: {}, verdict: "approve", expected: 3 };
    const refused = await server.call("POST", "/api/gates/answers", wrong);
    assert.deepEqual([refused.status, refused.at("error.code")], [409, "other_count"]);
    assert.deepEqual(refused.at("error.fields"), { matched: 2, expected: 3 });
    for (const body of [
      { verdict: "approve", expected: 1 },
      { ids: gates, ...wrong },
    ])
      assert.equal((await server.call("POST", "/api/gates/answers", body)).status, 422);
    assert.equal((await server.call("GET", "/api/gates?status=open")).list("gates").length, 2);
  });

  test("that were answered, or are no gates, are told apart; the others are answered", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { gates } = await openGates(server, 3);
    await server.call("POST", `/api/gates/${gates[0]}/answer`, { verdict: "decline" });
    await server.call("POST", `/api/gates/${gates[1]}/answer`, { verdict: "approve" });
    const body = { ids: [...gates, "nope"], verdict: "approve", expected: 4 };
    const { body: first, ...answered } = await server.call("POST", "/api/gates/answers", body);
    assert.equal(answered.status, 200);
    const results = Object.values(Object(first).results).map((each) => [Object(each).status, Object(each).code]);
    assert.deepEqual(results, [
      ["failed", "other_answer"],
      ["already", null],
      ["recorded", null],
      ["failed", "unknown_gate"],
    ]);
  });

  test("are the same ones when the request comes again under its id, and nothing is answered twice", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { runs } = await openGates(server, 2);
    const body = { filter: {}, verdict: "approve", expected: 2, id: "bulk-1" };
    await server.call("POST", "/api/gates/answers", body);
    for (const run of runs) await runWith(server, run, "done");
    const again = await server.call("POST", "/api/gates/answers", body);
    assert.deepEqual([again.at("results.0.status"), again.at("results.1.status")], ["already", "already"]);
    assert.equal(server.payments.seen.length, 2);
    const other = await server.call("POST", "/api/gates/answers", { ...body, verdict: "decline" });
    assert.deepEqual([other.status, other.at("error.code")], [409, "id_reused"]);
  });
});

describe("many answers with a hold", () => {
  test("are taken back together, each with its own result, and what counts already stays", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { runs, gates } = await openGates(server, 3);
    const [first = "", second = "", third = ""] = gates;
    await server.call("POST", `/api/gates/${first}/answer`, { verdict: "approve" }, maria);
    await runWith(server, runs[0] ?? "", "done");
    const held = { ids: [second, third], verdict: "approve", expected: 2, holdMs: 10_000 };
    await server.call("POST", "/api/gates/answers", held, maria);
    const path = "/api/gates/answers/take-back";
    const stranger = await server.call("POST", path, { ids: [second] });
    assert.equal(stranger.at("results.0.code"), "not_your_answer");
    const back = await server.call("POST", path, { ids: [first, second, third, "nope"] }, maria);
    const results = back
      .list("results")
      .map((_, index) => [back.at(`results.${index}.status`), back.at(`results.${index}.code`)]);
    assert.deepEqual(results, [
      ["failed", "answer_counts"],
      ["taken back", null],
      ["taken back", null],
      ["failed", "unknown_gate"],
    ]);
    const open = await server.call("GET", "/api/gates?status=open&order=oldest");
    assert.deepEqual([open.at("gates.0.id"), open.at("gates.1.id")], [second, third]);
    assert.equal(server.payments.seen.length, 1);
    await server.call("POST", `/api/gates/${second}/answer`, { verdict: "decline" }, maria);
    assert.equal((await runWith(server, runs[1] ?? "", "done")).at("touches"), 1);
  });
});

describe("an answer with a hold", () => {
  test("leaves the list at once, is taken back, and then waits for an answer again", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { runs, gates } = await openGates(server, 1);
    const [run = "", gate = ""] = [runs[0], gates[0]];
    const answer = { verdict: "approve", reason: "too fast", holdMs: 10_000 };
    assert.equal((await server.call("POST", `/api/gates/${gate}/answer`, answer, maria)).status, 200);
    assert.equal((await server.call("GET", "/api/gates?status=open")).list("gates").length, 0);
    const held = await server.call("GET", `/api/gates/${gate}`);
    assert.equal(held.at("heldUntil"), server.clock.now() + 10_000);
    assert.deepEqual([held.at("status"), held.at("mayAnswer"), held.at("answeredBy")], ["open", false, "maria"]);
    const story = await server.call("GET", `/api/runs/${run}/story`);
    assert.match(story.text("why"), /^maria has answered\. It counts in a few seconds/);
    const refused = await server.call("POST", `/api/gates/${gate}/take-back`);
    assert.deepEqual([refused.status, refused.at("error.code")], [403, "not_your_answer"]);
    const back = await server.call("POST", `/api/gates/${gate}/take-back`, undefined, maria);
    assert.deepEqual(back.body, { status: "taken back" });
    const open = await server.call("GET", "/api/gates?status=open");
    assert.deepEqual([open.at("gates.0.id"), open.at("gates.0.mayAnswer")], [gate, true]);
    assert.equal((await server.call("GET", `/api/runs/${run}`)).at("touches"), 0);
    assert.equal(server.payments.seen.length, 0);
  });

  test("counts by itself when its time is over, and cannot be taken back then", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { runs, gates } = await openGates(server, 1);
    await server.call("POST", `/api/gates/${gates[0]}/answer`, { verdict: "approve", holdMs: 20 });
    await runWith(server, runs[0] ?? "", "done");
    const late = await server.call("POST", `/api/gates/${gates[0]}/take-back`);
    assert.deepEqual([late.status, late.at("error.code")], [409, "answer_counts"]);
    assert.equal(server.payments.seen.length, 1);
    const tooLong = { verdict: "approve", holdMs: 10_001 };
    assert.equal((await server.call("POST", `/api/gates/${gates[0]}/answer`, tooLong)).status, 422);
  });
});
