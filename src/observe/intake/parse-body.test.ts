import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBody } from "./parse-body.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);
const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

test("a body is JSON in UTF-8, or a sentence says why not", () => {
  assert.deepEqual(parseBody(bytes('{"a":["ä",null]}')), { ok: true, value: { a: ["ä", null] } });
  assert.deepEqual(parseBody(Buffer.from([0x22, 0xff, 0x22])), { ok: false, error: "it is not UTF-8" });
  assert.equal(parseBody(bytes("")).ok, false);
  assert.equal(parseBody(bytes("{")).ok, false);
});

test("a body that is nested without end is refused before anything recurses into it", () => {
  assert.equal(parseBody(bytes(nested(200))).ok, true);
  assert.equal(parseBody(bytes(nested(202))).ok, false);
  assert.equal(parseBody(bytes(nested(400_000))).ok, false);
  assert.equal(parseBody(bytes(`${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`)).ok, false);
});
