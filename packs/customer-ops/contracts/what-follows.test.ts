import assert from "node:assert/strict";
import { test } from "node:test";
import type { Operation } from "./operation.ts";
import { paidFor, whatFollows } from "./what-follows.ts";

const cancel: Operation = {
  name: "cancel_pending_order",
  arguments: { order_id: "#W1", reason: "no longer needed" },
};

test("what is paid is what came in less what went back, by method", () => {
  const history = [
    { transactionType: "payment", amountCents: 9_000, paymentMethodId: "card" },
    { transactionType: "payment", amountCents: 500, paymentMethodId: "gift" },
    { transactionType: "refund", amountCents: 1_000, paymentMethodId: "card" },
    { transactionType: "refund", amountCents: 500, paymentMethodId: "gift" },
  ] as const;
  assert.deepEqual(paidFor(history), [{ paymentMethodId: "card", amountCents: 8_000 }]);
});

test("who is asked about a cancellation is told of the money and of the letter", () => {
  const paid = [{ paymentMethodId: "credit_card_1", amountCents: 24_630 }];
  assert.equal(
    whatFollows(cancel, paid, "USD"),
    "order #W1 is cancelled, $246.30 goes back to credit_card_1, and a letter tells the customer",
  );
  assert.match(whatFollows(cancel, [], "USD"), /what was paid goes back the way it came/);
  assert.match(
    whatFollows(cancel, paid, "USD", () => "the card"),
    /goes back to the card,/,
  );
});

test("a return moves no money yet, and an exchange promises no amount", () => {
  const swap = { order_id: "#W1", item_ids: ["1"], payment_method_id: "card" };
  const giveBack = whatFollows({ name: "return_delivered_order_items", arguments: swap }, [], "USD");
  assert.match(giveBack, /no money moves yet/);
  const exchange: Operation = { name: "exchange_delivered_order_items", arguments: { ...swap, new_item_ids: ["2"] } };
  assert.doesNotMatch(whatFollows(exchange, [{ paymentMethodId: "card", amountCents: 5 }], "USD"), /0\.05/);
});
