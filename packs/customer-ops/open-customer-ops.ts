/**
 * The pack with a shop of its own to try it on: what `praxis start` serves where no path is named.
 *
 * Invariant: the shop's database and the webhooks' secrets live in the data folder, so the next start goes on with the same shop.
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
  const secrets = readSecrets(join(dataFolder, "customer-ops.json"));
  const shop = await startShop({ dataFolder: shopFolder, seed: sampleSeed });
  const environment = { ...secrets, SHOP_URL: shop.url };
  return {
    definitions: customerOps(settingsFromEnvironment({ ...process.env, ...environment, PAYMENTS_URL: shop.url })),
    environment,
    close: () => shop.close(),
  };
}

/** Made on first use. */
function readSecrets(path: string): z.infer<typeof secretsSchema> {
  if (existsSync(path)) return secretsSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  const secrets = { TICKETS_SECRET: newSecret(), GOODS_SECRET: newSecret() };
  writeFileSync(path, JSON.stringify(secrets), { mode: 0o600, flag: "wx" });
  return secrets;
}

function newSecret(): string {
  return `whsec_${randomBytes(24).toString("base64")}`;
}
