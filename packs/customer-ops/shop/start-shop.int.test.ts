import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { z } from "zod";
import { startShop } from "./start-shop.ts";
import { codeOf, idOf, openTestShop, ShopCaller } from "./testing/shop-caller.ts";
import { smallSeed } from "./testing/small-seed.ts";

const refund = { orderId: "#W1", paymentMethodId: "gift_card_1", amountCents: 500 };
const cancel = { order_id: "#W1", reason: "no longer needed" };

async function temporaryFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "shop-"));
  context.after(() => rm(folder, { recursive: true }));
  return folder;
}

test("a world that was not created is not there", async (context) => {
  const shop = (await openTestShop(context)).inWorld("w1");
  const missing = await shop.get("/orders/W1");
  assert.deepEqual([missing.status, codeOf(missing.body)], [404, "world_not_found"]);
  assert.equal((await shop.call("DELETE", "^/worlds/w1")).status, 404);
  assert.equal((await shop.call("POST", "^/worlds", { name: "w1" })).status, 201);
  assert.equal((await shop.call("POST", "^/worlds", { name: "w1" })).status, 200);
  assert.equal((await shop.call("POST", "^/worlds", { name: "a/b" })).status, 400);
  assert.deepEqual((await shop.get("^/worlds")).body, { worlds: [{ name: "main" }, { name: "w1" }] });
  assert.equal((await shop.get("/orders/W1")).status, 200);
});

test("worlds do not see each other: not orders, money, operations nor keys", async (context) => {
  const main = await openTestShop(context);
  await main.call("POST", "^/worlds", { name: "w1" });
  const other = main.inWorld("w1");
  assert.equal(await main.perform("op-1", "cancel_pending_order", cancel), undefined);
  await main.pay("refunds", refund, "key");
  assert.deepEqual((await other.get("/changes")).body, { orders: {} });
  assert.equal((await other.get("/operations/op-1")).status, 404);
  assert.equal((await other.pay("refunds", refund, "key")).headers.has("idempotent-replayed"), false);
  assert.equal(await other.countTransactions(), 1);
});

test("a reset world is as fresh as the base, and forgets its faults", async (context) => {
  const shop = await openTestShop(context);
  await shop.perform("op-1", "cancel_pending_order", cancel);
  const before = await shop.pay("refunds", refund, "key");
  await shop.call("PUT", "/faults", { error500: 1 });
  assert.equal((await shop.call("DELETE", "^/worlds/main")).status, 200);
  assert.deepEqual((await shop.get("/changes")).body, { orders: {} });
  assert.equal(await shop.countTransactions(), 0);
  assert.notEqual(idOf((await shop.pay("refunds", refund, "key")).body), idOf(before.body));
  assert.equal((await shop.prepare("op-1", "cancel_pending_order", cancel)).status, 201);
});

test("a restarted shop is the same shop, and refuses to be another one", async (context) => {
  const dataFolder = await temporaryFolder(context);
  await assert.rejects(startShop({ dataFolder }), { code: "seed_missing" });
  const first = await startShop({ dataFolder, seed: smallSeed });
  const caller = new ShopCaller(first.url);
  await caller.prepare("op-1", "cancel_pending_order", cancel);
  const acted = await caller.pay("refunds", refund, "key");
  await first.close();

  await assert.rejects(startShop({ dataFolder, seed: { ...smallSeed, products: {} } }), { code: "seed_differs" });
  const second = await startShop({ dataFolder });
  context.after(() => second.close());
  const again = new ShopCaller(second.url);
  assert.deepEqual((await again.pay("refunds", refund, "key")).body, acted.body);
  assert.equal((await again.call("POST", "/operations/op-1/commit")).status, 200);
});

test("the shop closes while a client waits for an answer that never comes", async () => {
  const shop = await startShop({ dataFolder: ":memory:", seed: smallSeed, faults: { timeoutAfterSuccess: 1 } });
  const waiting = new ShopCaller(shop.url).pay("refunds", refund).catch(() => "cut");
  await new Promise((resolve) => setTimeout(resolve, 50));
  await shop.close();
  assert.equal(await waiting, "cut");
});

test("as a process it says where it is, and ends cleanly on SIGTERM", async (context) => {
  const folder = await temporaryFolder(context);
  for (const name of ["users", "orders", "products"] as const) {
    await writeFile(join(folder, `${name}.json`), JSON.stringify(smallSeed[name]));
  }
  const main = join(import.meta.dirname, "main.ts");
  const child = spawn(process.execPath, [main, "--seed", folder, "--data", join(folder, "data"), "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const [line] = await once(createInterface(child.stdout), "line");
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(String(line)));
  assert.equal((await new ShopCaller(url).get("/orders/W1")).status, 200);
  child.kill("SIGTERM");
  assert.deepEqual(await ended, [0, null]);
});

test("as a process it says what is wrong with its arguments", async () => {
  const main = join(import.meta.dirname, "main.ts");
  const child = spawn(process.execPath, [main, "--seed", "/nowhere"], { stdio: ["ignore", "ignore", "pipe"] });
  const text = await child.stderr.setEncoding("utf8").toArray();
  assert.match(text.join(""), /seed file \/nowhere\/users\.json cannot be read/);
  assert.equal(child.exitCode ?? (await once(child, "exit"))[0], 1);
});
