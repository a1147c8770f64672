/**
 * The sandbox shop: a shop platform and a payment provider in one HTTP service, with a database of its own.
 *
 * Boundary: knows nothing of Praxis, and Praxis knows it only by HTTP. This file is its composition root.
 * Invariant: world "main" always exists.
 */
import { createAdaptorServer } from "@hono/node-server";
import { FaultBoard } from "./faults/fault-board.ts";
import { type FaultSettingsInput, faultSettingsSchema } from "./faults/fault-settings.ts";
import { check } from "./http/read-body.ts";
import { shopApp } from "./http/shop-app.ts";
import { readSeedFolder } from "./seed/read-seed.ts";
import type { Seed } from "./seed/seed-files.ts";
import { openDatabase } from "./store/open-database.ts";
import { keepSeed } from "./store/seed-table.ts";
import { openStore, World } from "./store/world.ts";
import { WorldTable } from "./store/world-table.ts";

export interface ShopOptions {
  /** Where the database lives, or ":memory:". */
  readonly dataFolder: string;
  /** Folder with users.json, orders.json and products.json. May be left out once the database holds a seed. */
  readonly seedFolder?: string;
  /** Instead of a folder: the contents of the three files. */
  readonly seed?: Seed;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Switched on for all worlds from the start. */
  readonly faults?: FaultSettingsInput;
  /** How long an Idempotency-Key is remembered; 24 hours by default. */
  readonly keyRetentionMs?: number;
  /** Milliseconds since 1970; tests may turn this clock. */
  readonly now?: () => number;
}

export interface Shop {
  /** Without a slash at its end. */
  readonly url: string;
  /** Cuts open connections, and closes the database; a second call waits for the first. */
  close(): Promise<void>;
}

const dayMs = 24 * 60 * 60 * 1_000;

/** @throws ShopError if the seed is missing, unreadable or invalid; the system's error if the port is taken */
export async function startShop(options: ShopOptions): Promise<Shop> {
  const { dataFolder, seedFolder, port = 0, host = "127.0.0.1", keyRetentionMs = dayMs, now = Date.now } = options;
  const faults = new FaultBoard(check(faultSettingsSchema, options.faults ?? {}));
  const seed = options.seed ?? (seedFolder === undefined ? undefined : await readSeedFolder(seedFolder));
  const database = openDatabase(dataFolder);
  try {
    const store = openStore(database, keepSeed(database, seed));
    const worlds = new WorldTable(database);
    worlds.create("main", new Date(now()).toISOString());
    store.keys.forget(now() - keyRetentionMs);
    const openWorld = (name: string) => new World(name, store);
    const app = shopApp({ worlds, openWorld, faults, keyRetentionMs, now });
    const server = createAdaptorServer({ fetch: app.fetch });
    const listening = Promise.withResolvers<void>();
    server.once("error", listening.reject);
    server.listen(port, host, listening.resolve);
    await listening.promise;
    const close = async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      if ("closeAllConnections" in server) server.closeAllConnections();
      await promise;
      database.close();
    };
    let closed: Promise<void> | undefined;
    return {
      url: urlOf(server.address(), host),
      close() {
        closed ??= close();
        return closed;
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function urlOf(address: string | { readonly port: number } | null, host: string): string {
  if (address === null || typeof address === "string") throw new TypeError("The shop listens on no TCP port.");
  return `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
}
