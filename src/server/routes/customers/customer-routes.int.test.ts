import assert from "node:assert/strict";
import { test } from "node:test";
import { openMemoryLog } from "../../../log/memory/open-memory-log.ts";
import { openTestServer, runWith, type TestServer } from "../../testing/open-test-server.ts";

let sent = 0;

/** @returns the run that it started. */
async function ticket(server: TestServer, subject: unknown, account = "main"): Promise<string> {
  sent += 1;
  const payload = { parcel: `parcel ${sent}` };
  const receipt = await server.call("POST", "/api/events", {
    type: "ReturnAnnounced",
    id: `e${sent}`,
    payload,
    subject,
    account,
  });
  assert.equal(receipt.status, 202, JSON.stringify(receipt.body));
  await runWith(server, receipt.text("runs.0"), "waiting");
  return receipt.text("runs.0");
}

const mail = (value: string) => ({ kind: "mail", value });
const order = (value: string) => ({ kind: "order", value });

test("a customer is listed once, with every handle and why it is theirs, and found by each of them", async () => {
  await using server = await openTestServer(openMemoryLog);
  const run = await ticket(server, [mail("Mia@Example.com"), order("#W1")]);
  await ticket(server, "ann");
  server.clock.turn(1_000);
  const last = await ticket(server, [order("#W1"), { kind: "phone", value: "+49 30 1234" }]);
  const all = await server.call("GET", "/api/customers");
  assert.deepEqual(
    [all.at("customers.length"), all.at("customers.0.name"), all.at("customers.0.runs"), all.at("customers.1.name")],
    [2, "mia@example.com", 2, "ann"],
  );
  for (const q of ["mia@example.com", "MIA@example.com", "#W1", "+49301234"]) {
    const found = await server.call("GET", `/api/customers?q=${encodeURIComponent(q)}`);
    assert.deepEqual([found.at("customers.length"), found.at("customers.0.name")], [1, "mia@example.com"], q);
  }
  const none = await server.call("GET", "/api/customers?q=nia");
  assert.deepEqual(none.at("customers"), []);
  const id = all.text("customers.0.id");
  const detail = await server.call("GET", `/api/customers/${id}`);
  assert.deepEqual(new Set(detail.list("newestRuns").map((each) => (each as { id: string }).id)), new Set([run, last]));
  assert.equal(detail.at("newestRuns.0.title"), `Returns: “parcel ${sent}”`);
  assert.match(detail.text("newestRuns.0.headline"), /^Waiting for /);
  assert.equal(detail.at("handles.1.why"), "named together with the address mia@example.com in an event of api");
  assert.equal((await server.call("GET", `/api/runs/${run}`)).at("customer.id"), id);
  const listed = await server.call("GET", `/api/runs?customer=${id}`);
  assert.equal(listed.at("runs.length"), 2);
  const searched = await server.call("GET", `/api/runs?q=${encodeURIComponent("#W1")}`);
  assert.equal(searched.at("runs.length"), 2);
});

test("the list goes on a page at a time", async () => {
  await using server = await openTestServer(openMemoryLog);
  for (const name of ["a", "b", "c"]) {
    await ticket(server, name);
    server.clock.turn(1_000);
  }
  const first = await server.call("GET", "/api/customers?limit=2");
  const second = await server.call("GET", `/api/customers?limit=2&before=${first.text("next")}`);
  const names = [...first.list("customers"), ...second.list("customers")].map(
    (each) => (each as { name: string }).name,
  );
  assert.deepEqual([names, second.at("next")], [["c", "b", "a"], null]);
});

