#!/usr/bin/env node
/** The shop as a process of its own: `node main.ts --seed DIR --port N --data DIR`. Prints `{"url": ...}` when ready. */
import { parseArgs } from "node:util";
import { z } from "zod";
import { faultSettingsSchema } from "./faults/fault-settings.ts";
import { check } from "./http/read-body.ts";
import { ShopError } from "./shop-error.ts";
import { startShop } from "./start-shop.ts";

const usage = `Usage: node main.ts [--seed DIR] [--data DIR] [--port N] [--host NAME] [--key-retention-ms N] [--faults JSON]
  --seed              folder with users.json, orders.json, products.json (needed once per data folder)
  --data              folder of the database; left out: in memory
  --port              0, the default, takes any free port
  --key-retention-ms  how long an Idempotency-Key is remembered; 24 hours by default
  --faults            fault switches, as for PUT /faults
`;

const text = { type: "string" } as const;
const whole = z.coerce.number().int().nonnegative();
const argumentsSchema = z.object({
  seed: z.string().optional(),
  data: z.string().default(":memory:"),
  port: whole.max(65_535).default(0),
  host: z.string().default("127.0.0.1"),
  "key-retention-ms": whole.optional(),
  faults: z.string().default("{}"),
});

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seed: text, data: text, port: text, host: text, "key-retention-ms": text, faults: text },
  });
  const { seed, data, port, host, "key-retention-ms": keyRetentionMs, faults } = argumentsSchema.parse(values);
  const shop = await startShop({
    dataFolder: data,
    port,
    host,
    faults: check(faultSettingsSchema, JSON.parse(faults)),
    ...(seed === undefined ? {} : { seedFolder: seed }),
    ...(keyRetentionMs === undefined ? {} : { keyRetentionMs }),
  });
  // The process ends by itself once nothing is open any more.
  const stop = () => void shop.close();
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  process.stdout.write(`${JSON.stringify({ url: shop.url })}\n`);
}

try {
  await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(error instanceof ShopError ? `${message}\n` : `${message}\n\n${usage}`);
  process.exitCode = 1;
}
