/** Sources, forms, blobs and quarantine over the API. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { unreadableMail } from "../../../assembly/testing/mails.ts";
import { openMemoryLog } from "../../../log/memory/open-memory-log.ts";
import { text } from "../../../log/rows.ts";
import { form } from "../../../observe/forms/form.ts";
import { mailFolder } from "../../../observe/mail/folder/mail-folder.ts";
import { takeMail } from "../../../observe/mail/take-mail.ts";
import { schedule } from "../../../observe/schedules/schedule.ts";
import { process } from "../../../plan/process.ts";
import type { Called } from "../../testing/called.ts";
import { localToken, openTestServer, runWith, type TestServer, ticketBody } from "../../testing/open-test-server.ts";

const complaint = form("complaint", {
  title: "Enter a complaint",
  fields: z.object({ order: z.string().min(1), amountCents: z.int(), text: z.string() }),
  event: "TicketReceived",
});
const weekly = schedule("weekly report", { title: "The week", cron: "0 8 * * MON", event: "WeekEnded" });
const inbox = mailFolder("inbox", { folder: "unused" });

async function open(): Promise<TestServer> {
  const server = await openTestServer(openMemoryLog);
  server.praxis.load([complaint, weekly, inbox]);
  return server;
}

async function tokenWith(server: TestServer, ...scopes: string[]): Promise<Record<string, string>> {
  const issued = await server.call("POST", "/api/tokens", { name: scopes.join("-"), scopes });
  return { authorization: `Bearer ${issued.text("token")}` };
}

async function upload(server: TestServer, csv: string | Uint8Array): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${localToken}`, "content-type": "text/csv" };
  const response = await fetch(`${server.url}/api/sources/complaint/csv`, {
    method: "POST",
    headers,
    body: Buffer.from(csv),
  });
  return { status: response.status, body: await response.json() };
}

/** The id of the only record that is held. */
async function heldId(server: TestServer): Promise<string> {
  const list = await server.call("GET", "/api/quarantine?status=held");
  assert.equal(list.list("quarantined").length, 1);
  return list.text("quarantined.0.id");
}

const release = (server: TestServer, id: string, order: object, headers?: Record<string, string>): Promise<Called> =>
  server.call("POST", `/api/quarantine/${id}/release`, { why: "seen with the sender", ...order }, headers);

test("a mail is said to have come by its mailbox alone, or by an admin", async () => {
  await using server = await open();
  const mail = { type: "MailReceived", payload: { authenticated: "pass" }, id: "m-1" };
  const refused = await server.call("POST", "/api/events", mail, await tokenWith(server, "events", "operate"));
  assert.deepEqual([refused.status, refused.at("error.code")], [403, "scope_missing"]);
  assert.equal((await server.call("POST", "/api/events", mail)).status, 202);
});

describe("who may start by hand, or fork, cannot say that a mail came", () => {
  const incoming = z.object({ from: z.string(), authenticated: z.string() });
  const answering = process("answer mail", { on: "MailReceived", input: incoming }, async (run, { authenticated }) => {
    const next = await run.wait("MailReceived", { atMost: "1 hour" });
    return { authenticated, next };
  });
  const forged = { from: "mia@example.com", authenticated: "pass" };
  const unproven = { from: "mia@example.com", authenticated: "none" };

  async function opened(): Promise<{ server: TestServer; run: string; operator: Record<string, string> }> {
    const server = await open();
    server.praxis.load([answering]);
    const came = await server.call("POST", "/api/events", { type: "MailReceived", payload: unproven, id: "m-1" });
    const run = came.text("runs.0");
    await server.call("POST", "/api/events", { type: "MailReceived", payload: unproven, id: "m-2" });
    await runWith(server, run, "done");
    return { server, run, operator: await tokenWith(server, "read", "events", "operate", "approve") };
  }

  test("as a run's input", async () => {
    const { server, operator } = await opened();
    await using _ = server;
    const body = { process: "answer mail", input: forged, why: "x" };
    const refused = await server.call("POST", "/api/runs", body, operator);
    assert.deepEqual([refused.status, refused.at("error.code")], [403, "scope_missing"]);
    assert.equal((await server.call("POST", "/api/runs", body)).status, 202);
    const other = { process: "tickets", input: { order: "#8", amountCents: 1, text: "" }, why: "x" };
    assert.equal((await server.call("POST", "/api/runs", other, operator)).status, 202);
  });

  test("as a fork's edited input, or as the edited answer that it waited for", async () => {
    const { server, run, operator } = await opened();
    await using _ = server;
    const fork = (body: object, headers?: Record<string, string>) =>
      server.call("POST", `/api/runs/${run}/fork`, { why: "x", ...body }, headers);
    for (const body of [
      { fromStep: 1, edits: { input: forged } },
      { fromStep: 2, edits: { outcomes: { 1: forged } } },
    ]) {
      const refused = await fork(body, operator);
      assert.deepEqual([refused.status, refused.at("error.code")], [403, "scope_missing"], JSON.stringify(body));
      assert.match(refused.text("error.message"), /"admin"/);
      assert.equal((await fork(body)).status, 202, JSON.stringify(body));
    }
    assert.equal((await fork({ fromStep: 1 }, operator)).status, 202);
  });
});

