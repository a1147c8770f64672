/** The limits that look at what went before, with the pack at work: nothing of the past is made up. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { answer } from "praxis/testing";
import { customerContracts } from "../contracts/customer-contracts.ts";
import { scene, ticket } from "../processes/testing/scene.ts";
import { tickets } from "../processes/tickets.ts";
import { settingsFromEnvironment } from "../settings.ts";
import { refundLimits } from "./refund-limits.ts";

const contracts = customerContracts(
  settingsFromEnvironment({ SHOP_URL: "http://shop.test", PAYMENTS_URL: "http://pay.test" }),
);
const limits = refundLimits(contracts);
const cancel = (order: string) => `Cancel order ${order} because no longer needed.`;

/** A world in which only this limit stands in the way of refunds. */
function limited(more: { perCustomerAMonth?: number; centsPerCustomerAMonth?: number }) {
  const stage = scene();
  const wide = { askAboveCents: 1_000_000, perCustomerAMonth: 10, centsPerCustomerAMonth: 10_000_000 };
  const praxis = stage.praxis.withParameters(limits, { ...wide, ...more });
  const refunds = () => stage.shop.doneAt("POST /payments/refunds").length;
  const asked = () => praxis.gates().flatMap(({ reasons }) => reasons);
  return { praxis, refunds, asked };
}

test("the first refund beyond a customer's number of a month waits for a person; another customer's does not, nor one a month later", async () => {
  const { praxis, refunds, asked } = limited({ perCustomerAMonth: 1 });
  await praxis.when((play) => play.event(tickets, ticket("t-1", "priya_raman", cancel("#W7005002"))));
  assert.deepEqual([refunds(), asked()], [1, []]);
  await praxis.when((play) => play.event(tickets, ticket("t-2", "priya_raman", cancel("#W7005001"))));
  assert.deepEqual([refunds(), asked()], [1, ["1 refund to this customer within 30 days"]]);
  await praxis.when((play) => play.event(tickets, ticket("t-3", "tomas_berg", cancel("#W7002001"))));
  assert.deepEqual([refunds(), asked().length], [2, 1]);

  const later = limited({ perCustomerAMonth: 1 });
  await later.praxis.when((play) =>
    play
      .event(tickets, ticket("t-1", "priya_raman", cancel("#W7005002")))
      .advance("31 days")
      .event(tickets, ticket("t-2", "priya_raman", cancel("#W7005001"))),
  );
  assert.deepEqual([later.refunds(), later.asked()], [2, []]);
});

test("the first refund that lifts a customer's sum of a month above the limit waits for a person", async () => {
  const both = 10_825 + 490_000;
  const below = limited({ centsPerCustomerAMonth: both });
  const above = limited({ centsPerCustomerAMonth: both - 1 });
  for (const { praxis } of [below, above])
    await praxis.when((play) =>
      play
        .event(tickets, ticket("t-1", "priya_raman", cancel("#W7005002")))
        .event(tickets, ticket("t-2", "priya_raman", cancel("#W7005001"))),
    );
  assert.deepEqual([below.refunds(), below.asked()], [2, []]);
  assert.deepEqual(
    [above.refunds(), above.asked()],
    [1, ["with this one, $5,008.25 within 30 days went back to this customer; the limit is $5,008.24"]],
  );
});

test("a unit that is on its way back is not taken back by a second run, though a person reads the ticket so", async () => {
  const { praxis, shop } = scene();
  const text = "Return #W7011002 via paypal_6100001: Wool Throw;";
  const again = {
    name: "return_delivered_order_items",
    arguments: { order_id: "#W7011002", item_ids: ["4120000002"], payment_method_id: "paypal_6100001" },
  };
  await praxis
    .person((gate) => (gate.kind === "question" ? answer([again]) : "later"))
    .when((play) =>
      play.event(tickets, ticket("t-1", "maya_stern", text)).event(tickets, ticket("t-2", "maya_stern", text)),
    );
  assert.equal(shop.doneAt("PUT /operations/:id").length, 1);
  const [first, second] = praxis.runs().map((run) => JSON.stringify(run));
  assert.match(first ?? "", /"status":"done","code":""/);
  assert.match(second ?? "", /a return or exchange of 4120000002 \(order #W7011002\) is under way already/);
});
