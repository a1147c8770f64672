import assert from "node:assert/strict";
import { test } from "node:test";
import { personName } from "./person-name.ts";

test("a person goes by their name", () => assert.equal(personName("person:ana"), "ana"));

test("a process, a source and the system are named in words", () => {
  assert.equal(personName("process:answer mail"), "the process “answer mail”");
  assert.equal(personName("process:answer mail:"), "the process “answer mail”");
  assert.equal(personName("source:inbox:"), "the source “inbox”");
  assert.equal(personName("system"), "Praxis");
});
