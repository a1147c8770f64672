/** The sandbox shop as a process of its own, and what the suite asks it: worlds, faults, what a world has become, its payment log. */
import { z } from "zod";
import { transactionSchema } from "../contracts/transaction.ts";
import type { PaymentTier } from "../settings.ts";
import { type Child, startChild } from "./child-process.ts";

const ready = z.object({ url: z.string() });
const logSchema = z.object({ transactions: z.array(transactionSchema.extend({ orderId: z.string() })) });
export type LoggedTransaction = z.infer<typeof logSchema>["transactions"][number];

/** Shorter than the server's time limit for a call, so that a lost answer is noticed by the reset. */
const hangMs = 250;

export class ShopProcess {
  readonly url: string;
  readonly #child: Child;

  private constructor(child: Child, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(options: { seedFolder: string; dataFolder: string; logFile: string }): Promise<ShopProcess> {
    const args = ["--seed", options.seedFolder, "--data", options.dataFolder];
    const child = startChild("packs/customer-ops/shop/main.ts", args, { logFile: options.logFile });
    const { url } = await child.firstLine((line) => ready.parse(JSON.parse(line)));
    return new ShopProcess(child, url);
  }

  createWorld(name: string): Promise<unknown> {
    return this.#call("POST", "/worlds", { name });
  }

  /** What the provider cannot do at this tier, and, if wanted, what goes wrong on the way. */
  setFaults(tier: PaymentTier, isFaulty: boolean, seed: number): Promise<unknown> {
    return this.#call("PUT", "/faults", {
      seed,
      ...(isFaulty ? { timeoutAfterSuccess: 0.1, hangMs, error500: 0.05, reset: 0.05 } : {}),
      ignoreKeys: tier !== "T1",
      noLookup: tier === "T3",
    });
  }

  changes(world: string): Promise<unknown> {
    return this.#call("GET", `/w/${world}/changes`);
  }

  async transactions(world: string): Promise<LoggedTransaction[]> {
    return logSchema.parse(await this.#call("GET", `/w/${world}/payments/transactions`)).transactions;
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.url + path, {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok)
      throw new Error(`the shop answered ${method} ${path} with ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  }

  close(): Promise<void> {
    return this.#child.end("SIGTERM");
  }
}
