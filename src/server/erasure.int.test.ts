/** Erasing a person who appears everywhere (K10): on disk, in all that the log can still unseal, and in every answer of the API. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { mailTransport } from "../act/connectors/mail-transport.ts";
import { eraseFromOutbox, outboxTransport } from "../act/connectors/outbox/outbox-transport.ts";
import { noFailpoints } from "../kernel/failpoints.ts";
import type { EventLog } from "../log/event-log.ts";
import { folderLog } from "./testing/folder-log.ts";
import {
  address,
  customerId,
  filesWithMark,
  fillWorld,
  letter,
  mark,
  sendMail,
  ticketOf,
  worldOf,
} from "./testing/marked-customer.ts";
import { localToken, openTestServer, type TestServer, ticketBody, until } from "./testing/open-test-server.ts";

type Place = ReturnType<typeof folderLog>;

function open(at: Place): Promise<TestServer> {
  const noSmtp = (): never => assert.fail("nothing is sent over SMTP here");
  let drafts = 0;
  const outbox = outboxTransport({ failpoints: noFailpoints, newId: () => `draft${++drafts}` });
  return openTestServer(
    at.open,
    {},
    {
      mail: mailTransport({ smtp: noSmtp, outbox }),
      eraseMail: eraseFromOutbox,
      definitions: worldOf(join(at.data, "outbox")),
    },
  );
}

const hasMark = (value: unknown): boolean => JSON.stringify(value).toLowerCase().includes(mark);

/** What the log can still unseal: types of events, and blobs, that hold the word. */
function readableWithMark(log: EventLog): string[] {
  const events = log.readAll(1, 100_000).filter((event) => hasMark(event));
  const blobs = log.sql.all("SELECT id FROM blobs").map((row) => String(row.id));
  const kept = blobs.filter((id) => {
    const read = log.readBlob(id);
    return read?.status === "kept" && Buffer.from(read.bytes).toString("latin1").toLowerCase().includes(mark);
  });
  return [...events.map(({ type }) => type), ...kept.map(() => "blob")];
}

function idsIn({ sql }: EventLog): string[] {
  const tables = ["runs", "gates", "effects", "quarantine", "customers", "reports", "blobs", "merge_suggestions"];
  const ids = tables.flatMap((table) => sql.all(`SELECT id FROM ${table}`).map((row) => String(row.id)));
  return [...ids, "inbox", "helpdesk"];
}

