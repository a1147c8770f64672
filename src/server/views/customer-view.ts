/** Customers as the API shows them: who they are by every handle that is known, why each is theirs, and what was merged. */
import { z } from "@hono/zod-openapi";
import { momentSchema } from "./event-view.ts";

export const handleSchema = z
  .object({
    kind: z.string().openapi({ description: "mail, customer, order, ticket, phone, or a word of the shop's own" }),
    value: z.string(),
    why: z.string().openapi({ description: "why it is theirs, in a sentence" }),
    at: momentSchema,
  })
  .openapi("Handle");

export const customerSchema = z
  .object({
    id: z.string(),
    name: z.string().openapi({
      description: "what they are called, or else the handle that says most; `(erased)` where they were erased",
    }),
    account: z.string().openapi({ description: "the customer of one shop is not the customer of another" }),
    handles: z.array(handleSchema),
    runs: z.int(),
    lastSeenAt: momentSchema,
  })
  .openapi("Customer");
export type CustomerView = z.output<typeof customerSchema>;

export const customerRefSchema = z.object({ id: z.string(), name: z.string() });

const historySchema = z.object({
  at: momentSchema,
  what: z.enum(["named", "linked", "unlinked", "merged", "merge undone"]),
  by: z.string(),
  why: z.string().openapi({ description: "`(erased)` where it cannot be read any more" }),
  handle: z.object({ kind: z.string(), value: z.string() }).nullable(),
  name: z.string().nullable().openapi({ description: "what they were called; null of other changes" }),
  kept: customerRefSchema.nullable(),
  merged: customerRefSchema.nullable(),
  undone: z.boolean().openapi({ description: "of a merge: true where it does not hold any more" }),
});

export const customerDetailSchema = customerSchema
  .extend({
    askedFor: z
      .string()
      .openapi({ description: "the id that was asked for; another one than `id` where it was merged" }),
    merged: z
      .array(customerRefSchema)
      .openapi({ description: "customers who count as this one; each can be taken out" }),
    history: z.array(historySchema),
    newestRuns: z.array(
      z.object({
        id: z.string(),
        process: z.string(),
        status: z.string(),
        startedAt: momentSchema,
        title: z.string().openapi({ description: "what the run is about" }),
        headline: z.string().openapi({ description: "what came of it, or where it stands" }),
      }),
    ),
    subjects: z.array(z.string()).openapi({ description: "pseudonyms under which their events are sealed" }),
  })
  .openapi("CustomerDetail");
export type CustomerDetailView = z.output<typeof customerDetailSchema>;

export const suggestionSchema = z
  .object({
    id: z.string(),
    one: customerRefSchema,
    other: customerRefSchema,
    account: z.string(),
    why: z.string().openapi({ description: "what speaks for the two being one, in a sentence" }),
    at: momentSchema,
    status: z.enum(["open", "merged", "dismissed"]),
  })
  .openapi("MergeSuggestion");
export type SuggestionView = z.output<typeof suggestionSchema>;
