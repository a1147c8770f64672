import assert from "node:assert/strict";
import { test } from "node:test";
import { justNow } from "./just-now.ts";

test("the last hour is told in a line: what was handled, what money moved, what nobody knows", () => {
  const moved = [
    { contract: "payments.refund", count: 9 },
    { contract: "payments.capture", count: 1 },
  ];
  assert.equal(
    justNow({ lastHour: { done: 57, moved }, unknownEffects: 1 }),
    "57 handled in the last hour, 9 refunds, 1 capture, 1 unknown",
  );
  assert.equal(
    justNow({ lastHour: { done: 0, moved: [] }, unknownEffects: 0 }),
    "Nothing was handled in the last hour",
  );
});
