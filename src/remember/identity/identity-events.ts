/**
 * What is recorded of who is who, in the stream `customer/<id>`; sealed with the key of the customer whose stream it is.
 * A suggested merge speaks of two people, so it carries no name of either, and lies in a stream of its own.
 */
import { z } from "zod";

export const handleLinkedSchema = z.object({
  account: z.string(),
  customer: z.string(),
  /** The customer's subject, in words: events are sealed under it. */
  subject: z.string(),
  handle: z.object({ kind: z.string(), value: z.string() }),
  key: z.string(),
  searchKey: z.string(),
  why: z.string(),
  /** Position of the event that showed it; null where a person or a process said so. */
  evidence: z.int().nullable(),
});

export const handleUnlinkedSchema = z.object({ key: z.string(), number: z.int(), why: z.string() });

/** What they are called: shown, and never taken to tell who somebody is, for two people may bear one name. */
export const customerNamedSchema = z.object({
  name: z.string(),
  why: z.string(),
  /** Position of the event that showed it; null where a person or a process said so. */
  evidence: z.int().nullable(),
});

export const subjectsMergedSchema = z.object({
  id: z.string(),
  account: z.string(),
  kept: z.string(),
  merged: z.string(),
  /** Pseudonyms of the two subjects. */
  subjects: z.tuple([z.string(), z.string()]),
  why: z.string(),
});
export const mergeUndoneSchema = z.object({ id: z.string(), kept: z.string(), merged: z.string(), why: z.string() });

export const mergeSuggestedSchema = z.object({
  account: z.string(),
  one: z.string(),
  other: z.string(),
  /** Pseudonyms of the two subjects. */
  subjects: z.tuple([z.string(), z.string()]),
  /** Which handles were named together, by kind and key. */
  handles: z.array(z.object({ kind: z.string(), key: z.string(), customer: z.string().nullable() })),
  where: z.string(),
  evidence: z.int().nullable(),
});
export const suggestionDismissedSchema = z.object({ why: z.string() });

export const subjectErasedSchema = z.object({ subject: z.string() });

export const customerStream = (id: string): string => `customer/${id}`;
/** The subject that what people said of a suggestion is sealed under: no person can be called so. */
export const suggestionSubject = (id: string): string => JSON.stringify(["merge suggestion", id]);
export const suggestionStream = (id: string): string => `suggestion/${id}`;
