/**
 * An older backup is put back, and what happened since comes again: the same notices of goods, for which no status at the shop guards the
 * money. At T1 the provider knows the keys, at T2 it is asked first, at T3 a person is.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { command } from "../retail/server-process.ts";
import type { PaymentTier } from "../settings.ts";
import { Stage } from "./testing/stage.ts";

const outcomes: readonly { readonly tier: PaymentTier; readonly gates: number }[] = [
  { tier: "T1", gates: 0 },
  { tier: "T2", gates: 0 },
  { tier: "T3", gates: 1 },
];

for (const { tier, gates } of outcomes) {
  test(`after an older backup is put back, the same notice refunds nothing more (${tier})`, async (context) => {
    const stage = await Stage.open(context, { tier });
    await stage.start();
    await stage.rest(await stage.ticket("maya_stern", "Return #W7011002 via paypal_6100001: Wool Throw; Linen Apron;"));
    const backup = join(stage.folder, "backup");
    await praxis(stage, "backup", backup);

    await stage.rest(await stage.goods("maya_stern", "#W7011002", ["4120000002"], "notice-1"));
    assert.deepEqual(await stage.refunds("#W7011002"), [14_990]);
    await stage.server.end("SIGTERM");
    await praxis(stage, "restore", backup);
    await stage.start();

    let asked = 0;
    const again = await stage.goods("maya_stern", "#W7011002", ["4120000002"], "notice-1");
    await stage.rest(again, (gate) => {
      asked += 1;
      assert.equal(gate.kind, "unknown");
      return { verdict: "answer", value: { happened: true, output: { id: "as the provider's log says" } } };
    });
    assert.equal(asked, gates);
    assert.deepEqual(await stage.refunds("#W7011002"), [14_990]);
  });
}

async function praxis({ options }: Stage, verb: string, folder: string): Promise<void> {
  const { ok, said } = await command(options, [verb, folder, "--data", options.folder]);
  assert.ok(ok, said);
}
