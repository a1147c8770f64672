/**
 * Every operation that was ever prepared or refused in a world, under the id that the caller chose.
 *
 * Invariant: `prepared` goes to `committed` or `released`, once; `refused` stays.
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { z } from "zod";
import { operationRequestSchema } from "../orders/operation-request.ts";
import { changeSchema, moneyLineSchema, refusalSchema } from "../orders/verdict.ts";
import { jsonText } from "./json-text.ts";

const preparationSchema = z.object({
  orderId: z.string().nullable(),
  orderRevision: z.int().nullable(),
  customerId: z.string(),
  money: z.array(moneyLineSchema),
  priceDifferenceCents: z.int().optional(),
  change: changeSchema,
});
export type Preparation = z.infer<typeof preparationSchema>;

const row = { id: z.string(), request: jsonText.pipe(operationRequestSchema) };
const operationRowSchema = z.discriminatedUnion("status", [
  z.object({
    ...row,
    status: z.enum(["prepared", "committed", "released"]),
    result: jsonText.pipe(preparationSchema),
  }),
  z.object({ ...row, status: z.literal("refused"), result: jsonText.pipe(refusalSchema) }),
]);
export type StoredOperation = z.infer<typeof operationRowSchema>;
export type PreparedOperation = Exclude<StoredOperation, { status: "refused" }>;

export class OperationTable {
  readonly #read: StatementSync;
  readonly #insert: StatementSync;
  readonly #setStatus: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare("SELECT id, request, status, result FROM operations WHERE world = ? AND id = ?");
    this.#insert = database.prepare(
      "INSERT INTO operations (world, id, request, status, result) VALUES (?, ?, ?, ?, ?)",
    );
    this.#setStatus = database.prepare(
      "UPDATE operations SET status = ? WHERE world = ? AND id = ? AND status = 'prepared'",
    );
  }

  find(world: string, id: string): StoredOperation | undefined {
    const found = this.#read.get(world, id);
    return found === undefined ? undefined : operationRowSchema.parse(found);
  }

  insert(world: string, { id, request, status, result }: StoredOperation): void {
    this.#insert.run(world, id, JSON.stringify(request), status, JSON.stringify(result));
  }

  settle(world: string, id: string, status: "committed" | "released"): void {
    this.#setStatus.run(status, world, id);
  }
}
