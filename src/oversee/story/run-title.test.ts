/** Titles of runs, and JSON in a few words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runTitle } from "./run-title.ts";
import { brief, listed, plainName } from "./telling/brief.ts";

test("a run is named for its process and what somebody wrote, or else for what it names", () => {
  assert.equal(
    runTitle("answer tickets", { id: "t-1", text: "The mug came broken" }),
    "Answer tickets: “The mug came broken”",
  );
  assert.equal(
    runTitle("refund-returns", { orderId: "#W1", parcel: "P7", items: ["a"] }),
    "Refund returns: order #W1, parcel P7",
  );
  assert.equal(
    runTitle("refund returns", { orderId: "#W1", customer: "ben_carver", itemIds: "4130000002 4180000001" }),
    "Refund returns: order #W1",
    "whom it is about stands beside it, by their name",
  );
  assert.equal(runTitle("greet", { customer: "ben_carver" }), "Greet: customer ben_carver");
  assert.equal(runTitle("nightly", null), "Nightly");
  const mail = { id: "sha256:647362", authenticated: "none", from: { name: "", address: "mia@example.com" }, text: "" };
  assert.equal(runTitle("answer mail", { ...mail, subject: "The photo" }), "Answer mail: mia@example.com, “The photo”");
  const named = { ...mail, from: { name: "Mia", address: "mia@example.com" }, subject: "" };
  assert.equal(runTitle("answer mail", named), "Answer mail: Mia, without a subject");
  assert.equal(runTitle("tell", "mia"), "Tell: mia");
});

test("JSON reads as words, and grows no longer than a line", () => {
  assert.equal(brief({ order_id: "#1", items: ["a", "b"], note: null }), "order id #1, items a and b");
  assert.equal(brief([]), "nothing");
  assert.equal(brief(true), "yes");
  assert.equal(brief([{ name: "cancel", arguments: { id: "#1" } }]), "cancel (id #1)");
  const unit = { unit: "item_1", status: "refunded", isMet: false, why: "" };
  assert.equal(brief({ orderId: "#W1", units: [unit], why: "" }), "order id #W1, units item_1 (refunded)");
  const cancel = { name: "cancel_pending_order", arguments: { order_id: "#W1", reason: "no longer needed" } };
  assert.equal(
    brief({ operations: [cancel], reply: "", waitForAnswer: false, told: [], whichOrder: null, language: "en" }),
    "operations cancel pending order (#W1, no longer needed), language en",
  );
  assert.equal(brief({ isSpam: false, why: "" }), "is spam no");
  assert.equal(brief({ found: [{ lines: [[{}, {}], 1] }] }), "found 1 thing");
  assert.ok(brief("x ".repeat(500)).length < 130);
  assert.equal(listed(["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
  assert.equal(plainName("GoodsArrived"), "goods arrived");
});
