import assert from "node:assert/strict";
import { test } from "node:test";
import { begun, sentence } from "./sentences.ts";

test("a part of a sentence becomes a whole one, with its own end", () => {
  assert.equal(sentence("this gate is expired"), "This gate is expired.");
  assert.equal(sentence("is it so?"), "Is it so?");
  assert.equal(sentence('he said "no."'), 'He said "no."');
  assert.equal(sentence(" "), "");
});

test("a name stays as it is written", () => {
  assert.equal(sentence("payments.refund is carried out (T1)"), "payments.refund is carried out (T1).");
  assert.equal(begun("no rule takes it"), "No rule takes it");
});
