import assert from "node:assert/strict";
import { test } from "node:test";
import { messageIdFor, threadFrom, threadOf } from "./mail-thread.ts";

test("a Message-ID of ours gives back its thread, with and without brackets; others give none", () => {
  const thread = threadFrom("0123456789abcdef0123456789abcdef");
  const id = messageIdFor(thread, "re_1-A", "shop.example.com");
  assert.equal(id, "<praxis.0123456789abcdef0123.re_1-A@shop.example.com>");
  assert.equal(threadOf(id), thread);
  assert.equal(threadOf(` ${id.slice(1, -1)} `), thread);
  for (const other of [
    "<abc@mail.example.com>",
    "<praxis.a b.u@x>",
    "<praxis.0123456789.u@x@y>",
    "<praxis.0123456789@x>",
    "",
  ])
    assert.equal(threadOf(other), null, other);
});

test("parts that would break a header are refused", () => {
  for (const [thread, unique, domain] of [
    ["0123456789", "a b", "x.example"],
    ["0123456789", "a\r\nBcc: eve", "x.example"],
    ["0123456789", "a", "x.example>\r\n"],
    ["dots.in.it", "a", "x.example"],
  ] as const)
    assert.throws(() => messageIdFor(thread, unique, domain), { code: "bad_message_id" });
});
