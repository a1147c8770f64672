/** What people read before they say yes: sentences with names and money, made from the sample shop. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleView } from "../mail/prose/testing/sample-view.ts";
import { describeOperation } from "./describe-operation.ts";
import { namesFor } from "./named.ts";
import type { Operation } from "./operation.ts";

const shop = sampleView("leila_haddad");
const said = (operation: Operation, orderId: string | null, wanted: string[] = []): string =>
  describeOperation(operation, namesFor(shop, orderId, wanted), "EUR");

test("each operation reads as a sentence", () => {
  const swap = {
    order_id: "#W7110003",
    item_ids: ["4120000003"],
    new_item_ids: ["4120000004"],
    payment_method_id: "credit_card_7200001",
  };
  const address = { address1: "1 High St", address2: "", city: "Reading", state: "PA", country: "USA", zip: "19601" };
  const sentences = [
    said(
      { name: "cancel_pending_order", arguments: { order_id: "#W7110004", reason: "ordered by mistake" } },
      "#W7110004",
    ),
    said(
      {
        name: "return_delivered_order_items",
        arguments: { order_id: "#W7110002", item_ids: ["4110000001"], payment_method_id: "credit_card_7200001" },
      },
      "#W7110002",
    ),
    said({ name: "exchange_delivered_order_items", arguments: swap }, "#W7110003", ["4120000004"]),
    said({ name: "modify_pending_order_address", arguments: { order_id: "#W7110001", ...address } }, "#W7110001"),
    said({ name: "modify_user_address", arguments: { user_id: "leila_haddad", ...address } }, null),
    said(
      {
        name: "modify_pending_order_payment",
        arguments: { order_id: "#W7110001", payment_method_id: "paypal_7200002" },
      },
      "#W7110001",
    ),
  ];
  assert.deepEqual(sentences, [
    "Cancel order #W7110004 of Leila Haddad (Bread Knife, 58.90 €): ordered by mistake",
    "Accept the return of Stoneware Kettle (moss, 1.2 l) (64.50 €) from order #W7110002 of Leila Haddad; the refund goes to credit card once the goods are here",
    "Accept the exchange of Wool Throw (slate, single) for Wool Throw (slate, double), from order #W7110003 of Leila Haddad; 30.90 € more is charged to credit card",
    "Change the address of order #W7110001 of Leila Haddad to 1 High St, Reading, PA 19601, USA",
    "Change the address of Leila Haddad for future orders to 1 High St, Reading, PA 19601, USA",
    "Change the payment of order #W7110001 of Leila Haddad to PayPal",
  ]);
});

test("an id that the shop does not name is shown as it is, and nothing is left out", () => {
  const operation: Operation = {
    name: "return_delivered_order_items",
    arguments: { order_id: "#W7110002", item_ids: ["4110000001", "999"], payment_method_id: "paypal_1" },
  };
  assert.equal(
    said(operation, "#W7110002"),
    "Accept the return of Stoneware Kettle (moss, 1.2 l) and 999 from order #W7110002 of Leila Haddad; the refund goes to paypal_1 once the goods are here",
  );
});
