/**
 * Keeps the seed with the database, so that a restarted shop is the same shop.
 *
 * Invariant: one database has one seed for ever: another seed is refused, since the worlds are differences from the first.
 */
import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Base } from "../seed/base.ts";
import { checkSeed } from "../seed/read-seed.ts";
import type { Seed } from "../seed/seed-files.ts";
import { ShopError } from "../shop-error.ts";

const rowSchema = z.object({ digest: z.string(), files: z.string() });
const filesSchema = z.object({ users: z.unknown(), orders: z.unknown(), products: z.unknown() });

/** @throws seed_missing, seed_differs, seed_invalid */
export function keepSeed(database: DatabaseSync, seed: Seed | undefined): Base {
  const found = database.prepare("SELECT digest, files FROM seed").get();
  const stored = found === undefined ? undefined : rowSchema.parse(found);
  if (seed === undefined) {
    if (stored !== undefined) return checkSeed(filesSchema.parse(JSON.parse(stored.files)));
    throw new ShopError(422, "seed_missing", "This shop has no data yet: name a seed folder.");
  }
  const base = checkSeed(seed);
  const files = JSON.stringify({ users: seed.users, orders: seed.orders, products: seed.products });
  const digest = createHash("sha256").update(files).digest("hex");
  if (stored === undefined) {
    database.prepare("INSERT INTO seed (only, digest, files) VALUES (1, ?, ?)").run(digest, files);
  } else if (stored.digest !== digest) {
    const message =
      "The data folder was started from another seed: name that one, none at all, or an empty data folder.";
    throw new ShopError(409, "seed_differs", message);
  }
  return base;
}
