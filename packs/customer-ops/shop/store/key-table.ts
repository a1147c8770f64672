/** The idempotency keys that the payment API has seen, each with the request it came with and the response it got. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { z } from "zod";

const rowSchema = z.object({ request: z.string(), response: z.string() });
export type StoredResponse = z.infer<typeof rowSchema>;

export class KeyTable {
  readonly #read: StatementSync;
  readonly #write: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare(
      "SELECT request, response FROM idempotency_keys WHERE world = ? AND key = ? AND stored_at_ms > ?",
    );
    this.#write = database.prepare(
      "INSERT OR REPLACE INTO idempotency_keys (world, key, request, response, stored_at_ms) VALUES (?, ?, ?, ?, ?)",
    );
    this.#forget = database.prepare("DELETE FROM idempotency_keys WHERE stored_at_ms <= ?");
  }

  /** @returns undefined if the key was never seen, or stored at `forgottenUntilMs` or before. */
  find(world: string, key: string, forgottenUntilMs: number): StoredResponse | undefined {
    const found = this.#read.get(world, key, forgottenUntilMs);
    return found === undefined ? undefined : rowSchema.parse(found);
  }

  store(world: string, key: string, { request, response }: StoredResponse, nowMs: number): void {
    this.#write.run(world, key, request, response, nowMs);
  }

  /** Frees the space; `find` does not depend on it. */
  forget(untilMs: number): void {
    this.#forget.run(untilMs);
  }
}
