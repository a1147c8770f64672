import assert from "node:assert/strict";
import { test } from "node:test";
import { findLetter, splitTitle } from "./letter.ts";

const mail = {
  from: { name: "Ruth Abrams", address: "ruth@example.com" },
  subject: "Benches",
  text: "Where are they?\n",
  quoted: "",
  attachments: [{ name: "kettle.png" }],
  authenticated: "none",
};

test("a mail among the data of a question is read as a letter, and the rest stays", () => {
  const { letter, rest } = findLetter({ mail, shop: { orders: [] } });
  assert.deepEqual(letter, {
    from: "Ruth Abrams",
    address: "ruth@example.com",
    subject: "Benches",
    text: "Where are they?",
    quoted: null,
    attachments: ["kettle.png"],
    isProven: false,
  });
  assert.deepEqual(rest, { shop: { orders: [] } });
});

test("a ticket is one too, and data without a text is none", () => {
  assert.equal(findLetter({ ticket: { customer: "mei", text: "Hello" } }).letter?.from, "mei");
  assert.deepEqual(findLetter({ amountCents: 1 }), { letter: null, rest: { amountCents: 1 } });
  assert.equal(findLetter({ note: { text: "nobody wrote this" } }).letter, null);
});

test("a title is split where it quotes", () => {
  assert.deepEqual(splitTitle('What does Mei ask for? "My kettle. Is it?"'), {
    asked: "What does Mei ask for?",
    quote: "My kettle. Is it?",
  });
  const plain = "Did this happen? Refund 1.00";
  assert.deepEqual(splitTitle(plain), { asked: plain, quote: null });
});
