import assert from "node:assert/strict";
import { test } from "node:test";
import { beginningsOfHandle, beginningsOfInput, beginningsOfLine } from "./searched-texts.ts";
import { hasShortNumber, proseWords, soughtInProse, wordsOf } from "./words.ts";

test("words are compared without case, accents and what stands between them", () => {
  assert.deepEqual(wordsOf("Kovács, MÜLLER & Straße"), ["kovacs", "muller", "strasse"]);
  assert.deepEqual(wordsOf("mei.kovacs8020@example.com"), ["mei", "kovacs", "8020", "example", "com"]);
  assert.deepEqual(wordsOf("of my 12"), []);
});

test("a number is found with and without the letters before it", () => {
  for (const typed of ["#W8193638", "W8193638", "w8193638", "8193638"])
    assert.deepEqual(wordsOf(typed), ["8193638"], typed);
  assert.deepEqual(wordsOf("GT-4711"), ["4711"]);
  assert.deepEqual(wordsOf("1Z999AA10123456784"), ["1z999aa10123"]);
});

test("a number that is too short is not passed over", () => {
  assert.deepEqual(["order #2", "order 222", "of kettles"].map(hasShortNumber), [true, false, false]);
});

test("prose leaves out numbers and the commonest words, and is found by a beginning of any length", () => {
  assert.deepEqual(proseWords("Hello, the kettle of order 4711 was broken", 9), ["kettle", "order", "broken"]);
  assert.deepEqual(["ket", "kettl", "kettle", "kettles", "4711"].map(soughtInProse), [
    "ket",
    "kett",
    "kettle",
    "kettle",
    "4711",
  ]);
});

test("of an input the title, the mail's subject and its numbers are indexed; years, prices and ids of machines are not", () => {
  const found = new Set(
    beginningsOfInput({
      id: "<CAF9912345678@mail.example>",
      from: { name: "Mei Kovacs", address: "mei.kovacs8020@example.com" },
      subject: "Voucher GT-4711",
      text: "The kettle from order #W8193638 of 2025 cost 43.2099 and is broken.",
      orderNumber: 52_001,
      amountCents: 4320,
    }),
  );
  for (const each of ["vouche", "4711", "kettle", "8193638", "819", "52001"]) assert.ok(found.has(each), each);
  for (const each of ["2025", "9912345678", "8020", "4320", "2099", "kovacs"]) assert.ok(!found.has(each), each);
});

test("a long letter has no more rows than a short one", () => {
  const words = Array.from(
    { length: 500 },
    (_, index) => `word${String.fromCharCode(97 + (index % 26))}x 77${index}000`,
  );
  assert.ok(beginningsOfInput({ text: words.join(" ") }).length < 100);
  assert.ok(beginningsOfLine(words.join(" ")).length < 100);
});

test("of an address the house counts, unless it gives everybody a mailbox", () => {
  assert.ok(beginningsOfHandle({ kind: "mail", value: "ann@harrow.co.uk" }).includes("harrow"));
  assert.deepEqual(beginningsOfHandle({ kind: "mail", value: "ann@gmail.com" }), ["ann"]);
  assert.ok(beginningsOfHandle({ kind: "order", value: "#W8193638" }).includes("81936"));
});
