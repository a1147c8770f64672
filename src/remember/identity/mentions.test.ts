import assert from "node:assert/strict";
import { test } from "node:test";
import { mentionsOf } from "./mentions.ts";

const mia = mentionsOf([
  { kind: "mail", value: "mia@example.com" },
  { kind: "customer", value: "mia_li_3668" },
  { kind: "order", value: "#W1" },
  { kind: "phone", value: "+49301234" },
  { kind: "order", value: "7" },
]);

test("a handle is found as people write it: in other letters, in brackets, at the end of a sentence, with digits set apart", () => {
  for (const text of [
    "From: Mia <MIA@Example.com>",
    "Write to mia@example.com.",
    '{"customer":"mia_li_3668"}',
    "where is (#W1)?",
    "call +49 (30) 12-34",
  ])
    assert.ok(mia.isIn(text), text);
});

test("what only begins, ends or looks like one is not found, nor one that is too short to mean anything", () => {
  for (const text of [
    "anna.mia@example.com",
    "mia@example.com.au",
    "mia@example.community",
    "xmia_li_3668",
    "mia_li_36689",
    "#W12",
    "+493012345",
    "miaXexample.com",
    "7",
    "",
  ])
    assert.ok(!mia.isIn(text), text);
});

test("a text is given back without them", () => {
  assert.equal(mia.without("Mia (mia@example.com, #W1) asked for it"), "Mia ((erased), (erased)) asked for it");
  assert.equal(mentionsOf([]).without("as it was"), "as it was");
  assert.equal(mentionsOf([]).isIn("anything"), false);
});