describe("sources", () => {
  test("are listed with their kind, their fields and how they are doing", async () => {
    await using server = await open();
    await server.hook("helpdesk", ticketBody());
    server.praxis.runner.start();
    const trouble = { why: "there is no folder unused", remedy: "make it" };
    server.praxis.sources.tell("inbox", trouble, server.clock.now());
    const list = await server.call("GET", "/api/sources");
    const sources = z.array(z.looseObject({ name: z.string() })).parse(list.at("sources"));
    const named = (name: string) => sources.find((each) => each.name === name);
    assert.deepEqual(named("helpdesk"), {
      name: "helpdesk",
      kind: "webhook",
      title: "helpdesk",
      events: "TicketReceived",
      form: null,
      csv: false,
      state: { lastAt: server.clock.now(), lastError: null, remedy: null, failingSince: null, nextAt: null },
    });
    const nextMonday = Date.UTC(2026, 2, 16, 8);
    assert.equal(z.looseObject({ nextAt: z.int() }).parse(named("weekly report")?.state).nextAt, nextMonday);
    assert.deepEqual([named("weekly report")?.kind, named("weekly report")?.title], ["schedule", "The week"]);
    const { lastAt: _, nextAt: __, ...failing } = z.looseObject({}).parse(named("inbox")?.state);
    const { why: lastError, remedy } = trouble;
    assert.deepEqual(failing, { lastError, remedy, failingSince: server.clock.now() });
    const fields = z.object({ properties: z.looseObject({ order: z.unknown() }) }).parse(named("complaint")?.form);
    assert.deepEqual(Object.keys(fields.properties), ["order", "amountCents", "text"]);
    assert.equal(named("complaint")?.csv, true);
  });

  test("a form that is submitted starts its run, once for an id, and says what does not fit", async () => {
    await using server = await open();
    const values = { order: "#1", amountCents: 100, text: "It is broken" };
    const submit = (body: object) => server.call("POST", "/api/sources/complaint/submit", body);
    const first = await submit({ values, id: "a" });
    assert.deepEqual([first.status, first.at("status")], [200, "accepted"]);
    await runWith(server, first.text("runs.0"), "done");
    assert.equal((await submit({ values, id: "a" })).at("status"), "duplicate");
    const bad = await submit({ values: { order: "" } });
    assert.deepEqual([bad.status, bad.at("error.code")], [422, "bad_input"]);
    assert.match(bad.text("error.message"), /order.*amountCents.*text/);
    assert.equal((await submit({ values, id: "" })).status, 422);
    const unknown = await server.call("POST", "/api/sources/nothing/submit", { values });
    assert.deepEqual([unknown.status, unknown.at("error.code")], [404, "unknown_source"]);
    const reader = await tokenWith(server, "read");
    assert.equal((await server.call("POST", "/api/sources/complaint/submit", { values }, reader)).status, 403);
  });

  test("a CSV file is answered row by row; too large a one is refused", async () => {
    await using server = await open();
    const { status, body } = await upload(server, "order,amountCents,text\n#1,100,broken\n,5,\n");
    const { rows } = z.object({ rows: z.array(z.looseObject({ line: z.int(), status: z.string() })) }).parse(body);
    assert.deepEqual(
      [status, rows.map((row) => [row.line, row.status])],
      [
        200,
        [
          [2, "accepted"],
          [3, "quarantined"],
        ],
      ],
    );
    assert.equal((await upload(server, Buffer.alloc(5 * 1024 * 1024 + 1, "x"))).status, 413);
    const bad = await upload(server, "nothing of ours\n1\n");
    assert.equal(bad.status, 422);
    const bare = await fetch(`${server.url}/api/sources/complaint/csv`, { method: "POST", body: "x" });
    assert.equal(bare.status, 401);
  });
});

