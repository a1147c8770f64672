/**
 * E7: after an older backup is put back, what was done in the time that is missing is found out first, and done no second time.
 *
 * The worst hour: in the time that is missing a refund was made, and its order not yet committed; so the shop's status guards nothing.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { Gate, PraxisClient } from "../client/praxis-client.ts";
import { command } from "../retail/server-process.ts";
import { sendTicket, stage, until, untilDone } from "./stage.ts";

const before = "#W7010001";
const missing = "#W7012001";
const customer = "oleg_petrov";

for (const tier of ["T1", "T2", "T3"] as const) {
  test(`a backup of an hour ago brings no second refund (${tier})`, async (context) => {
    const scene = await stage(context, tier);
    const data = ["--data", scene.options.folder];
    const first = await scene.start();
    const done = await sendTicket(
      first.client,
      "t-1",
      "gareth_pugh",
      `Cancel order ${before} because no longer needed.`,
    );
    assert.ok(done);
    await untilDone(first.client, done);
    const backup = join(scene.folder, "backup");
    const saved = await command(scene.options, ["backup", backup, ...data]);
    assert.ok(saved.ok, saved.said);
    await first.server.end("SIGTERM");

    // Prepared, refunded, and then the plug is pulled; the newest head is anchored about once a second.
    const doomed = await scene.start("effect.attempting.before=kill@3");
    await sendTicket(doomed.client, "t-2", customer, `Cancel order ${missing} because no longer needed.`);
    await doomed.server.ended;
    assert.equal(await scene.refundsOf(missing), 1);
    assert.equal(await scene.statusOf(missing), "pending");

    const restored = await command(scene.options, ["restore", backup, ...data]);
    assert.ok(restored.ok, restored.said);
    const second = await scene.start();
    const again = await sendTicket(second.client, "t-2", customer, `Cancel order ${missing} because no longer needed.`);
    const inOtherWords = `Please cancel order ${missing} because it is no longer needed.`;
    const other = await sendTicket(second.client, "t-3", customer, inOtherWords);
    assert.equal(
      await sendTicket(second.client, "t-1", "gareth_pugh", `Cancel order ${before} because no longer needed.`),
      null,
    );
    let asked = 0;
    const looksAtTheLog = async (gate: Gate): Promise<void> => {
      asked += gate.kind === "unknown" ? 1 : 0;
      const refunds = await scene.refundsOf(missing);
      const value = { happened: refunds > 0, output: { id: "as the provider's log says" } };
      const reason = "the provider's log says so";
      const isUnknown = gate.kind === "unknown";
      await second.client.answer(gate.id, isUnknown ? { verdict: "answer", value, reason } : sayNo(gate, reason));
    };
    for (const run of [again, other]) {
      assert.ok(run);
      await until(`run ${run} is over`, () => isOver(second.client, run, looksAtTheLog));
    }
    assert.equal(asked, tier === "T3" ? 1 : 0, "who can be asked is asked, and a person only for the rest");
    assert.equal(await scene.refundsOf(before), 1);
    assert.equal(await scene.refundsOf(missing), 1);
    assert.equal(await scene.statusOf(missing), "cancelled");
    await second.server.end("SIGTERM");
    await scene.verify();
  });
}

async function isOver(client: PraxisClient, run: string, answer: (gate: Gate) => Promise<void>): Promise<boolean> {
  for (const gate of await client.openGates()) await answer(gate);
  return (await client.resultOf(run)).status === "done";
}

/** The second ticket may come when the first has cancelled the order already: there is nothing left to do. */
function sayNo({ kind }: Gate, reason: string) {
  return kind === "question"
    ? ({ verdict: "answer", value: [], reason } as const)
    : ({ verdict: "decline", reason } as const);
}
