/**
 * E7: an older backup is put back, and what happened since comes again. What was done in the time that is missing is found out first: at T1
 * the provider knows the keys, at T2 it is asked, at T3 a person is. It is done no second time.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { Gate, Verdict } from "../client/praxis-client.ts";
import { Stage } from "./testing/stage.ts";

/** The person sees in the provider's log that it was done. Where a ticket is not clear, the one before has seen to it already. */
function seenInTheLog(gate: Gate): Verdict {
  if (gate.kind === "question") return { verdict: "answer", value: [] };
  return gate.kind === "unknown"
    ? { verdict: "answer", value: { happened: true, output: { id: "as the provider's log says" } } }
    : { verdict: "decline", reason: "it was done in the time that is missing" };
}

for (const tier of ["T1", "T2", "T3"] as const) {
  const asks = tier === "T3" ? 1 : 0;

  // No status at the shop guards the money of goods that came back.
  test(`goods whose notice comes again after a restore are refunded once (${tier})`, async (context) => {
    const stage = await Stage.open(context, { tier });
    await stage.start();
    await stage.rest(await stage.ticket("maya_stern", "Return #W7011002 via paypal_6100001: Wool Throw; Linen Apron;"));
    const backup = join(stage.folder, "backup");
    await stage.command("backup", backup);
    await stage.rest(await stage.goods("maya_stern", "#W7011002", ["4120000002"], "notice-1"));
    assert.deepEqual(await stage.refunds("#W7011002"), [14_990]);

    await stage.server.end("SIGTERM");
    await stage.command("restore", backup);
    await stage.start();
    const kinds: string[] = [];
    await stage.rest(await stage.goods("maya_stern", "#W7011002", ["4120000002"], "notice-1"), (gate) => {
      kinds.push(gate.kind);
      return seenInTheLog(gate);
    });
    assert.deepEqual(kinds, asks === 0 ? [] : ["unknown"]);
    assert.deepEqual(await stage.refunds("#W7011002"), [14_990]);
  });

  // The worst hour: a refund was made and its order not yet committed, so the shop's status guards nothing.
  test(`a refund of the missing hour, with its order still held, is not made again (${tier})`, async (context) => {
    const stage = await Stage.open(context, { tier });
    await stage.start();
    const before = { customer: "nora_whitfield", text: "Cancel order #W7001001 because no longer needed.", id: "t-1" };
    await stage.rest(await stage.ticket(before.customer, before.text, before.id));
    const backup = join(stage.folder, "backup");
    await stage.command("backup", backup);
    await stage.server.end("SIGTERM");

    // Prepared, refunded, and then the plug is pulled.
    const doomed = await stage.start("effect.attempting.before=kill@3");
    const text = "Cancel order #W7012001 because no longer needed.";
    await stage.ticket("oleg_petrov", text, "t-2");
    await doomed.ended;
    assert.deepEqual(await stage.refunds("#W7012001"), [8_675]);
    assert.equal((await stage.order("#W7012001")).status, "pending");

    await stage.command("restore", backup);
    await stage.start();
    const runs = [
      await stage.ticket("oleg_petrov", text, "t-2"),
      await stage.ticket("oleg_petrov", "Please cancel order #W7012001 because it is no longer needed.", "t-3"),
    ];
    await assert.rejects(stage.ticket(before.customer, before.text, before.id), "the first one is in the backup");
    let asked = 0;
    for (const run of runs) {
      await stage.rest(run, (gate) => {
        asked += gate.kind === "unknown" ? 1 : 0;
        return seenInTheLog(gate);
      });
    }
    assert.equal(asked, asks, "who can be asked is asked, and a person only for the rest");
    assert.deepEqual(await stage.refunds("#W7001001"), [10_950]);
    assert.deepEqual(await stage.refunds("#W7012001"), [8_675]);
    assert.equal((await stage.order("#W7012001")).status, "cancelled");
    await stage.server.end("SIGTERM");
    await stage.command("verify");
  });
}
