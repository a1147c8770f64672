/**
 * The pack with a shop of its own to try it on: what `praxis start` serves where no path is named.
 *
 * Invariants: the shop's database, the webhooks' secrets (customer-ops.json) and how many of the sample's letters have come live in the data folder, so
 * the next start goes on with the same shop, and no letter comes twice. Nothing leaves the machine: what the shop writes lies in `outbox`.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Definition } from "praxis";
import { z } from "zod";
import { customerOps } from "./definitions.ts";
import { deliverMails, type Postman } from "./sample/deliver-mails.ts";
import { sampleSeedAt } from "./sample/shop-seed.ts";
import { ticketExamples, tryOut } from "./sample/try-out.ts";
import { settingsFromEnvironment } from "./settings.ts";
import { startShop } from "./shop/start-shop.ts";

export interface OpenedPack {
  readonly definitions: Definition[];
  /** Secrets, and the shop's address: beside those of the process's own environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** What to try in the console, a line each. */
  readonly tryOut: readonly string[];
  close(): Promise<void>;
}

const secretsSchema = z.object({ TICKETS_SECRET: z.string(), GOODS_SECRET: z.string() });

const shopName = "Harrow & Finch";
const mailHost = "harrow-finch.example";

export async function openCustomerOps({ dataFolder }: { readonly dataFolder: string }): Promise<OpenedPack> {
  const shopFolder = join(dataFolder, "shop");
  const inbox = join(dataFolder, "mail", "inbox");
  for (const folder of [shopFolder, inbox]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const isNew = !existsSync(join(shopFolder, "shop.sqlite"));
  const letters = new LetterCount(join(dataFolder, "mail", "delivered.json"));
  // A shop from before there were letters knows none of those who write them.
  if (isNew) letters.note(letters.delivered ?? 0);
  const noted = join(dataFolder, "customer-ops.json");
  const secrets = readSecrets(noted);
  // A shop keeps its first seed for ever; orders are as old as they were when it was opened.
  const shop = await startShop({ dataFolder: shopFolder, ...(isNew ? { seed: sampleSeedAt(Date.now()) } : {}) });
  const environment = { ...secrets, SHOP_URL: shop.url };
  // Where the shop listens is for whoever wants to look at it: it is another port at every start.
  writeWhole(noted, environment);
  const postman = startPostman(inbox, letters);
  const sample = ofTheSample(dataFolder, inbox);
  const settings = settingsFromEnvironment({ ...sample, ...process.env, ...environment, PAYMENTS_URL: shop.url });
  return {
    definitions: customerOps(settings, ticketExamples),
    environment,
    tryOut,
    close: async () => {
      postman?.stop();
      await shop.close();
    },
  };
}

/** What the environment does not say: the sample's shop, with its mail in the data folder. */
function ofTheSample(dataFolder: string, inbox: string): Record<string, string> {
  return {
    PRAXIS_SHOP_NAME: shopName,
    PRAXIS_MAIL_FROM: `"${shopName}" <help@${mailHost}>`,
    PRAXIS_OUTBOX: join(dataFolder, "outbox"),
    PRAXIS_MAIL_FOLDER: inbox,
    PRAXIS_MAIL_AUTHENTICATED_BY: `mx.${mailHost}`,
    PRAXIS_OWNER: `owner@${mailHost}`,
    PRAXIS_ZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** `PRAXIS_SAMPLE_MAILS=off` leaves the shop without letters. */
function startPostman(inbox: string, letters: LetterCount): Postman | null {
  if (process.env.PRAXIS_SAMPLE_MAILS === "off" || letters.delivered === null) return null;
  return deliverMails(inbox, letters.delivered, (delivered) => letters.note(delivered));
}

/** How many of the sample's letters have come to this folder; null where they are not meant to. */
class LetterCount {
  readonly #path: string;
  delivered: number | null;

  constructor(path: string) {
    this.#path = path;
    this.delivered = existsSync(path) ? z.int().parse(JSON.parse(readFileSync(path, "utf8"))) : null;
  }

  note(delivered: number): void {
    this.delivered = delivered;
    writeWhole(this.#path, delivered);
  }
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

/** So that whoever reads it never finds half of it. */
function writeWhole(path: string, content: unknown): void {
  writeFileSync(`${path}.part`, JSON.stringify(content), { mode: 0o600 });
  renameSync(`${path}.part`, path);
}
