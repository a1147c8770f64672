/**
 * Handles as they are compared. Nothing clever: two spellings are one handle only where no two people could have them.
 *
 * Invariant: tables know a handle by its keyed pseudonym alone (K10).
 */
import { z } from "zod";
import type { Handle, Named } from "../../engine/subjects/subjects.ts";
import { derivedId } from "../../kernel/ids.ts";
import type { EventLog } from "../../log/event-log.ts";

export const handleSchema = z.object({
  kind: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/)
    .describe("mail, customer, order, ticket, phone, or a word of your own"),
  value: z.string().min(1).max(500),
});

/** A customer's id, or one to twenty handles. */
export const namedSchema = z.union([z.string().min(1).max(500), z.array(handleSchema).min(1).max(20)]);

export const customerKind = "customer";

/** A mail address in lower case, with its plus tag; a phone number without its spaces, dots, dashes and brackets; a customer's id as it is. */
export function normalise({ kind, value }: Handle): Handle {
  if (kind === customerKind) return { kind, value };
  const text = value.normalize("NFC").trim();
  if (kind === "mail") return { kind, value: text.toLowerCase() };
  return { kind, value: kind === "phone" ? text.replaceAll(/[\s().-]/g, "") : text };
}

/** Normalised, each once, without those that say nothing. */
export function readNamed(named: Named | null): readonly Handle[] {
  if (named === null) return [];
  const given = typeof named === "string" ? [{ kind: customerKind, value: named }] : named.map(normalise);
  const seen = new Set<string>();
  return given.filter(({ kind, value }) => {
    const key = `${kind} ${value}`;
    if (value === "" || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Orders, tickets and customers' ids mean something in their own account only, so no handle reaches beyond its account. */
export function handleKey(log: EventLog, account: string, { kind, value }: Handle): string {
  return log.pseudonym(JSON.stringify(["handle", account, kind, value]));
}

/** The same in every account: for people who search. */
export function searchKey(log: EventLog, { kind, value }: Handle): string {
  return log.pseudonym(JSON.stringify(["handle", kind, value]));
}

/** A customer: one subject within one account, for the customer of one shop is not the customer of another. @param pseudonym of the subject */
export function customerId(account: string, pseudonym: string): string {
  return derivedId("customer", account, pseudonym);
}

export function describeHandle({ kind, value }: Handle): string {
  return kind === customerKind ? `customer ${value}` : kind === "mail" ? `the address ${value}` : `${kind} ${value}`;
}
