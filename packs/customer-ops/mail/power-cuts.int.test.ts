/** The power is cut before and after every event that a letter records, also while it waits for the customer. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { mail, scene } from "../processes/testing/scene.ts";

test("a letter is answered once, and its wish done once, wherever the plug is pulled", async () => {
  const { praxis, shop, mailbox } = scene();
  const vague = mail("m-1", "samuel.osei", "Please cancel my order, I no longer need it.");
  const named = mail("m-2", "samuel.osei", "It's #W7107002, thanks!", { thread: vague.thread });
  const report = await praxis.crashingAfterEveryEvent(
    (play) =>
      play
        .event("MailReceived", vague, { about: vague.thread, id: vague.id })
        .advance("8 days")
        .event("MailReceived", named, { about: named.thread, id: named.id }),
    { ignoring: ["at", "shownAt"] },
  );
  assert.ok(report.powerCuts > 40, `${report.powerCuts} power cuts`);
  assert.equal(shop.doneAt("POST /payments/refunds").length, 1);
  assert.equal(mailbox.done.length, 3);
});
