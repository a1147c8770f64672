import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { openTestServer, runWith, ticketBody } from "../testing/open-test-server.ts";

describe("settings", () => {
  test("of a policy change with a reason, act at once, and their history tells it", async () => {
    await using server = await openTestServer(openMemoryLog);
    const path = "/api/settings/policies/refund%20limit";
    const bare = await server.call("PUT", path, { parameters: { mostCents: 10_000 }, why: "  " });
    assert.equal(bare.status, 422);
    const wrong = await server.call("PUT", path, { parameters: { mostCents: "lots" }, why: "Christmas" });
    assert.deepEqual([wrong.status, wrong.at("error.code")], [422, "bad_parameters"]);
    const unknown = await server.call("PUT", "/api/settings/policies/none", { parameters: {}, why: "x" });
    assert.deepEqual([unknown.status, unknown.at("error.code")], [404, "unknown_policy"]);
    const set = await server.call("PUT", path, { parameters: { mostCents: 10_000 }, why: "Christmas" });
    assert.deepEqual(set.body, { status: "set", parameters: { mostCents: 10_000 } });
    const ticket = await server.hook("helpdesk", ticketBody({ amountCents: 9_900 }));
    await runWith(server, ticket.text("runs.0"), "done");
    const loaded = await server.call("GET", "/api/processes");
    assert.deepEqual(loaded.at("policies.0.defaults"), { mostCents: 5_000 });
    assert.deepEqual(loaded.at("policies.0.parameters"), { mostCents: 10_000 });
    assert.equal(loaded.at("policies.0.schema.properties.mostCents.type"), "number");
    assert.equal(loaded.at("policies.0.history.0.why"), "Christmas");
    assert.equal(loaded.at("policies.0.history.0.by"), "person:local");
  });

  test("of levels name the process, and warn of a contract that nobody knows", async () => {
    await using server = await openTestServer(openMemoryLog);
    const put = (body: object) =>
      server.call("PUT", "/api/settings/levels", { level: "shadow", why: "a trial", ...body });
    assert.equal((await put({ contract: "refund" })).at("error.code"), "bad_input");
    assert.equal((await put({ process: "none" })).at("error.code"), "unknown_process");
    assert.equal((await put({ level: "wild" })).at("error.code"), "bad_input");
    assert.match((await put({ process: "tickets", contract: "refnd" })).text("warning"), /no contract "refnd"/);
    assert.deepEqual((await put({ process: "tickets", contract: "refund" })).body, {
      status: "set",
      warning: null,
      level: "shadow",
    });
    const ticket = await server.hook("helpdesk", ticketBody());
    const done = await runWith(server, ticket.text("runs.0"), "done");
    assert.equal(done.at("result.status"), "proposed");
    const loaded = await server.call("GET", "/api/processes");
    assert.deepEqual(
      loaded.list("levels").find((each) => JSON.stringify(each).includes('"refund"')),
      { process: "tickets", contract: "refund", level: "shadow" },
    );
    const history = await server.call("GET", "/api/settings/history?key=level/tickets/refund");
    assert.equal(history.at("changes.length"), 1);
  });

  test("of levels are taken away again, and what holds above holds; who, why and from what is on record", async () => {
    await using server = await openTestServer(openMemoryLog);
    const put = (body: object) => server.call("PUT", "/api/settings/levels", { why: "a trial", ...body });
    const place = { process: "tickets", contract: "refund" };
    const none = await put({ ...place, level: null });
    assert.deepEqual([none.status, none.at("error.code")], [409, "level_not_set"]);
    await put({ level: "suggest" });
    await put({ process: "tickets", level: "shadow" });
    await put({ ...place, level: "autonomous" });
    assert.equal((await put({ ...place, level: null, why: "as the others" })).at("level"), "shadow");
    assert.equal((await put({ process: "tickets", level: null })).at("level"), "suggest");
    assert.equal((await put({ level: null })).at("level"), "gated");
    const loaded = await server.call("GET", "/api/processes");
    assert.deepEqual(
      [loaded.list("levels"), loaded.at("defaultLevel"), loaded.at("levelOfCode")],
      [[], "gated", "gated"],
    );
    const history = await server.call("GET", "/api/settings/history?key=level/tickets/refund");
    assert.deepEqual(
      ["by", "before", "after", "why"].map((name) => history.at(`changes.0.${name}`)),
      ["person:local", "autonomous", null, "as the others"],
    );
    const ticket = await server.hook("helpdesk", ticketBody());
    assert.equal((await runWith(server, ticket.text("runs.0"), "done")).at("result.status"), "succeeded");
  });

  test("let no more happen by itself than before for who may only operate; that holds back whatever it likes", async () => {
    await using server = await openTestServer(openMemoryLog);
    const issued = await server.call("POST", "/api/tokens", { name: "olga", scopes: ["read", "operate"] });
    const olga = { authorization: `Bearer ${issued.text("token")}` };
    const put = (path: string, body: object) =>
      server.call("PUT", `/api/settings/${path}`, { why: "a test", ...body }, olga);
    const level = (name: string) => put("levels", { process: "tickets", level: name });
    assert.equal((await level("autonomous")).status, 403);
    assert.equal((await level("shadow")).status, 200);
    assert.equal((await level("gated")).status, 403);
    assert.equal((await put("levels", { process: "tickets", level: null })).status, 403);
    assert.equal((await put("policies/refund%20limit", { parameters: { mostCents: 1 } })).status, 403);
  });

  test("stop and resume every effect, and one connection; health says so", async () => {
    await using server = await openTestServer(openMemoryLog);
    const scope = (name: string) => ({ scope: name, why: "the bank is down" });
    assert.deepEqual((await server.call("POST", "/api/settings/stop", scope("payments@main"))).body, {
      status: "set",
      scope: "payments@main",
      warning: null,
    });
    const forced = await server.call("POST", "/api/settings/stop", { ...scope("paymints"), force: true });
    assert.match(forced.text("warning"), /paymints/);
    assert.equal((await server.call("GET", "/api/health")).at("status"), "ok");
    await server.call("POST", "/api/settings/stop", scope("*"));
    const stopped = await server.call("GET", "/api/health", undefined, {});
    assert.deepEqual([stopped.at("status"), stopped.at("stopped")], ["stopped", ["*", "payments@main", "paymints"]]);
    for (const name of ["*", "paymints", "payments@main"])
      await server.call("POST", "/api/settings/resume", scope(name));
    const settings = await server.call("GET", "/api/settings");
    assert.deepEqual([settings.at("stopped"), settings.at("defaultLevel")], [[], "gated"]);
  });

  test("do not take a slip for a stop: what nothing loaded has is refused, with what there is; a word for everything is everything", async () => {
    await using server = await openTestServer(openMemoryLog);
    const turn = (verb: string, scope: string) => server.call("POST", `/api/settings/${verb}`, { scope, why: "x" });
    for (const [verb, scope] of [
      ["stop", "paymints"],
      ["stop", "everthing"],
      ["stop", "payments@berln"],
      ["stop", "Payments"],
      ["resume", "paymints"],
    ] as const) {
      const refused = await turn(verb, scope);
      assert.deepEqual([refused.status, refused.at("error.code")], [404, "unknown_connection"], scope);
      assert.deepEqual(refused.at("error.fields.known"), ["payments"]);
      assert.match(refused.text("error.next"), /effects go on as before.*payments/);
    }
    assert.deepEqual((await server.call("GET", "/api/health")).at("stopped"), []);
    for (const word of ["everything", "ALL"]) {
      assert.equal((await turn("stop", word)).at("scope"), "*");
      assert.equal((await server.call("GET", "/api/health")).at("status"), "stopped");
      assert.equal((await turn("resume", word)).at("scope"), "*");
      assert.equal((await server.call("GET", "/api/health")).at("status"), "ok");
    }
    // As an older version took it.
    await server.praxis.settings.stop("everything", { by: "ada", why: "x" });
    assert.equal((await turn("resume", "everything")).at("scope"), "everything");
    assert.deepEqual((await server.call("GET", "/api/health")).at("stopped"), []);
  });

  test("say that reconciling is over", async () => {
    await using server = await openTestServer(openMemoryLog);
    await server.praxis.settings.startReconciling(1, { by: "system", why: "a backup was put back" });
    assert.equal((await server.call("GET", "/api/health")).at("status"), "reconciling");
    await server.call("POST", "/api/settings/reconciled", { why: "looked at all of it" });
    const health = await server.call("GET", "/api/health");
    assert.deepEqual([health.at("status"), health.at("reconcilingSince")], ["ok", null]);
  });
});

test("what is loaded is shown: processes, contracts with their tiers, sources with their secrets by name", async () => {
  await using server = await openTestServer(openMemoryLog);
  const loaded = await server.call("GET", "/api/processes");
  assert.deepEqual(
    loaded.list("processes").map((_, index) => loaded.at(`processes.${index}.name`)),
    ["tickets", "returns", "clumsy"],
  );
  assert.equal(loaded.at("processes.0.on"), "TicketReceived");
  assert.equal(loaded.at("contracts.0.tier"), "T1");
  assert.equal(loaded.at("contracts.0.connection"), "payments");
  assert.deepEqual(loaded.at("contracts.0.policies"), ["refund limit"]);
  assert.deepEqual(loaded.at("sources.0.secrets"), [{ name: "HOOK_SECRET", set: true }]);
  assert.ok(!JSON.stringify(loaded.body).includes("whsec_"));
});
