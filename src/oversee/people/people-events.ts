/** What is recorded of people and their sessions, in the one stream `people`. Names are clear, as in every envelope; mail addresses are sealed. */
import { z } from "zod";
import type { Json } from "../../kernel/json.ts";
import type { Transaction } from "../../log/event-log.ts";
import { roles } from "./roles.ts";

export const peopleStream = "people";

export const personAddedSchema = z.object({ name: z.string(), role: z.enum(roles) });
/** Sealed with the key of the person, so that it can be erased; null takes the address back. */
export const mailSetSchema = z.object({ name: z.string(), mail: z.string().nullable() });
export const roleChangedSchema = personAddedSchema;
export const personRemovedSchema = z.object({ name: z.string() });
/** `hash`: of the one-time code, or of the cookie. */
export const loginOfferedSchema = z.object({ name: z.string(), hash: z.string(), expiresAt: z.number() });
export const signedInSchema = loginOfferedSchema.extend({ login: z.string() });
export const signedOutSchema = z.object({ name: z.string(), hash: z.string() });
export const personSeenSchema = signedOutSchema;

/** Whose key seals what is private about a person who signs in here. */
export const sealedFor = (name: string): string => `person/${name.toLowerCase()}`;

/** @param subject whose key seals it; without one it is readable for ever. */
export function recordOfPeople(
  transaction: Transaction,
  event: { readonly type: string; readonly data: Json },
  by: string,
  subject?: string,
): void {
  const cause = { principal: `person:${by}`, ...(subject === undefined ? {} : { subject }) };
  transaction.append(peopleStream, transaction.head(peopleStream), [event], cause);
}
