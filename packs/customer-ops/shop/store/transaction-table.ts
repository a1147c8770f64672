/**
 * The payment log of all worlds, without the base's part. Append-only: there is no statement here that changes a row.
 * A transaction's id is made of its kind and its place in the log, so it is unique across worlds and never used again.
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { z } from "zod";
import { type Transaction, transactionKinds } from "../payments/transaction.ts";

const rowSchema = z
  .object({
    sequence: z.int(),
    kind: z.enum(transactionKinds),
    order_id: z.string(),
    payment_method_id: z.string(),
    amount_cents: z.int(),
    reference: z.string().nullable(),
    authorisation_id: z.string().nullable(),
    of_transaction: z.string().nullable(),
    at: z.string(),
  })
  .transform(
    (row): Transaction => ({
      id: idOf(row.kind, row.sequence),
      kind: row.kind,
      orderId: row.order_id,
      paymentMethodId: row.payment_method_id,
      amountCents: row.amount_cents,
      reference: row.reference,
      authorisationId: row.authorisation_id,
      ofTransaction: row.of_transaction,
      at: row.at,
    }),
  );
const movementSchema = z.object({ method: z.string(), cents: z.int() });

const moved = "sum(CASE kind WHEN 'capture' THEN -amount_cents WHEN 'refund' THEN amount_cents ELSE 0 END)";

export class TransactionTable {
  readonly #insert: StatementSync;
  readonly #all: StatementSync;
  readonly #ofOrder: StatementSync;
  readonly #byReference: StatementSync;
  readonly #bySequence: StatementSync;
  readonly #movementOf: StatementSync;
  readonly #movements: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO transactions
         (world, kind, order_id, payment_method_id, amount_cents, reference, authorisation_id, of_transaction, at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#all = database.prepare("SELECT * FROM transactions WHERE world = ? ORDER BY sequence");
    this.#ofOrder = database.prepare("SELECT * FROM transactions WHERE world = ? AND order_id = ? ORDER BY sequence");
    this.#byReference = database.prepare(
      "SELECT * FROM transactions WHERE world = ? AND reference = ? ORDER BY sequence",
    );
    this.#bySequence = database.prepare("SELECT * FROM transactions WHERE world = ? AND sequence = ? AND kind = ?");
    this.#movementOf = database.prepare(
      `SELECT payment_method_id AS method, ${moved} AS cents FROM transactions
       WHERE world = ? AND payment_method_id = ? GROUP BY payment_method_id`,
    );
    this.#movements = database.prepare(
      `SELECT payment_method_id AS method, ${moved} AS cents FROM transactions WHERE world = ? GROUP BY payment_method_id`,
    );
  }

  append(world: string, entry: Omit<Transaction, "id">): Transaction {
    const { kind, orderId, paymentMethodId, amountCents, reference, authorisationId, ofTransaction, at } = entry;
    const { lastInsertRowid } = this.#insert.run(
      world,
      kind,
      orderId,
      paymentMethodId,
      amountCents,
      reference,
      authorisationId,
      ofTransaction,
      at,
    );
    return { id: idOf(kind, lastInsertRowid), ...entry };
  }

  all(world: string): Transaction[] {
    return this.#all.all(world).map((row) => rowSchema.parse(row));
  }

  ofOrder(world: string, orderId: string): Transaction[] {
    return this.#ofOrder.all(world, orderId).map((row) => rowSchema.parse(row));
  }

  byReference(world: string, reference: string): Transaction[] {
    return this.#byReference.all(world, reference).map((row) => rowSchema.parse(row));
  }

  findAuthorisation(world: string, id: string): Transaction | undefined {
    const sequence = /^authorisation_(\d{1,15})$/.exec(id)?.[1];
    const found = sequence === undefined ? undefined : this.#bySequence.get(world, Number(sequence), "authorisation");
    return found === undefined ? undefined : rowSchema.parse(found);
  }

  /** What the world's captures and refunds moved onto the method: negative if it paid more than it got. */
  movedCents(world: string, paymentMethodId: string): number {
    const found = this.#movementOf.get(world, paymentMethodId);
    return found === undefined ? 0 : movementSchema.parse(found).cents;
  }

  /** The same for every method that the world's log names. */
  movements(world: string): { readonly method: string; readonly cents: number }[] {
    return this.#movements.all(world).map((row) => movementSchema.parse(row));
  }
}

function idOf(kind: Transaction["kind"], sequence: number | bigint): string {
  return `${kind}_${sequence}`;
}
