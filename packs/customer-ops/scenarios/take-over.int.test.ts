/**
 * E6, K2: a server is stopped (SIGSTOP) between the record of an attempt and the sending of it; another one takes over; the first one goes on
 * (SIGCONT), and slips no second refund in. At T2 the provider ignores keys, so a second refund would be one.
 */
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { Stage } from "./testing/stage.ts";

/** The first attempt is the preparation at the shop, the second the refund. */
const beforeTheRefund = "effect.attempting.after=stop@2";
const text = "Cancel order #W7001001 because no longer needed.";
const skip = process.platform === "linux" ? false : "tells by /proc that a process is stopped";

async function stopBeforeRefund(context: TestContext, tier: "T1" | "T2", timeoutMs: number) {
  const stage = await Stage.open(context, { tier, timeoutMs, settleMs: 500 });
  const first = await stage.start(beforeTheRefund);
  const run = await stage.ticket("nora_whitfield", text);
  await stage.stopped(first);
  assert.deepEqual(await stage.refunds("#W7001001"), []);
  return { stage, first, run };
}

async function takeOver(stage: Stage): Promise<void> {
  // Only a server that was silent for a while is taken over; until then the folder is in use.
  await stage.until(() => stage.start().catch(() => undefined));
}

for (const tier of ["T1", "T2"] as const) {
  test(`a server that wakes up when its successor is done sends nothing (${tier})`, { skip }, async (context) => {
    const { stage, first, run } = await stopBeforeRefund(context, tier, 2_000);
    await takeOver(stage);
    await stage.rest(run);
    assert.deepEqual(await stage.refunds("#W7001001"), [10_950]);

    first.signal("SIGCONT");
    const { code } = await first.ended;
    assert.equal(code, 75, "it finds that it was taken over, and ends");
    assert.deepEqual(await stage.refunds("#W7001001"), [10_950]);
    assert.equal((await stage.order("#W7001001")).status, "cancelled");
    await stage.server.end("SIGTERM");
    await stage.command("verify");
  });
}

test("a server that wakes up before its deadline may still send, and yet the refund is made once", {
  skip,
}, async (context) => {
  const { stage, first, run } = await stopBeforeRefund(context, "T2", 8_000);
  await takeOver(stage);
  first.signal("SIGCONT");
  await first.ended;
  await stage.rest(run);
  assert.deepEqual(await stage.refunds("#W7001001"), [10_950]);
});
