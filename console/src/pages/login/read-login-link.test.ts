import assert from "node:assert/strict";
import { test } from "node:test";
import { readLoginLink } from "./read-login-link.ts";

test("a link carries its code, and whose it is where it says so", () => {
  assert.deepEqual(readLoginLink("#code=abc-1&as=mei"), { code: "abc-1", name: "mei" });
  assert.deepEqual(readLoginLink("#code=abc"), { code: "abc", name: null });
});

test("a link without a code asks for one", () => {
  assert.deepEqual(readLoginLink(""), { code: null, name: null });
  assert.deepEqual(readLoginLink("#code="), { code: null, name: null });
});
