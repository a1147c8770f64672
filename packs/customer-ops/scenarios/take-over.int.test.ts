/**
 * A server is stopped (SIGSTOP) between the record of an attempt and the sending of it; another one takes over; the first one goes on
 * (SIGCONT). The provider ignores keys (T2), so a second refund would be one.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Stage } from "./testing/stage.ts";

/** The first attempt is the preparation at the shop, the second the refund. */
const beforeTheRefund = "effect.attempting.after=stop@2";
const text = "Cancel order #W7001001 because no longer needed.";

test("a server that wakes up before its deadline may still send, and yet the refund is made once", async (context) => {
  const stage = await Stage.open(context, { tier: "T2", timeoutMs: 8_000, settleMs: 500 });
  const first = await stage.start(beforeTheRefund);
  const run = await stage.ticket("nora_whitfield", text);
  await sleep(2_500);
  await stage.start();
  first.signal("SIGCONT");
  await first.ended;
  await stage.rest(run);
  assert.deepEqual(await stage.refunds("#W7001001"), [10_950]);
});