/** Every GET of the API, with every id that there is. @returns the paths of answers that hold the word; and how many answers were good */
async function answersWithMark(
  server: TestServer,
  ids: readonly string[],
): Promise<{ marked: string[]; good: number }> {
  // The stream of changes never ends, and tells positions and topics only.
  const routes = server.routes.filter(
    ({ method, path }) => method === "GET" && path.startsWith("/api/") && !path.includes("changes"),
  );
  const paths = [...new Set(routes.map(({ path }) => path))].filter((path) => !path.includes("*"));
  const positions = Array.from({ length: server.praxis.log.head().position }, (_, index) => String(index + 1));
  const asked = paths.flatMap((path) =>
    path.includes(":")
      ? (path.endsWith(":position") ? positions : ids).map((id) => path.replace(/:\w+/, encodeURIComponent(id)))
      : [path, `${path}?limit=100`],
  );
  const marked: string[] = [];
  let good = 0;
  for (const path of asked) {
    const answer = await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${localToken}` } });
    const text = Buffer.from(await answer.arrayBuffer()).toString("latin1");
    if (answer.status === 200) good += 1;
    if (text.toLowerCase().includes(mark)) marked.push(path);
  }
  return { marked, good };
}

/** What a person sees of the lists: each row's state, and that its content is gone. */
async function listed(server: TestServer) {
  const rows = async (path: string, name: string) =>
    (await server.call("GET", `/api/${path}?limit=100`)).list(name).map((row) => {
      const { id, title, status, erased } = row as Readonly<Record<string, unknown>>;
      return { id, title, status, erased };
    });
  return {
    runs: await rows("runs", "runs"),
    gates: await rows("gates", "gates"),
    effects: await rows("effects", "effects"),
    quarantined: await rows("quarantine", "quarantined"),
  };
}

test("K10: a customer who appears everywhere is erased everywhere; lists and deduplication outlive it, also when the tables are built again", {
  timeout: 240_000,
}, async () => {
  using at = folderLog();
  let before: Awaited<ReturnType<typeof listed>>;
  {
    await using server = await open(at);
    const customer = await fillWorld(server);
    await server.hook("helpdesk", ticketBody({ customer: "ben", order: "#B1" }), { id: "msg_ben" });
    await sendMail(server, Buffer.from("From: ben@example.com\r\n\r\nnot hers"), false, "ben.eml");
    const ids = idsIn(server.praxis.log);
    const everywhere = await answersWithMark(server, ids);
    for (const path of [
      "runs",
      "gates",
      "effects",
      "customers",
      "quarantine/",
      "reports/",
      "blobs/",
      "events/",
      "saved-views",
    ])
      assert.ok(
        everywhere.marked.some((each) => each.startsWith(`/api/${path}`)),
        `/api/${path} shows her before`,
      );
    assert.deepEqual(
      filesWithMark(at.data).map((name) => name.split("/")[0]),
      ["outbox"],
      "sealed on disk, but for the mail that was written for her",
    );
    const why = `${address} asked for it`;
    const erased = await server.call("POST", `/api/customers/${customer}/forget`, { why });
    assert.deepEqual([erased.status, erased.at("erased")], [200, true]);
    await until(() => (server.praxis.log.sql.get("SELECT 1 FROM waits") ? undefined : true));
    await server.praxis.log.whenDurable();
    assert.deepEqual(readableWithMark(server.praxis.log), []);
    assert.deepEqual(filesWithMark(at.data), []);
    const after = await answersWithMark(server, ids);
    assert.deepEqual(after.marked, []);
    assert.ok(after.good > 50);
    before = await listed(server);
    assert.ok(before.runs.length > 5 && before.gates.length > 2 && before.effects.length > 1);
  }
  assert.deepEqual(filesWithMark(at.data), []);
  const database = new DatabaseSync(join(at.data, "log.db"));
  database.exec("UPDATE projections SET version = 0");
  database.close();
  await using server = await open(at);
  const after = await listed(server);
  assert.deepEqual(after, before);
  assert.ok(
    after.runs.some(
      ({ erased, status, title }) => erased === true && status === "done" && title === "Answer mails (erased)",
    ),
  );
  assert.ok(after.runs.some(({ erased, status }) => erased === true && status === "set aside"));
  assert.ok(after.gates.some(({ erased, status }) => erased === true && status === "approved"));
  assert.deepEqual(
    after.quarantined.map(({ erased, status }) => `${status}${erased === true ? ", erased" : ""}`).sort(),
    [
      "dismissed, erased",
      "dismissed, erased",
      "dismissed, erased",
      "dismissed, erased",
      "dismissed, erased",
      "held",
      "released, erased",
    ],
    "what Ben sent is held as it was",
  );
  const counted = server.praxis.log.head().position;
  const again = await server.hook("helpdesk", ticketOf(customerId), { id: `msg_${mark}` });
  assert.deepEqual([again.status, again.at("status")], [200, "duplicate"]);
  assert.equal((await sendMail(server, letter(`first-${mark}`))).status, "duplicate");
  assert.equal((await sendMail(server, letter("too-large"), false)).status, "duplicate");
  assert.equal(server.praxis.log.head().position, counted, "what was taken once leaves no trace when it comes again");
  assert.deepEqual(readableWithMark(server.praxis.log), []);
  assert.deepEqual((await answersWithMark(server, idsIn(server.praxis.log))).marked, []);
});
