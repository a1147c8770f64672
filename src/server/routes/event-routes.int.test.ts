/** What came in can be looked at by its place; the rest of the log cannot. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openMemoryLog } from "../../log/memory/open-memory-log.ts";
import { openTestServer } from "../testing/open-test-server.ts";

test("an event that came in is shown by its place, and nothing else of the log is", async () => {
  await using server = await openTestServer(openMemoryLog);
  const sent = { type: "ReturnAnnounced", id: "a", payload: { parcel: "parcel a" } };
  await server.call("POST", "/api/events", sent);
  const { position } = server.praxis.log.durableHead();
  const answers = await Promise.all(
    Array.from({ length: position }, (_, index) => server.call("GET", `/api/events/${index + 1}`)),
  );
  const shown = answers.filter(({ status }) => status === 200);
  assert.deepEqual(
    shown.map((answer) => [answer.at("data.type"), answer.at("data.payload")]),
    [["ReturnAnnounced", sent.payload]],
  );
  assert.ok(answers.some((answer) => answer.at("error.code") === "unknown_event"));
});