describe("blobs", () => {
  test("are downloaded byte for byte, and never shown or run by a browser", async () => {
    await using server = await open();
    const raw = new TextEncoder().encode("<script>alert(1)</script>\0\xff");
    const { blob } = server.praxis.log.write((transaction) => {
      const ref = transaction.putBlob(raw, "mia");
      const cause = { principal: "system", subject: "mia" };
      transaction.append("mail", 0, [{ type: "MailboxRead", data: {}, blobs: [ref] }], cause);
      return ref;
    }).value;
    const get = (path: string, headers = { authorization: `Bearer ${localToken}` }) =>
      fetch(`${server.url}${path}`, { headers });
    const response = await get(`/api/blobs/${blob}?name=${encodeURIComponent('../photo "1" für mich.html\r\nX: y')}`);
    assert.equal(response.status, 200);
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), raw);
    assert.equal(response.headers.get("content-type"), "application/octet-stream");
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    assert.match(response.headers.get("content-security-policy") ?? "", /sandbox/);
    assert.equal(
      response.headers.get("content-disposition"),
      `attachment; filename="_photo _1_ f_r mich.htmlX_ y"; filename*=UTF-8''_photo%20_1_%20f%C3%BCr%20mich.htmlX_%20y`,
    );
    assert.match(
      (await get(`/api/blobs/${blob}`)).headers.get("content-disposition") ?? "",
      new RegExp(`${blob}\\.bin`),
    );
    assert.equal((await get("/api/blobs/none")).status, 404);
    assert.equal((await fetch(`${server.url}/api/blobs/${blob}`)).status, 401);
    await server.call("POST", "/api/subjects/forget", { subject: "mia", why: "she asked for it" });
    assert.equal((await get(`/api/blobs/${blob}`)).status, 410);
  });
});

