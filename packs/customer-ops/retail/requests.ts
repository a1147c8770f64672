/** The lines of requests.jsonl and expected.jsonl. `actions` are known to the person and to the comparison only, never to the server. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { canonicalOperation, type Operation, operationNames, operationSchema } from "../contracts/operation.ts";

const requestSchema = z.object({
  id: z.string(),
  customer: z.string(),
  request: z.string(),
  actions: z.array(z.object({ name: z.string(), arguments: z.unknown() })),
});

const transactionSchema = z.object({
  transaction_type: z.enum(["payment", "refund"]),
  amount: z.number(),
  payment_method_id: z.string(),
});

const expectedSchema = z.looseObject({
  id: z.string(),
  orders: z.record(z.string(), z.looseObject({ new_transactions: z.array(transactionSchema).default([]) })).default({}),
});

export interface Request {
  readonly id: string;
  /** The name of its world: the id, as far as names of worlds and of webhooks allow. */
  readonly world: string;
  readonly customer: string;
  readonly text: string;
  /** What a correct agent does, in this order; only what writes. */
  readonly operations: readonly Operation[];
  /** As the shop tells it of a world: what differs from the seed. */
  readonly expected: unknown;
  /** `order type cents method`, one for each transaction that must be in the payment log. */
  readonly transactions: readonly string[];
}

export async function readRequests(folder: string, limit = Number.POSITIVE_INFINITY): Promise<Request[]> {
  const lines = await readLines(join(folder, "requests.jsonl"));
  const expected = new Map(
    (await readLines(join(folder, "expected.jsonl"))).map((line) => [expectedSchema.parse(line).id, line]),
  );
  return lines.slice(0, limit).map((line) => {
    const { id, customer, request, actions } = requestSchema.parse(line);
    if (!expected.has(id)) throw new TypeError(`expected.jsonl in ${folder} has no line for ${id}`);
    const { id: _id, ...outcome } = z.record(z.string(), z.unknown()).parse(expected.get(id));
    return {
      id,
      world: id.replace(/[^\w~-]/g, "_"),
      customer,
      text: request,
      operations: actions.filter(({ name }) => operationNames.some((known) => known === name)).map(readOperation),
      expected: outcome,
      transactions: transactionsOf(expected.get(id)),
    };
  });
}

function readOperation(action: unknown): Operation {
  return canonicalOperation(operationSchema.parse(action));
}

function transactionsOf(line: unknown): string[] {
  return Object.entries(expectedSchema.parse(line).orders).flatMap(([order, { new_transactions: entries }]) =>
    entries.map((entry) =>
      [order, entry.transaction_type, Math.round(entry.amount * 100), entry.payment_method_id].join(" "),
    ),
  );
}

async function readLines(path: string): Promise<unknown[]> {
  const lines = (await readFile(path, "utf8")).split("\n");
  return lines.filter((line) => line.trim() !== "").map((line): unknown => JSON.parse(line));
}
