import assert from "node:assert/strict";
import { test } from "node:test";
import { draftOf } from "./draft.ts";
import { isDraftOf, typedTexts } from "./kept-draft.ts";
import { readSchema } from "./read-schema.ts";

const schema = {
  type: "object",
  properties: {
    reply: { type: "string" },
    wait: { type: "boolean" },
    lines: { type: "array", items: { type: "object", properties: { cents: { type: "integer" } } } },
    what: { anyOf: [{ type: "object", properties: { name: { const: "cancel" } } }, { type: "string" }] },
  },
  required: ["reply"],
};
const field = readSchema(schema);

test("a draft that went through the storage of a tab is one of its form", () => {
  const draft = draftOf(field, { reply: "Dear Mei", wait: true, lines: [{ cents: 5 }], what: { name: "cancel" } });
  assert.ok(isDraftOf(field, JSON.parse(JSON.stringify(draft))));
  assert.ok(isDraftOf(field, JSON.parse(JSON.stringify(draftOf(field, undefined)))));
});

test("a draft of another form, and what is none, is not taken", () => {
  const other = readSchema({ type: "object", properties: { reply: { type: "boolean" } } });
  const draft = draftOf(field, { reply: "Dear Mei" });
  assert.equal(isDraftOf(other, draft), false);
  for (const wrong of [null, "text", { kind: "object", parts: {} }, { kind: "object", parts: [], rest: {} }])
    assert.equal(isDraftOf(field, wrong), false, JSON.stringify(wrong));
});

test("what was typed is found in each part of a draft", () => {
  const draft = draftOf(field, { reply: " Dear Mei ", lines: [{ cents: 5 }], what: "call her" });
  assert.deepEqual(typedTexts(JSON.parse(JSON.stringify(draft))), ["Dear Mei", "call her"]);
  assert.deepEqual(typedTexts("a reason"), ["a reason"]);
  assert.deepEqual(typedTexts(null), []);
});
