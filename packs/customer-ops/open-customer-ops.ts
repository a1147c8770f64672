/**
 * The pack with a shop of its own to try it on: what `praxis start` serves where no path is named.
 *
 * Invariant: the shop's database and the webhooks' secrets (customer-ops.json) live in the data folder, so the next start goes on with the
 * same shop.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Definition } from "praxis";
import { z } from "zod";
import { customerOps } from "./definitions.ts";
import { sampleSeed } from "./sample/shop-seed.ts";
import { settingsFromEnvironment } from "./settings.ts";
import { startShop } from "./shop/start-shop.ts";

export interface OpenedPack {
  readonly definitions: Definition[];
  /** Secrets, and the shop's address: beside those of the process's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const secretsSchema = z.object({ TICKETS_SECRET: z.string(), GOODS_SECRET: z.string() });

export async function openCustomerOps({ dataFolder }: { readonly dataFolder: string }): Promise<OpenedPack> {
  const shopFolder = join(dataFolder, "shop");
  mkdirSync(shopFolder, { recursive: true, mode: 0o700 });
  const noted = join(dataFolder, "customer-ops.json");
  const secrets = readSecrets(noted);
  const shop = await startShop({ dataFolder: shopFolder, seed: sampleSeed });
  const environment = { ...secrets, SHOP_URL: shop.url };
  // Where the shop listens is for whoever wants to look at it: it is another port at every start.
  writeFileSync(noted, JSON.stringify(environment), { mode: 0o600 });
  return {
    definitions: customerOps(settingsFromEnvironment({ ...process.env, ...environment, PAYMENTS_URL: shop.url })),
    environment,
    close: () => shop.close(),
  };
}

/** Made on first use. */
function readSecrets(path: string): z.infer<typeof secretsSchema> {
  return existsSync(path)
    ? secretsSchema.parse(JSON.parse(readFileSync(path, "utf8")))
    : { TICKETS_SECRET: newSecret(), GOODS_SECRET: newSecret() };
}

function newSecret(): string {
  return `whsec_${randomBytes(24).toString("base64")}`;
}
