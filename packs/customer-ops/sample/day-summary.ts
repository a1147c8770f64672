/** What the day came to: counted from the runs' results, and the money at the shop itself. */
import { z } from "zod";
import { transactionSchema } from "../contracts/transaction.ts";
import type { Step } from "./day.ts";
import { ordersOfTheDay } from "./orders.ts";

/** What a run of this pack ends with, as far as the story tells it. */
export const endSchema = z.object({
  readBy: z.enum(["rule", "person"]).nullable().default(null),
  wishes: z.array(z.object({ wish: z.string(), status: z.string(), why: z.string() })).default([]),
  units: z.array(z.object({ unit: z.string(), status: z.string(), why: z.string() })).default([]),
});
export type End = z.infer<typeof endSchema>;

export interface Played {
  readonly step: Step;
  readonly end: End;
  /** How many gates a person answered. */
  readonly asked: number;
}

export interface DaySummary {
  readonly tickets: number;
  /** Without a question to a person. */
  readonly alone: number;
  readonly withPerson: number;
  readonly done: number;
  /** By the shop or by policy. */
  readonly refused: number;
  readonly chargedCents: number;
  readonly refundedCents: number;
  /** Payments of one reference beyond the first. */
  readonly duplicates: number;
}

const logSchema = z.object({ transactions: z.array(transactionSchema.extend({ orderId: z.string() })) });

export async function summaryOf(played: readonly Played[], shopUrl: string): Promise<DaySummary> {
  const tickets = played.filter(({ step }) => step.kind === "ticket");
  const alone = tickets.filter(({ asked }) => asked === 0).length;
  const statuses = tickets.flatMap(({ end }) => end.wishes.map(({ status }) => status));
  const response = await fetch(`${shopUrl}/w/main/payments/transactions`);
  const read = logSchema.parse(await response.json());
  // Beside the day, letters are answered, which move the money of other orders.
  const transactions = read.transactions.filter(({ orderId }) => ordersOfTheDay.has(orderId));
  const sum = (kind: "capture" | "refund"): number =>
    transactions.reduce((cents, entry) => (entry.kind === kind ? cents + entry.amountCents : cents), 0);
  const references = transactions.flatMap(({ kind, reference }) =>
    reference === null ? [] : [`${kind} ${reference}`],
  );
  return {
    tickets: tickets.length,
    alone,
    withPerson: tickets.length - alone,
    done: statuses.filter((status) => status === "done").length,
    refused: statuses.filter((status) => status === "refused" || status === "denied").length,
    chargedCents: sum("capture"),
    refundedCents: sum("refund"),
    duplicates: references.length - new Set(references).size,
  };
}
