import assert from "node:assert/strict";
import { test } from "node:test";
import { handleKind, handlesInLine, runsText } from "./customer-words.ts";

const handle = (kind: string, value: string) => ({ kind, value, why: "", at: 0 });

test("a customer's other handles stand in one line, and the rest are counted", () => {
  const mail = handle("mail", "mei@example.com");
  assert.equal(handlesInLine({ name: "mei@example.com", handles: [mail] }), "no other handle is known");
  const many = [mail, handle("order", "#W1"), handle("phone", "+44"), handle("ticket", "t-1"), handle("order", "#W2")];
  assert.equal(handlesInLine({ name: "mei", handles: many }), "mei@example.com, order #W1, +44 and 2 more");
});

test("kinds and counts read as words", () => {
  assert.equal(handleKind("mail"), "Mail address");
  assert.equal(handleKind("loyalty-card"), "Loyalty card");
  assert.equal(runsText(1), "1 run");
  assert.equal(runsText(1200), "1,200 runs");
});
