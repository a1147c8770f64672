import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { isObject, type Json } from "../../kernel/json.ts";
import { anyJson } from "../../kernel/schema.ts";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { process } from "../../plan/process.ts";
import type { Called } from "../testing/called.ts";
import { openTestServer, runWith, type TestServer, ticketBody, until } from "../testing/open-test-server.ts";

/** A ticket over the policy's limit, up to its gate. */
async function openGate(server: TestServer, order = "#1"): Promise<{ run: string; gate: Called }> {
  const answer = await server.hook("helpdesk", ticketBody({ order, amountCents: 9_900 }), { id: `msg_${order}` });
  const run = answer.text("runs.0");
  const gate = await until(async () => {
    const list = await server.call("GET", `/api/gates?status=open&run=${run}`);
    return list.at("gates.length") === 1 ? server.call("GET", `/api/gates/${list.text("gates.0.id")}`) : undefined;
  });
  return { run, gate };
}

describe("a gate", () => {
  test("shows what is proposed and why it asks", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { run, gate } = await openGate(server);
    assert.equal(gate.at("title"), "Refund 99.00 for order #1");
    assert.deepEqual(gate.at("reasons"), ["99 is more than 50"]);
    assert.deepEqual(gate.at("proposal"), { order: "#1", amountCents: 9_900, customer: "mia@example.com" });
    assert.equal(gate.at("kind"), "approval");
    assert.equal(gate.at("run"), run);
    assert.equal(gate.at("answer"), null);
    assert.equal(gate.at("history.0.type"), "GateOpened");
  });

  test("is approved once; the same again changes nothing, another answer is refused", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { run, gate } = await openGate(server);
    const path = `/api/gates/${gate.text("id")}/answer`;
    const approve = { verdict: "approve", reason: "a loyal customer" };
    const first = await server.call("POST", path, approve);
    assert.deepEqual([first.status, first.body], [200, { status: "recorded", by: "local" }]);
    const done = await runWith(server, run, "done");
    assert.equal(done.at("effects.0.status"), "succeeded");
    const second = await server.call("POST", path, approve);
    assert.deepEqual(second.body, { status: "already", by: "local" });
    const other = await server.call("POST", path, { verdict: "decline" });
    assert.deepEqual([other.status, other.at("error.code")], [409, "other_answer"]);
    const detail = await server.call("GET", `/api/gates/${gate.text("id")}`);
    assert.equal(detail.at("answer.reason"), "a loyal customer");
    assert.equal(detail.at("used"), true);
    assert.equal(server.payments.seen.length, 1);
  });

  test("that was edited tells what was changed and why; where a policy wants a reason, there is none without", async () => {
    await using server = await openTestServer(openMemoryLog);
    const body = ticketBody({ order: "#9", amountCents: 60_000 });
    await server.hook("helpdesk", body, { id: "msg_9" });
    const asked = await until(async () => {
      const list = await server.call("GET", "/api/gates?status=open");
      return list.at("gates.length") === 1 ? list : undefined;
    });
    assert.equal(asked.at("gates.0.explainEdits"), true);
    const path = `/api/gates/${asked.text("gates.0.id")}`;
    const value = { order: "#9", amountCents: 55_000, customer: "mia@example.com" };
    for (const reason of [null, "  "]) {
      const refused = await server.call("POST", `${path}/answer`, { verdict: "approve", value, reason });
      assert.deepEqual([refused.status, refused.at("error.code")], [422, "reason_missing"]);
    }
    const reason = "she keeps the saucer";
    assert.equal((await server.call("POST", `${path}/answer`, { verdict: "approve", value, reason })).status, 200);
    const gate = await server.call("GET", path);
    const edits = [{ path: ["amountCents"], before: 60_000, after: 55_000 }];
    assert.deepEqual([gate.at("answer.edits"), gate.at("answer.reason")], [edits, reason]);
    await runWith(server, gate.text("run"), "done");
    assert.equal(JSON.parse(server.payments.seen[0]?.body ?? "{}").amount, 55_000);
    const story = await server.call("GET", `/api/runs/${gate.text("run")}/story`);
    const told = story.list("moments").map((_, index) => story.at(`moments.${index}.edits`));
    assert.deepEqual(
      told.filter((each) => Array.isArray(each) && each.length > 0),
      [edits],
    );
    assert.match(JSON.stringify(story.body), /said yes, with changes.*she keeps the saucer/);
    // A reason is a person's words about a person: no table holds them.
    assert.ok(!JSON.stringify(server.praxis.log.sql.all("SELECT * FROM gates")).includes("saucer"));
  });

  test("is answered by 20 people at once, and one answer is recorded", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { run, gate } = await openGate(server);
    const path = `/api/gates/${gate.text("id")}/answer`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => server.call("POST", path, { verdict: "approve" })),
    );
    assert.equal(answers.filter((each) => each.at("status") === "recorded").length, 1);
    await runWith(server, run, "done");
    assert.equal(server.payments.seen.length, 1);
  });

  test("takes edited arguments, and refuses what does not fit", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { run, gate } = await openGate(server);
    const path = `/api/gates/${gate.text("id")}/answer`;
    const bad = await server.call("POST", path, { verdict: "approve", value: { amountCents: "much" } });
    assert.deepEqual([bad.status, bad.at("error.code")], [422, "bad_answer"]);
    const value = { order: "#1", amountCents: 4_000, customer: "mia@example.com" };
    assert.equal((await server.call("POST", path, { verdict: "approve", value })).status, 200);
    const done = await runWith(server, run, "done");
    assert.equal(done.at("effects.0.description"), "Refund 40.00 for order #1");
  });

  test("is declined by a person whom a command of this machine names", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { run, gate } = await openGate(server);
    const headers = { authorization: "Bearer test-local-token", "x-praxis-person": "maria" };
    const path = `/api/gates/${gate.text("id")}`;
    await server.call("POST", `${path}/answer`, { verdict: "decline", reason: "too much" }, headers);
    const done = await runWith(server, run, "done");
    assert.equal(done.at("result.by"), "maria");
    const { status } = await server.call("POST", `${path}/answer`, {}, { ...headers, "x-praxis-person": "a:b" });
    assert.equal(status, 422);
  });

  test("is handed on, on record", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { gate } = await openGate(server);
    const path = `/api/gates/${gate.text("id")}`;
    const answer = await server.call("POST", `${path}/pass-on`, { to: "the boss", why: "over my limit" });
    const warning = "nobody is registered here, so nobody is told: tell the boss yourself";
    assert.deepEqual(answer.body, { status: "passed on", to: "the boss", warning });
    const detail = await server.call("GET", path);
    assert.equal(detail.at("owner"), "the boss");
    assert.equal(detail.at("history.1.type"), "GatePassedOn");
  });

  test("is handed on, where people are registered, to those alone who may answer it, and says whom nobody tells", async () => {
    await using server = await openTestServer(openMemoryLog);
    for (const [name, role, mail] of [
      ["root", "admin", null],
      ["lea", "approver", "lea@shop.example"],
      ["vera", "viewer", null],
    ])
      await server.call("POST", "/api/people", { name, role, mail });
    const { gate } = await openGate(server);
    const path = `/api/gates/${gate.text("id")}`;
    const passOn = (to: string) => server.call("POST", `${path}/pass-on`, { to, why: "over my limit" });
    for (const [to, message] of [
      ["nobody-at-all", /no person "nobody-at-all"/],
      ["vera", /vera is a viewer/],
      ["viewer", /no person "viewer"/],
    ] as const) {
      const refused = await passOn(to);
      assert.deepEqual([refused.status, refused.at("error.code")], [422, "bad_recipient"], to);
      assert.match(refused.text("error.message"), message);
      assert.match(refused.text("error.next"), /lea \(approver\), root \(admin\)/);
    }
    assert.equal((await server.call("GET", path)).at("owner"), "approver");
    const unsent = await passOn("LEA");
    assert.deepEqual(
      [unsent.at("to"), unsent.at("warning")],
      ["lea", "nothing here sends notices, so nobody is told: tell lea yourself"],
    );

    const heard: Json[] = [];
    const listens = process("tell people", { on: "GatePassedOn", input: anyJson }, async (_run, passed) => {
      heard.push(passed);
      return null;
    });
    server.praxis.load([listens]);
    assert.deepEqual((await passOn("lea")).body, { status: "passed on", to: "lea", warning: null });
    const up = await passOn("admins");
    assert.deepEqual([up.at("to"), up.at("warning")], ["admin", "no mail goes to root, who has no mail address here"]);
    await until(() => (heard.length === 2 ? true : undefined));
    const told = heard.map((each) => (isObject(each) ? [each.gate, each.to, each.by, each.why, each.people] : each));
    const common = [gate.text("id")];
    assert.deepEqual(told, [
      [...common, "lea", "local", "over my limit", ["lea"]],
      [...common, "admin", "local", "over my limit", []],
    ]);
    assert.equal((await server.call("GET", path)).at("owner"), "admin");
  });

  test("that has expired is closed, and is not in the list of open ones", async () => {
    await using server = await openTestServer(openMemoryLog);
    const { gate } = await openGate(server);
    server.clock.turn(8 * 86_400_000);
    assert.equal((await server.call("GET", "/api/gates?status=open")).at("gates.length"), 0);
    const answer = await server.call("POST", `/api/gates/${gate.text("id")}/answer`, { verdict: "approve" });
    assert.deepEqual([answer.status, answer.at("error.code")], [409, "gate_closed"]);
  });

  test("that is unknown is answered with 404", async () => {
    await using server = await openTestServer(openMemoryLog);
    const answers = [
      await server.call("GET", "/api/gates/nope"),
      await server.call("POST", "/api/gates/nope/answer", { verdict: "approve" }),
      await server.call("POST", "/api/gates/nope/pass-on", { to: "x", why: "y" }),
    ];
    for (const answer of answers) assert.deepEqual([answer.status, answer.at("error.code")], [404, "unknown_gate"]);
  });
});

test("gates are listed by kind and account", async () => {
  await using server = await openTestServer(openMemoryLog);
  await openGate(server, "#1");
  await openGate(server, "#2");
  const count = async (query: string) => (await server.call("GET", `/api/gates?${query}`)).at("gates.length");
  assert.equal(await count("kind=approval"), 2);
  assert.equal(await count("kind=question"), 0);
  assert.equal(await count("account=main&status=open"), 2);
  assert.equal(await count("limit=1"), 1);
});
