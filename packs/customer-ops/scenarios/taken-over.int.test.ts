/** E6, K2: a server that is stopped between the record of an attempt and its sending, taken over, and continued, slips no second refund in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { isStopped, sendTicket, stage, until, untilDone } from "./stage.ts";

const order = "#W7010001";

// The second attempt of this ticket is the refund: prepare, refund, commit.
for (const tier of ["T1", "T2"] as const) {
  test(`a stopped server that wakes up after a take-over refunds nothing (${tier})`, {
    skip: process.platform !== "linux",
  }, async (context) => {
    const scene = await stage(context, tier);
    const first = await scene.start("effect.attempting.after=stop@2");
    const run = await sendTicket(first.client, "t-1", "gareth_pugh", `Cancel order ${order} because no longer needed.`);
    assert.ok(run);
    await until("the first server is stopped", () => isStopped(first.server.pid));
    assert.equal(await scene.refundsOf(order), 0);

    // A server that is silent for so long counts as stopped.
    await sleep(2_500);
    const second = await scene.start();
    await untilDone(second.client, run);
    assert.equal(await scene.refundsOf(order), 1);

    first.server.signal("SIGCONT");
    const { code } = await first.server.ended;
    assert.equal(code, 75, "the first server finds that it was taken over, and ends");
    assert.equal(await scene.refundsOf(order), 1);
    assert.equal(await scene.statusOf(order), "cancelled");
    await second.server.end("SIGTERM");
    await scene.verify();
  });
}
