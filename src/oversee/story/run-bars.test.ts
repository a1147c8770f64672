/** Segments of a run's lane. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { segmentsOf } from "./run-bars.ts";

test("neighbours that do the same are one bar, and what took no time is none", () => {
  assert.deepEqual(
    segmentsOf([
      { at: 0, mark: "moving" },
      { at: 5, mark: "waiting" },
      { at: 9, mark: "moving" },
      { at: 9, mark: "waiting" },
      { at: 12, mark: "moving" },
      { at: 13, mark: "moving" },
      { at: 20, mark: "over" },
    ]),
    [
      { mark: "moving", from: 0, to: 5 },
      { mark: "waiting", from: 5, to: 12 },
      { mark: "moving", from: 12, to: 20 },
    ],
  );
});

test("what goes on has no end", () => {
  assert.deepEqual(
    segmentsOf([
      { at: 3, mark: "moving" },
      { at: 4, mark: "person" },
    ]),
    [
      { mark: "moving", from: 3, to: 4 },
      { mark: "person", from: 4, to: null },
    ],
  );
  assert.deepEqual(segmentsOf([]), []);
});
