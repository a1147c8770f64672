/** A run is cancelled at the worst moment, and the wish comes again: the order is never left held, and the money goes back once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { agreeable, Stage } from "./testing/stage.ts";

test("a run cancelled at its gate releases the order; started anew, it refunds once", async (context) => {
  const stage = await Stage.open(context);
  await stage.start();
  const text = "Cancel order #W7005001 because no longer needed.";
  const first = await stage.ticket("priya_raman", text);
  await stage.gate();
  await stage.client.cancel(first, "asked for by the test");
  await stage.rest(first);
  assert.deepEqual(await stage.refunds("#W7005001"), []);
  assert.match(JSON.stringify((await stage.shop.get("/orders/W7005001")).body), /"heldBy":null/);

  const second = await stage.ticket("priya_raman", text);
  const kinds: string[] = [];
  await stage.rest(second, (gate) => {
    kinds.push(gate.kind);
    return agreeable()(gate);
  });
  assert.deepEqual(kinds, ["again", "approval"]);
  assert.deepEqual(await stage.refunds("#W7005001"), [490_000]);
  assert.equal((await stage.order("#W7005001")).status, "cancelled");
  const done = await stage.client.effects("status=succeeded");
  assert.deepEqual(
    done.flatMap(({ contract, interim }) => (interim === null ? [] : [[contract, interim]])),
    [["shop.prepare", "order #W7005001 is held for it at the shop; nothing is changed yet"]],
    "what only prepared the rest says so",
  );
});

test("a run cancelled while its refund is under way finishes what cannot be fetched back", async (context) => {
  const stage = await Stage.open(context);
  await stage.start();
  await stage.shop.call("PUT", "/faults/next", { pathContains: "/payments/refunds", fault: "slow", delayMs: 1_000 });
  const text = "Cancel order #W7001001 because no longer needed.";
  const first = await stage.ticket("nora_whitfield", text);
  await stage.until(async () => {
    const [refund] = await stage.client.effects("contract=payments.refund");
    return refund?.status === "attempting" ? refund : undefined;
  });
  await stage.client.cancel(first, "asked for by the test");
  await stage.rest(first);
  assert.deepEqual(await stage.refunds("#W7001001"), [10_950]);
  assert.equal((await stage.order("#W7001001")).status, "cancelled");

  await stage.rest(await stage.ticket("nora_whitfield", text), agreeable());
  assert.deepEqual(await stage.refunds("#W7001001"), [10_950]);
});

test("a run cancelled while a charge is under way gives the charge back and leaves the order as it was", async (context) => {
  const stage = await Stage.open(context);
  await stage.start();
  await stage.shop.call("PUT", "/faults/next", { pathContains: "/payments/captures", fault: "slow", delayMs: 1_000 });
  const text =
    "For #W7004001, modify Bread Knife {'handle': 'beech', 'blade': '22 cm'} to {'handle': 'walnut'}; via credit_card_5400001.";
  const run = await stage.ticket("lucien_moreau", text);
  await stage.until(async () => {
    const [capture] = await stage.client.effects("contract=payments.capture");
    return capture?.status === "attempting" ? capture : undefined;
  });
  await stage.client.cancel(run, "asked for by the test");
  await stage.rest(run);
  assert.deepEqual(await stage.refunds("#W7004001"), [690]);
  assert.deepEqual(await stage.order("#W7004001"), { status: "pending", revision: 1 });
  assert.match(JSON.stringify((await stage.shop.get("/orders/W7004001")).body), /"heldBy":null/);
});
