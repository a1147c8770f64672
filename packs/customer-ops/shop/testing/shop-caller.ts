/** Calls a shop as its callers do, over HTTP, and reads what tests look at. */
import type { TestContext } from "node:test";
import { z } from "zod";
import { moneyLineSchema } from "../orders/verdict.ts";
import { type ShopOptions, startShop } from "../start-shop.ts";
import { smallSeed } from "./small-seed.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export const preparedSchema = z.object({
  id: z.string(),
  status: z.string(),
  money: z.array(moneyLineSchema),
});
const identified = z.object({ id: z.string() });
const failure = z.object({ error: z.object({ code: z.string(), field: z.string().optional() }) });

export class ShopCaller {
  readonly url: string;
  readonly world: string;

  constructor(url: string, world = "main") {
    this.url = url;
    this.world = world;
  }

  inWorld(world: string): ShopCaller {
    return new ShopCaller(this.url, world);
  }

  /** @param path within the world, or within the shop if it starts with "^" */
  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const place = path.startsWith("^") ? path.slice(1) : `/w/${this.world}${path}`;
    const response = await fetch(this.url + place, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  get(path: string): Promise<Answer> {
    return this.call("GET", path);
  }

  prepare(id: string, operation: string, args: unknown): Promise<Answer> {
    return this.call("PUT", `/operations/${id}`, { operation, arguments: args });
  }

  /** As the shop wants it: prepare, move the money line by line, commit. @returns the code of the refusal, if it is one */
  async perform(id: string, operation: string, args: unknown): Promise<string | undefined> {
    const { status, body } = await this.prepare(id, operation, args);
    if (status === 422) return codeOf(body);
    const prepared = preparedSchema.parse(body);
    const orderId = z.object({ orderId: z.string().nullable() }).parse(body).orderId ?? "";
    for (const { kind, line, ...transaction } of prepared.money) {
      const key = `${id}-${line}`;
      if (kind === "refund") await this.pay("refunds", { orderId, ...transaction }, key);
      else {
        const { paymentMethodId, amountCents } = transaction;
        const authorised = await this.pay("authorisations", { orderId, paymentMethodId, amountCents }, `${key}-a`);
        await this.pay("captures", { authorisationId: idOf(authorised.body), amountCents }, `${key}-c`);
      }
    }
    const committed = await this.call("POST", `/operations/${id}/commit`);
    if (committed.status !== 200) throw new TypeError(`The commit of ${id} was answered ${committed.status}.`);
    return undefined;
  }

  pay(what: "authorisations" | "captures" | "voids" | "refunds", body: unknown, key?: string): Promise<Answer> {
    return this.call("POST", `/payments/${what}`, body, key === undefined ? {} : { "idempotency-key": key });
  }

  /** How many transactions the world's own log has. */
  async countTransactions(): Promise<number> {
    const { body } = await this.get("/payments/transactions");
    return z.object({ transactions: z.array(z.unknown()) }).parse(body).transactions.length;
  }
}

export function idOf(body: unknown): string {
  return identified.parse(body).id;
}

export function codeOf(body: unknown): string {
  return failure.parse(body).error.code;
}

/** A shop in memory with the small seed, closed when the test ends. */
export async function openTestShop(test: TestContext, options: Partial<ShopOptions> = {}): Promise<ShopCaller> {
  const shop = await startShop({ dataFolder: ":memory:", seed: smallSeed, ...options });
  test.after(() => shop.close());
  return new ShopCaller(shop.url);
}
