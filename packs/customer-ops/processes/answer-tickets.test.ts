/** The processes against the sandbox shop's own rules, in a simulated world: refusals, failures, and people who say no. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, decline } from "praxis/testing";
import { scene, ticket } from "./testing/scene.ts";
import { goods, tickets } from "./tickets.ts";

const changePayment = "For #W7002001, change payment to gift_card_5200002.";
const cancelPlain = "Cancel order #W7002001 because no longer needed.";

test("never more is refunded than was captured: a changed payment, then a cancellation", async () => {
  const { praxis, shop } = scene();
  const asked: string[] = [];
  await praxis
    .person((gate) => {
      asked.push(gate.kind);
      return gate.kind === "question"
        ? answer("commit")
        : decline("the shop's rule would refund the old payment twice");
    })
    .when((play) =>
      play
        .event(tickets, ticket("t-1", "tomas_berg", changePayment))
        .event(tickets, ticket("t-2", "tomas_berg", cancelPlain)),
    );
  assert.deepEqual(asked, ["conflict", "question"]);
  const refunds = shop.doneAt("POST /payments/refunds");
  assert.equal(refunds.length, 2);
  assert.match(JSON.stringify(shop.snapshot()), /"#W7002001","status":"cancelled"/);
});

test("a refund that a person declines leaves the order as it was, and the customer hears of it", async () => {
  const { praxis, shop } = scene();
  await praxis
    .person(() => decline("not today"))
    .when((play) =>
      play.event(tickets, ticket("t-1", "priya_raman", "Cancel order #W7005001 because no longer needed.")),
    );
  assert.equal(shop.doneAt("POST /payments/refunds").length, 0);
  assert.match(JSON.stringify(shop.snapshot()), /"#W7005001","status":"pending"[^}]*"heldBy":null/);
  assert.match(JSON.stringify(praxis.runs()), /"status":"failed"/);
});

test("a refusal by the shop is the end of one wish, and the next one goes on", async () => {
  const { praxis, shop } = scene();
  const text = "For #W7011001, change payment to gift_card_6100002. Cancel order #W7011001 because no longer needed.";
  await praxis
    .person(() =>
      answer([
        {
          name: "modify_pending_order_payment",
          arguments: { order_id: "#W7011001", payment_method_id: "gift_card_6100002" },
        },
        { name: "cancel_pending_order", arguments: { order_id: "#W7011001", reason: "no longer needed" } },
        { name: "cancel_pending_order", arguments: { order_id: "#W9999999", reason: "no longer needed" } },
      ]),
    )
    .when((play) => play.event(tickets, ticket("t-1", "maya_stern", text)));
  const ended = JSON.stringify(praxis.runs());
  assert.match(ended, /"code":"gift_card_balance_too_low"/);
  assert.match(ended, /"code":"order_not_found"/);
  assert.equal(shop.doneAt("POST /payments/refunds").length, 1);
});

test("goods that nobody has asked to return are not refunded", async () => {
  const { praxis, shop } = scene();
  const arrival = { id: "g-1", orderId: "#W7011002", customer: "maya_stern", itemIds: ["4120000002"] };
  await praxis.when((play) => play.event(goods, arrival));
  assert.equal(shop.done.length, 0);
  assert.match(JSON.stringify(praxis.runs()), /nobody has asked to return it/);
});