test("handles of two customers are suggested with why; merged, the runs are one list; undone, they are two again", async () => {
  await using server = await openTestServer(openMemoryLog);
  const byMail = await ticket(server, [mail("mia@example.com")]);
  const byId = await ticket(server, "mia_1");
  await ticket(server, [mail("mia@example.com"), { kind: "customer", value: "mia_1" }]);
  const suggested = await server.call("GET", "/api/customers/suggestions");
  assert.equal(suggested.at("suggestions.length"), 1);
  assert.equal(
    suggested.at("suggestions.0.why"),
    "an event of api named the address mia@example.com and customer mia_1 together, which are known as two customers",
  );
  const [keep, merge] = [suggested.text("suggestions.0.one.id"), suggested.text("suggestions.0.other.id")];
  const merged = await server.call("POST", "/api/customers/merge", { keep, merge, why: "she wrote so" });
  assert.deepEqual([merged.status, merged.at("status")], [200, "merged"]);
  assert.deepEqual((await server.call("GET", "/api/customers/suggestions")).at("suggestions"), []);
  assert.equal((await server.call("GET", "/api/customers")).at("customers.length"), 1);
  assert.equal((await server.call("GET", `/api/runs?customer=${merge}`)).at("runs.length"), 3);
  const detail = await server.call("GET", `/api/customers/${merge}`);
  assert.deepEqual([detail.at("id"), detail.at("askedFor"), detail.at("merged.0.name")], [keep, merge, "mia_1"]);
  assert.deepEqual(
    [detail.at("history.0.what"), detail.at("history.0.why"), detail.at("history.0.by")],
    ["merged", "she wrote so", "person:local"],
  );
  const undone = await server.call("POST", `/api/customers/${keep}/unmerge`, { merged: merge, why: "her mother" });
  assert.equal(undone.status, 200);
  const ids = await Promise.all(
    [byMail, byId].map(async (run) => (await server.call("GET", `/api/runs/${run}`)).at("customer.id")),
  );
  assert.deepEqual(ids, [keep, merge]);
  const again = await server.call("POST", `/api/customers/${keep}/unmerge`, { merged: merge, why: "again" });
  assert.deepEqual([again.status, again.at("error.code")], [409, "not_merged"]);
});

test("a suggestion that is dismissed is gone, and the two stay apart", async () => {
  await using server = await openTestServer(openMemoryLog);
  await ticket(server, [mail("mia@example.com")]);
  await ticket(server, "ann");
  await ticket(server, [mail("mia@example.com"), { kind: "customer", value: "ann" }]);
  const { suggestions } = (await server.call("GET", "/api/customers/suggestions")).body as {
    suggestions: { id: string }[];
  };
  const path = `/api/customers/suggestions/${suggestions[0]?.id}/dismiss`;
  assert.equal((await server.call("POST", path, { why: "two people" })).status, 200);
  assert.equal((await server.call("POST", path, { why: "two people" })).status, 404);
  assert.deepEqual((await server.call("GET", "/api/customers/suggestions")).at("suggestions"), []);
});

test("a handle is taken back, and a customer is erased under every name", async () => {
  await using server = await openTestServer(openMemoryLog);
  const run = await ticket(server, [mail("mia@example.com"), order("#W1")]);
  const id = (await server.call("GET", "/api/customers")).text("customers.0.id");
  const unlink = { handle: order("#W1"), why: "somebody else's order" };
  assert.equal((await server.call("POST", `/api/customers/${id}/unlink`, unlink)).status, 200);
  assert.equal((await server.call("POST", `/api/customers/${id}/unlink`, unlink)).status, 404);
  assert.equal((await server.call("GET", `/api/customers/${id}`)).at("history.0.what"), "unlinked");
  const forgotten = await server.call("POST", "/api/subjects/forget", { subject: "Mia@example.com", why: "she asked" });
  assert.deepEqual(forgotten.at("erased"), true);
  await runWith(server, run, "set aside");
  assert.equal((await server.call("GET", `/api/customers/${id}`)).status, 404);
  assert.deepEqual((await server.call("GET", "/api/customers?q=mia@example.com")).at("customers"), []);
  assert.equal((await server.call("GET", `/api/runs/${run}`)).at("customer"), null);
});

test("a customer of one account is not that of another, though they have the same number", async () => {
  await using server = await openTestServer(openMemoryLog);
  await ticket(server, "1001", "north");
  await ticket(server, "1001", "south");
  const found = await server.call("GET", "/api/customers?q=1001");
  assert.equal(found.at("customers.length"), 2);
  const [north, south] = [found.text("customers.0.id"), found.text("customers.1.id")];
  const merged = await server.call("POST", "/api/customers/merge", { keep: north, merge: south, why: "the same" });
  assert.deepEqual([merged.status, merged.at("error.code")], [409, "other_account"]);
  assert.equal((await server.call("GET", `/api/runs?customer=${north}`)).at("runs.length"), 1);
});

test("changes need a scope and a reason", async () => {
  await using server = await openTestServer(openMemoryLog);
  const asked = await server.call("POST", "/api/customers/merge", { keep: "a", merge: "b", why: " " });
  assert.equal(asked.status, 422);
  const nobody = await server.call("POST", "/api/customers/merge", { keep: "a", merge: "b", why: "x" }, {});
  assert.equal(nobody.status, 401);
  const unknown = await server.call("POST", "/api/customers/merge", { keep: "a", merge: "b", why: "x" });
  assert.deepEqual([unknown.status, unknown.at("error.code")], [404, "unknown_customer"]);
});
