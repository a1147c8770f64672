import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { IntakeLine } from "./intake-line.ts";

test("one at a time is let in at once; of many at once a portion in each round, and another account's in the next", async () => {
  const line = new IntakeLine();
  const order: string[] = [];
  const come = (account: string, name: string): void => void line.turn(account).then(() => order.push(name));
  for (let n = 0; n < 300; n++) come("loud", `loud ${n}`);
  await Promise.resolve();
  assert.equal(order.length, 4);
  await turn();
  come("quiet", "quiet");
  const before = order.length;
  assert.ok(before <= 8, `${before}`);
  await turn();
  assert.ok(order.slice(before).includes("quiet"), order.slice(before).join());
  const sizes: number[] = [];
  for (let size = order.length; order.length < 301; size = order.length) {
    await turn();
    sizes.push(order.length - size);
  }
  assert.ok(Math.max(...sizes) <= 4, sizes.join());
  await turn();
  await turn();
  come("loud", "later");
  await Promise.resolve();
  assert.equal(order.at(-1), "later", "nobody waits where nobody else is");
});
