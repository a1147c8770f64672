/** Lanes of people and of effects. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { EffectRow } from "../../act/effects/ledger.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import { effectBars, gateBars } from "./outside-bars.ts";

const gate = (id: string, openedAt: number, closedAt: number | null, status = "approved") => ({
  id,
  title: id,
  status,
  openedAt,
  closedAt,
});

test("questions that were open at the same time lie in lanes of their own, and a lane is used again", () => {
  const bars = gateBars([gate("b", 5, 20), gate("a", 0, 10, "declined"), gate("c", 12, null, "open")]);
  assert.deepEqual(
    bars.map(({ label, lane, status }) => [label, lane, status]),
    [
      ["a", "people", "failed"],
      ["b", "people 2", "done"],
      ["c", "people", "waiting"],
    ],
  );
});

const row: EffectRow = {
  id: "e",
  intent: "i",
  generation: 1,
  contract: "refund",
  connection: "payments",
  account: "main",
  tier: "T1",
  status: "succeeded",
  wishDigest: "",
  process: "p",
  run: "r",
  seq: 4,
  attempt: 2,
  firstAttemptAt: 1,
  deadlineAt: 2,
  nextAt: null,
  createdAt: 0,
  changedAt: 0,
};

const events = (...told: readonly (readonly [string, number])[]): RecordedEvent[] =>
  told.map(([type, at], index) => ({
    position: index + 1,
    stream: "effect/e",
    number: index + 1,
    type,
    schema: 1,
    at,
    tenant: "default",
    principal: "system",
    subjects: [],
    keyId: 0,
    data: {},
    erased: false,
  }));

test("each attempt is a bar that says how it ended, and what lies between is waiting", () => {
  const bars = effectBars(
    row,
    "Refund",
    events(
      ["EffectIntended", 0],
      ["EffectEntered", 0],
      ["EffectAttempting", 0],
      ["EffectUnknown", 300],
      ["EffectAttempting", 900],
      ["EffectSucceeded", 1_100],
    ),
  );
  assert.deepEqual(
    bars.map(({ kind, status, from, to }) => [kind, status, from, to]),
    [
      ["effect", "unknown", 0, 300],
      ["waiting", "unknown", 300, 900],
      ["effect", "done", 900, 1_100],
    ],
  );
  assert.deepEqual(new Set(bars.map(({ lane }) => lane)).size, 1);
});

test("an attempt that is under way goes on, and what was done by hand is one moment", () => {
  const underWay = effectBars(row, "Refund", events(["EffectIntended", 0], ["EffectAttempting", 2_000]));
  assert.deepEqual(
    underWay.map(({ status, to }) => [status, to]),
    [
      ["past", 2_000],
      ["moving", null],
    ],
  );
  const byHand = effectBars(row, "Refund", events(["EffectIntended", 7], ["EffectEntered", 7], ["EffectSucceeded", 7]));
  assert.deepEqual(
    byHand.map(({ status, from, to }) => [status, from, to]),
    [["done", 7, 7]],
  );
});
