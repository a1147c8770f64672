/** Saved views, and how much there is of what. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openMemoryLog } from "../../../log/memory/open-memory-log.ts";
import { openTestServer, runWith, ticketBody, until } from "../../testing/open-test-server.ts";

const as = (person: string) => ({ authorization: "Bearer test-local-token", "x-praxis-person": person });

test("a view is saved, replaced and removed by its person, and nobody else sees it", async () => {
  await using server = await openTestServer(openMemoryLog);
  const save = (name: string, query: string, person = "maria") =>
    server.call("PUT", `/api/saved-views/${encodeURIComponent(name)}`, { page: "runs", query }, as(person));
  const views = async (person = "maria") =>
    (await server.call("GET", "/api/saved-views", undefined, as(person))).at("views");
  assert.equal((await save("refunds of mia@example.com", "q=mia@example.com&status=done")).status, 200);
  await save("b", "status=waiting");
  await save("b", "status=done");
  assert.deepEqual(await views(), [
    { name: "b", page: "runs", query: "status=done", changedAt: server.clock.now() },
    {
      name: "refunds of mia@example.com",
      page: "runs",
      query: "q=mia@example.com&status=done",
      changedAt: server.clock.now(),
    },
  ]);
  assert.deepEqual(await views("otto"), []);
  assert.equal((await server.call("DELETE", "/api/saved-views/b", undefined, as("otto"))).status, 404);
  assert.equal((await server.call("DELETE", "/api/saved-views/b", undefined, as("maria"))).status, 200);
  assert.equal(
    (await server.call("PUT", "/api/saved-views/c", { page: "weather", query: "" }, as("maria"))).status,
    422,
  );
  assert.ok(!JSON.stringify(server.praxis.log.sql.all("SELECT * FROM saved_views")).includes("mia"));
});

test("the counts say how many runs stand where, what waits for people and what nobody knows", async () => {
  await using server = await openTestServer(openMemoryLog);
  const send = async (id: string, body: object) =>
    (await server.hook("helpdesk", ticketBody({ order: id, ...body }), { id })).text("runs.0");
  await runWith(server, await send("1", {}), "done");
  await runWith(server, await send("2", { amountCents: 9_900 }), "waiting");
  const clumsy = { process: "clumsy", input: { mood: "odd" }, why: "a test" };
  await runWith(server, (await server.call("POST", "/api/runs", clumsy)).text("run"), "set aside");
  await server.hook("helpdesk", "{oops", { id: "bad" });
  const counts = await until(async () => {
    const asked = await server.call("GET", "/api/runs/counts");
    return asked.at("quarantined") === 1 ? asked : undefined;
  });
  assert.deepEqual(counts.body, {
    moving: 0,
    waiting: 1,
    done: 1,
    cancelled: 0,
    setAside: 1,
    toMend: 1,
    openGates: 1,
    unknownEffects: 0,
    quarantined: 1,
    lastHour: { done: 1, moved: [{ contract: "refund", count: 1 }] },
  });
  const herReturn = { process: "returns", input: { parcel: "p" }, subject: "mia", why: "she called" };
  await runWith(server, (await server.call("POST", "/api/runs", herReturn)).text("run"), "waiting");
  await server.call("POST", "/api/subjects/forget", { subject: "mia", why: "she asked for it" });
  const erased = await until(async () => {
    const asked = await server.call("GET", "/api/runs/counts");
    return asked.at("setAside") === 2 ? asked : undefined;
  });
  assert.equal(erased.at("toMend"), 1);
  server.clock.turn(3_700_000);
  const later = await server.call("GET", "/api/runs/counts");
  assert.deepEqual(later.at("lastHour"), { done: 0, moved: [] });
});
