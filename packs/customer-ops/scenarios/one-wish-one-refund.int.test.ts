/** However the same wish comes again, money goes back once; and a later, different wish is not swallowed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Operation } from "../contracts/operation.ts";
import { agreeable, Stage } from "./testing/stage.ts";

const cancel = (order_id: string, reason = "no longer needed"): Operation => ({
  name: "cancel_pending_order",
  arguments: { order_id, reason },
});

test("a second ticket with the same wish in other words refunds nothing more", async (context) => {
  const stage = await Stage.open(context);
  await stage.start();
  const first = await stage.ticket("nora_whitfield", "Cancel order #W7001001 because no longer needed.");
  await stage.rest(first);
  const second = await stage.ticket("nora_whitfield", "Hello, what about my kettle? Please do not send it any more.");
  await stage.rest(second, agreeable(cancel("#W7001001")));
  assert.deepEqual(await stage.refunds("#W7001001"), [10_950]);
});

test("two tickets with the same wish at the same time, both approved, refund once", async (context) => {
  const stage = await Stage.open(context);
  await stage.start();
  const runs = [
    await stage.ticket("priya_raman", "Cancel order #W7005001 because no longer needed."),
    await stage.ticket("priya_raman", "I changed my mind about the benches!"),
    await stage.ticket("priya_raman", "About the benches: I ordered them by mistake."),
  ];
  await stage.gate(({ kind }) => kind === "approval");
  const byMistake = cancel("#W7005001", "ordered by mistake");
  await Promise.all(
    runs.map((run, number) =>
      stage.rest(run, (gate) =>
        gate.run === run ? agreeable(number === 2 ? byMistake : cancel("#W7005001"))(gate) : undefined,
      ),
    ),
  );
  assert.deepEqual(await stage.refunds("#W7005001"), [490_000]);
  assert.equal((await stage.order("#W7005001")).status, "cancelled");
});

test("a gate that is approved twice at once refunds once", async (context) => {
  const stage = await Stage.open(context);
  await stage.start();
  const run = await stage.ticket("priya_raman", "Cancel order #W7005001 because no longer needed.");
  const gate = await stage.gate();
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => stage.client.answer(gate.id, { verdict: "approve" })),
  );
  assert.equal(answers.filter((answer) => JSON.stringify(answer).includes('"recorded"')).length, 1);
  await stage.rest(run);
  assert.deepEqual(await stage.refunds("#W7005001"), [490_000]);
});

test("goods reported as {A}, then as {A, B}, then as {B, A} again refund each unit once", async (context) => {
  const stage = await Stage.open(context);
  await stage.start();
  const both = "Return #W7011002 via paypal_6100001: Wool Throw; Linen Apron;";
  await stage.rest(await stage.ticket("maya_stern", both));
  const [throw_, apron] = ["4120000002", "4150000001"];
  await stage.rest(await stage.goods("maya_stern", "#W7011002", [throw_]));
  assert.deepEqual(await stage.refunds("#W7011002"), [14_990]);
  await Promise.all([
    stage.goods("maya_stern", "#W7011002", [throw_, apron]).then((run) => stage.rest(run)),
    stage.goods("maya_stern", "#W7011002", [apron, throw_, throw_]).then((run) => stage.rest(run)),
  ]);
  assert.deepEqual((await stage.refunds("#W7011002")).toSorted(), [14_990, 4_500].toSorted());
});

test("a return of {A}, then one of {A, B}, refund A once", async (context) => {
  const stage = await Stage.open(context);
  await stage.start();
  await stage.rest(await stage.ticket("maya_stern", "Return #W7011002 via paypal_6100001: Wool Throw;"));
  await stage.rest(await stage.goods("maya_stern", "#W7011002", ["4120000002"]));
  const second: Operation = {
    name: "return_delivered_order_items",
    arguments: { order_id: "#W7011002", item_ids: ["4120000002", "4150000001"], payment_method_id: "paypal_6100001" },
  };
  const text = "Return #W7011002 via paypal_6100001: Wool Throw; Linen Apron;";
  await stage.rest(await stage.ticket("maya_stern", text), agreeable(second));
  await stage.rest(await stage.goods("maya_stern", "#W7011002", ["4120000002", "4150000001"]), agreeable());
  // The shop takes one return an order, so the apron is nobody's return.
  assert.deepEqual(await stage.refunds("#W7011002"), [14_990]);
});

test("pieces of one item are units of their own, and each is refunded once", async (context) => {
  const stage = await Stage.open(context);
  await stage.start();
  const two: Operation = {
    name: "return_delivered_order_items",
    arguments: { order_id: "#W7001002", item_ids: ["4180000001", "4180000001"], payment_method_id: "paypal_5100001" },
  };
  await stage.rest(
    await stage.ticket("nora_whitfield", "I would like to give back both packs of candles."),
    agreeable(two),
  );
  await stage.rest(await stage.goods("nora_whitfield", "#W7001002", ["4180000001"]));
  const pieces = ["4180000001/1", "4180000001/2", "4180000001/3"];
  await stage.rest(await stage.goods("nora_whitfield", "#W7001002", pieces), agreeable());
  assert.deepEqual(await stage.refunds("#W7001002"), [1_260, 1_260]);
});

test("an address changed from A to B, back to A and to B again is changed each time", async (context) => {
  const stage = await Stage.open(context);
  await stage.start();
  const places = { A: ["31 Millrace Road", "Ithaca", "14850"], B: ["2 Fern Hollow", "Lake Placid", "12946"] } as const;
  for (const to of ["B", "A", "B"] as const) {
    const [street, city, zip] = places[to];
    const address = `{'address1': '${street}', 'address2': '', 'city': '${city}', 'state': 'NY', 'country': 'USA', 'zip': '${zip}'}`;
    await stage.rest(await stage.ticket("walter_dunn", `For #W7006001, change address to ${address}.`));
    assert.ok(JSON.stringify((await stage.shop.get("/orders/W7006001")).body).includes(street), `moved to ${to}`);
  }
  assert.equal((await stage.order("#W7006001")).revision, 4);
});
