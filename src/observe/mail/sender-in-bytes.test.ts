import assert from "node:assert/strict";
import { test } from "node:test";
import { senderInBytes } from "./sender-in-bytes.ts";

const of = (...lines: string[]): string | null => senderInBytes(Buffer.from(lines.join("\r\n")));

test("the sender is the first address in From, also where that goes on in the next line", () => {
  assert.equal(
    of("Subject: x", 'FROM: "Mia, of W1"', " <Mia@Example.com>, ann@example.com", "", "bob@example.com"),
    "mia@example.com",
  );
});

test("without From it is who answers go to, who sent it, or where it returns to; a body says nothing", () => {
  assert.equal(of("Return-Path: <back@example.com>", "Reply-To: mia@example.com", "", "x"), "mia@example.com");
  assert.equal(of("Return-Path: <back@example.com>", "From: nobody", "", "x"), "back@example.com");
  assert.equal(of("Subject: no sender", "", "From: mia@example.com"), null);
  assert.equal(senderInBytes(new Uint8Array([0, 255, 0, 10])), null);
});
