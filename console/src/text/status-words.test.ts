import assert from "node:assert/strict";
import { test } from "node:test";
import { runStatus, statusWords } from "./status-words.ts";

test("a run that waits for a person is amber, one that waits for the world is grey", () => {
  assert.equal(runStatus({ status: "waiting", waits: [{ kind: "gate" }] }).tone, "person");
  assert.equal(runStatus({ status: "waiting", waits: [{ kind: "event" }] }).tone, "past");
  assert.equal(runStatus({ status: "done", waits: [] }).tone, "done");
});

test("an unknown effect has the colour of a failure, and a state that is new here is shown as it is", () => {
  assert.equal(statusWords("effect", "unknown").tone, "failed");
  assert.deepEqual(statusWords("effect", "resting"), { text: "resting", tone: "past" });
});
