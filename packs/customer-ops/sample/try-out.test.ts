/** What the message box offers a newcomer comes to something at the sample shop, each as its title says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { scene } from "../processes/testing/scene.ts";
import { newTicket } from "../sources.ts";
import { ticketExamples } from "./try-out.ts";

const ended = z.object({ wishes: z.array(z.object({ operation: z.string(), status: z.string() })) });
/** By title; null: a person is asked. */
const comesOf: Readonly<Record<string, string | null>> = {
  "Cancel an order": "cancel_pending_order",
  "Pay with a gift card instead": "modify_pending_order_payment",
  "Something a person has to read": null,
};

for (const { title, customer, text } of ticketExamples) {
  test(`the example "${title}" does as it says`, async () => {
    const { praxis } = scene();
    const read = newTicket.read({ customer, text });
    assert.ok(read.ok);
    await praxis.when((play) => play.event(read.value.type, read.value.payload));
    const [run] = praxis.runs("answer tickets");
    const wanted = comesOf[title];
    if (wanted === null) {
      assert.deepEqual(
        praxis.gates().map(({ kind, status }) => [kind, status]),
        [["question", "open"]],
      );
    } else {
      assert.deepEqual(ended.parse(run?.value).wishes, [{ operation: wanted, status: "done" }]);
    }
  });
}
