/** Which worlds there are. A world is a name; everything in it is a difference from the base, found under that name. */
import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { transact } from "./open-database.ts";

const nameSchema = z.object({ name: z.string() });
const parts = ["orders", "customers", "operations", "transactions", "idempotency_keys"] as const;

export class WorldTable {
  readonly #database: DatabaseSync;
  readonly #names: Set<string>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    const rows = database.prepare("SELECT name FROM worlds").all();
    this.#names = new Set(rows.map((row) => nameSchema.parse(row).name));
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  names(): string[] {
    return [...this.#names].toSorted();
  }

  /** @returns false if it was there already, and is left as it is. */
  create(name: string, at: string): boolean {
    if (this.#names.has(name)) return false;
    this.#database.prepare("INSERT INTO worlds (name, created_at) VALUES (?, ?)").run(name, at);
    this.#names.add(name);
    return true;
  }

  /** Back to the base, in one transaction: its orders, payments, operations and idempotency keys. */
  reset(name: string): void {
    transact(this.#database, () => {
      for (const part of parts) this.#database.prepare(`DELETE FROM ${part} WHERE world = ?`).run(name);
    });
  }
}
