import assert from "node:assert/strict";
import { test } from "node:test";
import { personName } from "./person-name.ts";

test("a person goes by their name", () => assert.equal(personName("person:ana"), "ana"));
