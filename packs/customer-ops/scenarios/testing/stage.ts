/**
 * The sample shop in this process, and Praxis servers in processes of their own: for scenarios that stop, kill and restore them.
 *
 * Boundary: a scenario sees what a customer, a person and the shop see: webhooks, gates, and the shop's own log.
 */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Gate, PraxisClient, type Verdict } from "../../client/praxis-client.ts";
import type { Operation } from "../../contracts/operation.ts";
import { command, type ServerOptions, ServerProcess } from "../../retail/server-process.ts";
import { sampleSeed } from "../../sample/shop-seed.ts";
import type { PaymentTier } from "../../settings.ts";
import { startShop } from "../../shop/start-shop.ts";
import { ShopCaller } from "../../shop/testing/shop-caller.ts";

const secret = `whsec_${Buffer.from("the scenarios' own secret").toString("base64")}`;
const lookEveryMs = 40;
const patienceMs = 60_000;
const logSchema = z.object({ transactions: z.array(z.object({ kind: z.string(), amountCents: z.int() })) });

export interface StageOptions {
  readonly tier?: PaymentTier;
  /** Of one call to the shop. */
  readonly timeoutMs?: number;
  readonly settleMs?: number;
}

/** What the person says to a gate; undefined leaves it open. */
export type Person = (gate: Gate) => Verdict | undefined;

export class Stage {
  readonly shop: ShopCaller;
  readonly client: PraxisClient;
  readonly folder: string;
  readonly options: ServerOptions;
  #server: ServerProcess | null = null;
  #sent = 0;

  private constructor(shop: ShopCaller, folder: string, options: ServerOptions) {
    this.shop = shop;
    this.folder = folder;
    this.options = options;
    this.client = new PraxisClient(() => this.server.address);
  }

  static async open(test: TestContext, options: StageOptions = {}): Promise<Stage> {
    const { tier = "T1", timeoutMs = 3_000, settleMs = 300 } = options;
    const folder = await mkdtemp(join(tmpdir(), "praxis-scenario-"));
    const faults = { ignoreKeys: tier !== "T1", noLookup: tier === "T3" };
    const shop = await startShop({ dataFolder: ":memory:", seed: sampleSeed, faults });
    const stage = new Stage(new ShopCaller(shop.url), folder, {
      folder: join(folder, "praxis"),
      logFile: join(folder, "server.log"),
      environment: {
        SHOP_URL: shop.url,
        PRAXIS_PAYMENTS_TIER: tier,
        PRAXIS_SHOP_TIMEOUT_MS: String(timeoutMs),
        PRAXIS_SHOP_SETTLE_MS: String(settleMs),
        PRAXIS_ANCHORS: join(folder, "anchors"),
        PRAXIS_TAKE_OVER_AFTER_MS: "1500",
        TICKETS_SECRET: secret,
        GOODS_SECRET: secret,
      },
    });
    test.after(async () => {
      await stage.#server?.end("SIGKILL");
      await shop.close();
      await rm(folder, { recursive: true, force: true });
    });
    return stage;
  }

  get server(): ServerProcess {
    assert(this.#server, "the scenario has started a server");
    return this.#server;
  }

  /** Starts a server, which is the one that is talked to from now on. */
  async start(failpoints = ""): Promise<ServerProcess> {
    const server = new ServerProcess(this.options, failpoints);
    this.#server = server;
    await server.listening();
    return server;
  }

  /** @param id the sender's, where it matters that it is sent again. @returns the run that it started */
  async ticket(customer: string, text: string, id = `ticket-${++this.#sent}`): Promise<string> {
    return this.#only(await this.client.sendWebhook("tickets", secret, id, { id, customer, text }));
  }

  async goods(
    customer: string,
    orderId: string,
    itemIds: readonly string[],
    id = `goods-${++this.#sent}`,
  ): Promise<string> {
    return this.#only(await this.client.sendWebhook("goods", secret, id, { id, customer, orderId, itemIds }));
  }

  #only({ runs }: { readonly runs: readonly string[] }): string {
    const [run] = runs;
    assert(run, "a new webhook starts a run");
    return run;
  }

  /** Answers gates until the run has ended. @returns what it ended with */
  async rest(run: string, person: Person = () => undefined): Promise<unknown> {
    return this.until(async () => {
      await this.answerGates(person);
      const { status, result } = await this.client.resultOf(run);
      assert.notEqual(status, "set aside", `run ${run} was set aside`);
      return status === "done" || status === "cancelled" ? { result } : undefined;
    }).then(({ result }) => result);
  }

  async answerGates(person: Person): Promise<void> {
    for (const gate of await this.client.openGates()) {
      const verdict = person(gate);
      if (verdict !== undefined) await this.client.answer(gate.id, verdict);
    }
  }

  /** The next gate that is open. */
  gate(matches: (gate: Gate) => boolean = () => true): Promise<Gate> {
    return this.until(async () => (await this.client.openGates()).find(matches));
  }

  async until<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
      const found = await look();
      if (found !== undefined) return found;
      await sleep(lookEveryMs);
    }
    throw new Error(`nothing came of it within ${patienceMs / 1_000} s`);
  }

  /** Amounts of the refunds that Praxis made for an order, as the shop's log has them. */
  async refunds(orderId: string): Promise<number[]> {
    return this.#amounts(orderId, "refund");
  }

  async #amounts(orderId: string, kind: string): Promise<number[]> {
    const { body } = await this.shop.get(`/payments/transactions?orderId=${encodeURIComponent(orderId)}`);
    return logSchema.parse(body).transactions.flatMap((entry) => (entry.kind === kind ? [entry.amountCents] : []));
  }

  /** A command of the command line on this stage's data folder. */
  async command(...args: readonly string[]): Promise<void> {
    const { ok, said } = await command(this.options, [...args, "--data", this.options.folder]);
    assert.ok(ok, said);
  }

  /** Settles once the server's process is stopped (SIGSTOP), as Linux tells. */
  async stopped(server: ServerProcess): Promise<void> {
    await this.until(async () => {
      const stat = await readFile(`/proc/${server.pid}/stat`, "utf8");
      return stat.slice(stat.lastIndexOf(")") + 2).startsWith("T") || undefined;
    });
  }

  async order(orderId: string): Promise<{ status: string; revision: number }> {
    const { body } = await this.shop.get(`/orders/${encodeURIComponent(orderId)}`);
    return z.object({ status: z.string(), revision: z.int() }).parse(body);
  }
}

/** Says yes to everything, and what a vague ticket asks for. */
export function agreeable(...reading: readonly Operation[]): Person {
  return (gate) => {
    // A customer was promised a colleague's letter: here it is one without words.
    if (gate.title.startsWith("Answer ")) return { verdict: "answer", value: { reply: "" } };
    if (gate.title.startsWith("A parcel came ")) return { verdict: "answer", value: "it was a mistake" };
    if (gate.kind === "question") return { verdict: "answer", value: reading };
    return gate.kind === "conflict" ? { verdict: "decline" } : { verdict: "approve" };
  };
}
