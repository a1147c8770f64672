/** Two letters ask for the same: the run that holds the order for both is cancelled, while the other one's refund is on its way. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { agreeable, type Person, Stage } from "./testing/stage.ts";

test("an order is not let go while a refund for it is held open at the shop: it is cancelled and refunded once, and a person hears why", async (context) => {
  const stage = await Stage.open(context, { timeoutMs: 10_000 });
  await stage.start();
  const text = "Cancel order #W7005001 because no longer needed.";
  const refundGateOf = (run: string) => stage.gate((gate) => gate.run === run && gate.title.startsWith("Refund "));
  const first = await stage.ticket("priya_raman", text);
  await refundGateOf(first);
  const second = await stage.ticket("priya_raman", text);
  const gate = await refundGateOf(second);

  await stage.shop.call("PUT", "/faults/next", { pathContains: "/payments/refunds", fault: "slow", delayMs: 2_500 });
  await stage.client.answer(gate.id, { verdict: "approve" });
  const refund = async () => (await stage.client.effects("contract=payments.refund"))[0]?.status;
  await stage.until(async () => (await refund()) === "attempting" || undefined);
  await stage.client.cancel(first, "asked for by the test");
  assert.deepEqual(await stage.refunds("#W7005001"), [], "the shop still holds the refund open");
  await stage.until(async () => {
    assert.deepEqual(await stage.client.effects("contract=shop.release"), []);
    return (await refund()) === "attempting" ? undefined : true;
  });

  const shown: string[] = [];
  const person: Person = (each) => {
    if (each.kind === "conflict") shown.push(each.reasons.join("; "));
    return agreeable()(each);
  };
  await stage.rest(second, person);
  await stage.rest(first, person);
  assert.deepEqual(await stage.refunds("#W7005001"), [490_000]);
  assert.equal((await stage.order("#W7005001")).status, "cancelled");
  assert.deepEqual(await stage.client.effects("contract=shop.release"), []);
  assert.match(shown.join("\n"), /another run has built on it, and that cannot be fetched back: Refund \$4,900\.00/);
});