describe("quarantine", () => {
  test("a webhook that was refused for its content is released as it should have been; its repetition is known", async () => {
    await using server = await open();
    await server.hook("helpdesk", JSON.stringify({ order: "#1" }), { id: "msg_7" });
    const id = await heldId(server);
    const again = await release(server, id, {});
    assert.deepEqual([again.status, again.at("status")], [200, "refused"]);
    assert.match(again.text("message"), /amountCents/);
    const released = await release(server, id, { body: { order: "#1", amountCents: 5, text: "broken" } });
    assert.equal(released.at("status"), "released");
    await runWith(server, released.text("runs.0"), "done");
    const detail = await server.call("GET", `/api/quarantine/${id}`);
    assert.deepEqual(
      [detail.at("status"), detail.at("settled.by"), detail.at("settled.why")],
      ["released", "local", "seen with the sender"],
    );
    const repeated = await server.hook("helpdesk", ticketBody(), { id: "msg_7" });
    assert.deepEqual([repeated.status, repeated.at("error.code")], [409, "id_reused"], "the sender's id is taken");
    assert.deepEqual((await release(server, id, {})).at("error.code"), "quarantine_settled");
    const events = server.praxis.log.readStream("source/helpdesk");
    assert.deepEqual(
      events.map((event) => event.principal),
      ["person:local"],
    );
  });

  test("one whose signature was refused is let in by an administrator alone, who gives the content", async () => {
    await using server = await open();
    await server.hook("helpdesk", ticketBody(), { headers: {} });
    const id = await heldId(server);
    const operator = await tokenWith(server, "read", "operate");
    const body = JSON.parse(ticketBody());
    const refused = await release(server, id, { body }, operator);
    assert.deepEqual([refused.status, refused.at("error.code")], [403, "release_needs_admin"]);
    const bare = await release(server, id, {});
    assert.deepEqual([bare.status, bare.at("error.code")], [422, "release_needs_body"]);
    assert.equal(await heldId(server), id);
    assert.equal((await release(server, id, { body })).at("status"), "released");
  });

  test("what was cut off is released only with its whole content", async () => {
    await using server = await open();
    await server.hook("helpdesk", ticketBody({ text: "x".repeat(200_000) }));
    const refused = await release(server, await heldId(server), {});
    assert.match(refused.text("message"), /only its first part was kept/);
  });

  test("what is dismissed stays on record, with who and why, and is in nobody's way", async () => {
    await using server = await open();
    await server.hook("helpdesk", "{oops", { id: "msg_1" });
    const id = await heldId(server);
    const dismissed = await server.call("POST", `/api/quarantine/${id}/dismiss`, { why: "spam" });
    assert.deepEqual([dismissed.status, dismissed.at("status")], [200, "dismissed"]);
    assert.deepEqual((await server.call("GET", "/api/quarantine?status=held")).at("quarantined"), []);
    assert.equal((await server.call("GET", "/api/quarantine")).at("quarantined.0.status"), "dismissed");
    assert.equal((await server.call("GET", `/api/quarantine/${id}`)).at("settled.why"), "spam");
    assert.equal((await server.call("GET", "/api/runs/counts")).at("quarantined"), 0);
    const again = await server.call("POST", `/api/quarantine/${id}/dismiss`, { why: "spam" });
    assert.deepEqual([again.status, again.at("error.code")], [409, "quarantine_settled"]);
    assert.equal((await server.call("POST", "/api/quarantine/none/dismiss", { why: "x" })).status, 404);
    assert.equal((await server.call("POST", `/api/quarantine/${id}/dismiss`, { why: " " })).status, 422);
  });

  test("K10: one of them is erased by an administrator, by itself: its row stays and says so, the others can still be read", async () => {
    await using server = await open();
    await upload(server, "order,amountCents,text\n#1,none,about Mia\n#2,none,about Ben\n");
    const listed = (await server.call("GET", "/api/quarantine")).list("quarantined");
    const [ben, mia] = z.array(z.object({ id: z.string() })).parse(listed);
    assert.ok(ben && mia);
    const erase = (headers?: Record<string, string>) =>
      server.call("POST", `/api/quarantine/${mia.id}/erase`, { why: "asked for it" }, headers);
    const refused = await erase(await tokenWith(server, "operate", "read"));
    assert.deepEqual([refused.status, refused.at("error.code")], [403, "scope_missing"]);
    assert.deepEqual((await erase()).at("status"), "erased");
    const gone = await server.call("GET", `/api/quarantine/${mia.id}`);
    assert.deepEqual(
      [gone.at("erased"), gone.at("message"), gone.at("bodyBase64"), gone.at("headers")],
      [true, "", "", {}],
    );
    assert.equal((await release(server, mia.id, {})).at("error.code"), "quarantined_erased");
    assert.equal((await erase()).at("error.code"), "quarantined_erased");
    const after = (await server.call("GET", "/api/quarantine")).list("quarantined");
    const states = z.array(z.object({ id: z.string(), status: z.string(), erased: z.boolean() })).parse(after);
    assert.deepEqual(states, [
      { id: ben.id, status: "held", erased: false },
      { id: mia.id, status: "dismissed", erased: true },
    ]);
    assert.match(JSON.stringify((await server.call("GET", `/api/quarantine/${ben.id}`)).body), /held/);
    assert.equal((await server.call("GET", "/api/runs/counts")).at("quarantined"), 1);
    const said = JSON.stringify(server.praxis.log.readAll(1, 1_000).map(({ data }) => data));
    const [hers, his] = ["Mia", "Ben"].map((name) => {
      const row = { order: name === "Mia" ? "#1" : "#2", amountCents: "none", text: `about ${name}` };
      return Buffer.from(JSON.stringify(row)).toString("base64");
    });
    assert.ok(his && said.includes(his) && hers && !said.includes(hers));
    assert.match(said, /asked for it/, "why it was erased is on record");
    const again = await upload(server, "order,amountCents,text\n#1,none,about Mia\n");
    assert.match(JSON.stringify(again.body), /duplicate/, "what was erased is not held again when it comes again");
  });

  test("a mail that cannot be read is listed as one, with a link to its bytes, and released as a person reads it", async () => {
    await using server = await open();
    await takeMail(server.praxis, inbox, { raw: unreadableMail(), isWhole: true, from: { file: "a.eml" } });
    const id = await heldId(server);
    const detail = await server.call("GET", `/api/quarantine/${id}`);
    assert.deepEqual([detail.at("kind"), detail.at("headers.file")], ["mail", "a.eml"]);
    const headers = { authorization: `Bearer ${localToken}` };
    const raw = await fetch(`${server.url}/api/blobs/${detail.text("blob")}`, { headers });
    assert.deepEqual(new Uint8Array(await raw.arrayBuffer()), unreadableMail());
    const released = await release(server, id, { body: { from: "mia@example.com", text: "It is broken" } });
    assert.equal(released.at("status"), "released");
    assert.equal(text(server.praxis.log.sql.get("SELECT status FROM quarantine") ?? {}, "status"), "released");
  });
});
