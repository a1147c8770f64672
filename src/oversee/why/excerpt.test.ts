import assert from "node:assert/strict";
import { test } from "node:test";
import { excerptOf } from "./excerpt.ts";

test("an excerpt is what a person wrote, not an id or a code", () => {
  assert.equal(excerptOf({ id: "msg_1", type: "ticket", text: "money  back\nplease" }), "money back please");
  assert.equal(excerptOf({ subject: "A mug", body: "It came broken" }), "It came broken");
  assert.equal(excerptOf({ note: "Hello", id: "x" }), "Hello");
  assert.equal(excerptOf({ items: [{ reason: "too small for me" }] }), "too small for me");
  assert.equal(excerptOf({ id: "x", n: 1, ok: true }), null);
  assert.equal(excerptOf(null), null);
});

test("a long excerpt is cut at a word", () => {
  const excerpt = excerptOf({ text: "word ".repeat(100) });
  assert.ok(excerpt && excerpt.length <= 165);
  assert.match(excerpt, /word …$/);
});

test("what is nested without end or very wide does not hurt", () => {
  let deep: unknown = "the text in the depth";
  for (let depth = 0; depth < 10_000; depth++) deep = { a: deep };
  assert.equal(excerptOf(deep), null);
  assert.equal(excerptOf({ text: Array.from({ length: 100_000 }, (_, index) => `line no ${index}`) }) !== null, true);
});

test("several ids in a line are no text", () => {
  assert.equal(excerptOf({ itemIds: "4130000002 4180000001/2" }), null);
  assert.equal(excerptOf({ itemIds: "4130000002 4180000001", note: "two of them" }), "two of them");
});
