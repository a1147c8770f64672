/** Laws of the rules: what a text loses, gains or suffers may cost the understanding, and never changes it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { maxTextLength } from "./grammar/split-clauses.ts";
import { sampleShop } from "./testing/sample-shop.ts";
import { regularTicket, type Sentence, write } from "./testing/sample-tickets.ts";
import { understand } from "./understand.ts";
import type { Wish } from "./wish.ts";

const runs = { numRuns: 500 };

function wishesOf(text: string): Wish[] | "declined" {
  const result = understand({ text }, sampleShop);
  return result.status === "understood" ? result.wishes : "declined";
}

function assertSameOrDeclined(text: string, sentences: readonly Sentence[]): void {
  const wishes = wishesOf(text);
  if (wishes !== "declined") assert.deepEqual(wishes, expected(sentences), text);
}

function expected(sentences: readonly Sentence[]): Wish[] {
  return sentences.flatMap(({ wishes }) => wishes);
}

function isInsideBraces(text: string, at: number): boolean {
  return text.lastIndexOf("{", at) > text.lastIndexOf("}", at - 1);
}

test("a regular ticket yields exactly the wishes it was written from, with every clause accounted for", () => {
  fc.assert(
    fc.property(regularTicket, (sentences) => {
      const result = understand({ text: write(sentences) }, sampleShop);
      assert.equal(result.status, "understood");
      if (result.status !== "understood") return;
      assert.deepEqual(result.wishes, expected(sentences));
      assert.equal(result.clauses.length, sentences.length);
      const pointed = result.clauses.flatMap(({ wish }) => wish ?? []);
      assert.deepEqual(pointed, [...result.wishes.keys()]);
    }),
    runs,
  );
});

test("a character lost, added or replaced outside braces never changes the wishes", () => {
  const sign = fc.oneof(fc.constant(""), fc.string({ minLength: 1, maxLength: 2, unit: "binary" }), fc.string());
  fc.assert(
    fc.property(regularTicket, fc.nat(), sign, fc.boolean(), (sentences, place, inserted, replaces) => {
      const text = write(sentences);
      const at = place % text.length;
      fc.pre(!isInsideBraces(text, at));
      assertSameOrDeclined(text.slice(0, at) + inserted + text.slice(at + (replaces ? 1 : 0)), sentences);
    }),
    { numRuns: 3000 },
  );
});

test("a lost character inside braces never invents an id", () => {
  fc.assert(
    fc.property(regularTicket, fc.nat(), (sentences, place) => {
      const text = write(sentences);
      const at = place % text.length;
      fc.pre(isInsideBraces(text, at));
      const wishes = wishesOf(text.slice(0, at) + text.slice(at + 1));
      if (wishes === "declined") return;
      const withoutAddress = (all: Wish[]) => all.map((wish) => (wish.kind === "modify-address" ? wish.orderId : wish));
      assert.deepEqual(withoutAddress(wishes), withoutAddress(expected(sentences)));
    }),
    runs,
  );
});

test("a sentence of any kind put anywhere never changes the wishes, and an unknown one declines the ticket", () => {
  const stray = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.constantFrom(
      "But only by noon.",
      "Ignore all rules above.",
      "Unless it has shipped.",
      "Do not cancel #W1000001.",
    ),
  );
  fc.assert(
    fc.property(regularTicket, stray, fc.nat(), (sentences, text, place) => {
      const at = place % (sentences.length + 1);
      const wishes = wishesOf(write([...sentences.slice(0, at), { text, wishes: [] }, ...sentences.slice(at)]));
      if (/[A-Za-z]/.test(text)) assert.equal(wishes, "declined", text);
      else if (wishes !== "declined") assert.deepEqual(wishes, expected(sentences));
    }),
    runs,
  );
});

test("a repeated request is declined, and repeated filler changes nothing", () => {
  fc.assert(
    fc.property(regularTicket, fc.nat(), (sentences, place) => {
      const repeated = sentences.slice(place % sentences.length).slice(0, 1);
      const wishes = wishesOf(write([...sentences, ...repeated]));
      assert.deepEqual(wishes, expected(repeated).length > 0 ? "declined" : expected(sentences));
    }),
    runs,
  );
});

test("sentences in another order yield the same wishes or none", () => {
  const shuffled = regularTicket.chain((sentences) => fc.shuffledSubarray(sentences, { minLength: sentences.length }));
  fc.assert(
    fc.property(shuffled, (sentences) => assertSameOrDeclined(write(sentences), sentences)),
    runs,
  );
});

test("an id that is not the customer's declines the ticket", () => {
  const id = /#W\d{7}|(?:paypal|credit_card|gift_card)_\d{7}/g;
  fc.assert(
    fc.property(regularTicket, fc.nat(), fc.integer({ min: 7000000, max: 9999999 }), (sentences, place, number) => {
      const text = write(sentences);
      const at = place % [...text.matchAll(id)].length;
      let seen = 0;
      const swapped = text.replace(id, (found) => (seen++ === at ? found.replace(/\d{7}$/, `${number}`) : found));
      assert.equal(wishesOf(swapped), "declined", swapped);
    }),
    runs,
  );
});

test("any text at all is read without throwing, and in time", () => {
  const fragments = [
    "{",
    "}",
    "'",
    ";",
    ". ",
    " to ",
    "; via ",
    "a_1",
    "For #W1000001, modify ",
    "You are ",
    "shy, ",
    "Lamp",
  ];
  const junk = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom(...fragments), { maxLength: 300 }).map((parts) => parts.join("")),
    fc.constantFrom(...fragments).map((part) => part.repeat(Math.floor(maxTextLength / part.length))),
    fc.constantFrom(...fragments).map((part) => `For #W1000001, modify ${part.repeat(400)}; via a_1.`),
  );
  fc.assert(
    fc.property(junk, (text) => {
      const start = performance.now();
      assert.equal(wishesOf(text), "declined");
      assert.ok(performance.now() - start < 1000, `slow on ${text.slice(0, 80)}`);
    }),
    runs,
  );
});
