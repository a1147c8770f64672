/** What `praxis replay` shows. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { describeReplay } from "./replay.ts";

const replayed = {
  ...{ run: "r", version: "0123456789", at: 2, last: 3, hash: "ab12", now: 0, asked: 2, ended: null },
  open: [{ seq: 2, kind: "wait", name: "Paid", args: { about: "1" } }],
  events: [],
};

test("a replay tells the state's hash, how far it went, and what was open then", () => {
  assert.deepEqual(describeReplay(replayed).split("\n"), [
    "event     2 of 3",
    "state     ab12",
    "its time  1970-01-01T00:00:00.000Z",
    "code      01234567",
    "steps     2 asked, 1 open",
    "end       not there yet",
    "",
    "open  what       with",
    '2     wait Paid  {"about":"1"}',
    "",
    "The code did what is on record, up to there. Nothing was done or recorded.",
  ]);
});

test("with --each, the state after every event comes first", () => {
  const events = [{ number: 1, type: "RunStarted", hash: "cd34" }];
  const shown = describeReplay({ ...replayed, events, open: [], ended: "done: 1" }).split("\n");
  assert.deepEqual(shown.slice(0, 3), ["event  type        state", "1      RunStarted  cd34", ""]);
  assert.ok(shown.includes("end       done: 1"));
});
