import assert from "node:assert/strict";
import { test } from "node:test";
import { whyNot } from "./use-may.ts";

test("whoever may not do something is told who may", () => {
  assert.equal(
    whyNot("viewer", "operate", "change autonomy"),
    "You are signed in as viewer. Only operators and admins may change autonomy.",
  );
});
