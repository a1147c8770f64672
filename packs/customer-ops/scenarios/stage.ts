/** A sandbox shop on the sample's data and Praxis servers of their own on one data folder: what the scenarios play on. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { PraxisClient } from "../client/praxis-client.ts";
import { type ServerOptions, ServerProcess, verify } from "../retail/server-process.ts";
import { sampleSeed } from "../sample/shop-seed.ts";
import type { PaymentTier } from "../settings.ts";
import { type Shop, startShop } from "../shop/start-shop.ts";

const secret = `whsec_${Buffer.from("the scenarios' own secret").toString("base64")}`;
const patienceMs = 60_000;

export interface Stage {
  readonly shop: Shop;
  readonly options: ServerOptions;
  readonly folder: string;
  start(failpoints?: string): Promise<{ server: ServerProcess; client: PraxisClient }>;
  /** Refunds in the provider's log for this order, the seed's left out. */
  refundsOf(orderId: string): Promise<number>;
  statusOf(orderId: string): Promise<string>;
  verify(): Promise<void>;
}

/** At T2 and T3 the provider ignores keys: it refunds as often as it is told to. */
export async function stage(context: TestContext, tier: PaymentTier): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "praxis-scenario-"));
  const faults = { ignoreKeys: tier !== "T1", noLookup: tier === "T3" };
  const shop = await startShop({ dataFolder: ":memory:", seed: sampleSeed, faults });
  const servers: ServerProcess[] = [];
  context.after(async () => {
    await Promise.all(servers.map((server) => server.end("SIGKILL")));
    await shop.close();
    await rm(folder, { recursive: true, force: true });
  });
  const options: ServerOptions = {
    folder: join(folder, "praxis"),
    logFile: join(folder, "server.log"),
    environment: {
      SHOP_URL: shop.url,
      PRAXIS_PAYMENTS_TIER: tier,
      PRAXIS_SHOP_TIMEOUT_MS: "2000",
      PRAXIS_SHOP_SETTLE_MS: "300",
      PRAXIS_TAKE_OVER_AFTER_MS: "1500",
      PRAXIS_ANCHORS: join(folder, "anchors"),
      TICKETS_SECRET: secret,
      GOODS_SECRET: secret,
    },
  };
  const read = async (path: string): Promise<unknown> => (await fetch(`${shop.url}/w/main${path}`)).json();
  return {
    shop,
    options,
    folder,
    async start(failpoints = "") {
      const server = new ServerProcess(options, failpoints);
      servers.push(server);
      await server.listening();
      return { server, client: new PraxisClient(() => server.address) };
    },
    async refundsOf(orderId) {
      const log = await read(`/payments/transactions?orderId=${encodeURIComponent(orderId)}`);
      assert.ok(typeof log === "object" && log !== null && "transactions" in log && Array.isArray(log.transactions));
      return log.transactions.filter((entry: { kind?: unknown }) => entry.kind === "refund").length;
    },
    async statusOf(orderId) {
      const order = await read(`/orders/${encodeURIComponent(orderId)}`);
      assert.ok(typeof order === "object" && order !== null && "status" in order);
      return String(order.status);
    },
    async verify() {
      const verified = await verify(options);
      assert.ok(verified.ok, verified.said);
    },
  };
}

/** @returns the run's id */
export async function sendTicket(
  client: PraxisClient,
  id: string,
  customer: string,
  text: string,
): Promise<string | null> {
  const { runs } = await client.sendWebhook("tickets", secret, id, { id, customer, text });
  return runs[0] ?? null;
}

/** Waits until it holds. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await holds())) {
    assert.ok(performance.now() < deadline, `${what} within ${patienceMs} ms`);
    await sleep(100);
  }
}

export function untilDone(client: PraxisClient, run: string): Promise<void> {
  return until(`run ${run} is done`, async () => (await client.resultOf(run)).status === "done");
}

/** Whether the process is stopped (SIGSTOP), as Linux tells. */
export async function isStopped(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).startsWith("T");
}
