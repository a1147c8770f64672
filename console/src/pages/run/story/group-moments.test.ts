import assert from "node:assert/strict";
import { test } from "node:test";
import type { Moment } from "../../../api/types.ts";
import { groupMoments } from "./group-moments.ts";

const noon = Date.UTC(2026, 10, 22, 12);
const moment = (number: number, kind: Moment["kind"], at = noon): Moment => ({
  position: number,
  number,
  at,
  kind,
  what: kind,
  why: null,
  by: null,
  from: null,
  of: null,
  step: null,
  letter: null,
  edits: [],
});
const kinds = (moments: readonly Moment[]) => groupMoments(moments, "utc").map(({ kind }) => kind);

test("what was looked up in a row is taken together, and nothing is left out", () => {
  const moments = [moment(1, "came in"), moment(2, "read"), moment(3, "read"), moment(4, "read"), moment(5, "did")];
  const entries = groupMoments(moments, "utc");
  assert.deepEqual(kinds(moments), ["day", "moment", "reads", "moment"]);
  const group = entries[2];
  assert.ok(group?.kind === "reads");
  assert.deepEqual(
    group.moments.map(({ number }) => number),
    [2, 3, 4],
  );
});

test("one or two look-ups stay as they are", () => {
  assert.deepEqual(kinds([moment(1, "read"), moment(2, "read"), moment(3, "did")]), [
    "day",
    "moment",
    "moment",
    "moment",
  ]);
});

test("a new day has its own heading, also in the middle of look-ups", () => {
  const tomorrow = noon + 86_400_000;
  const moments = [moment(1, "read"), moment(2, "read", tomorrow), moment(3, "read", tomorrow)];
  assert.deepEqual(kinds(moments), ["day", "moment", "day", "moment", "moment"]);
});
