import assert from "node:assert/strict";
import { test } from "node:test";
import { draftText, jsonOf, readBeginning } from "./beginning.ts";
import { isUnproven, refusalWords, sizeText } from "./refusal-words.ts";

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString("base64");

test("text is shown as text, and it is said where it was cut", () => {
  assert.deepEqual(readBeginning(base64('{"a":"ä"}'), 10), { text: '{"a":"ä"}', isText: true, isCut: false });
  assert.equal(readBeginning(base64("x".repeat(100)), 5_000).isCut, true);
});

test("bytes that are no text are shown as numbers", () => {
  const { text, isText } = readBeginning(base64(Uint8Array.from([0, 255, 1, 2])), 4);
  assert.equal(isText, false);
  assert.equal(text, "00 ff 01 02");
});

test("an edit begins with the content, where all of it is here", () => {
  assert.equal(draftText(readBeginning(base64('{"a":1}'), 7)), '{\n  "a": 1\n}');
  assert.equal(draftText(readBeginning(base64("{a:1"), 4)), "{a:1");
  assert.equal(draftText(readBeginning(base64('{"a":1'), 9_000)), "{}");
  assert.deepEqual(jsonOf(readBeginning(base64('{"a":1}'), 7)), { a: 1 });
  assert.equal(jsonOf(readBeginning(base64("From: x"), 7)), undefined);
});

test("a refused signature proves nothing, a wrong field does", () => {
  assert.equal(isUnproven({ kind: "webhook", code: "bad_signature" }), true);
  assert.equal(isUnproven({ kind: "webhook", code: "bad_body" }), false);
  assert.equal(isUnproven({ kind: "mail", code: "unreadable" }), false);
  assert.match(refusalWords("never heard of").short, /could not be read/);
});

test("sizes are short", () => {
  assert.deepEqual([sizeText(12), sizeText(2_048), sizeText(3 * 1_048_576)], ["12 bytes", "2.0 KiB", "3.0 MiB"]);
});
