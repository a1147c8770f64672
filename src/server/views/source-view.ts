/** Where events come from, as the API shows it; and what became of what was sent, submitted, uploaded or released. */
import { z } from "@hono/zod-openapi";
import { quarantinedSchema } from "../../observe/quarantine/quarantine-table.ts";
import { momentSchema } from "./event-view.ts";

export const sourceKinds = ["webhook", "mail folder", "imap", "schedule", "form"] as const;

export const sourceStateSchema = z.object({
  lastAt: momentSchema.nullable().openapi({ description: "when the last event came from it" }),
  lastError: z
    .string()
    .nullable()
    .openapi({ description: "what keeps it from working, in a sentence; null while it works" }),
  remedy: z.string().nullable().openapi({ description: "what to do about that" }),
  failingSince: momentSchema.nullable().openapi({ description: "since when this server has seen it fail" }),
  nextAt: momentSchema.nullable().openapi({ description: "when it comes due: of a schedule" }),
});

export const sourceSchema = z
  .object({
    name: z.string(),
    kind: z.enum(sourceKinds),
    title: z.string(),
    events: z.string().nullable().openapi({ description: "type of its events; null where the content decides" }),
    form: z.unknown().openapi({ description: "of a form: the JSON Schema of its fields; otherwise null" }),
    csv: z.boolean().openapi({ description: "whether rows can be uploaded" }),
    state: sourceStateSchema,
  })
  .openapi("IntakeSource");
export type SourceView = z.output<typeof sourceSchema>;

export const sourceListSchema = z.object({ sources: z.array(sourceSchema) });
export type SourceListView = z.output<typeof sourceListSchema>;

export const submissionSchema = z.object({
  values: z.record(z.string(), z.unknown()),
  id: z.string().min(1).max(256).optional().openapi({ description: "the same when it is sent again" }),
});
export type Submission = z.input<typeof submissionSchema>;

export const submittedSchema = z
  .object({
    status: z.enum(["accepted", "duplicate", "quarantined"]),
    message: z.string().nullable().openapi({ description: "why it is in quarantine" }),
    runs: z.array(z.string()),
  })
  .openapi("Submitted");
export type SubmittedView = z.output<typeof submittedSchema>;

export const csvResultSchema = z
  .object({
    rows: z.array(
      z.object({
        line: z.int().openapi({ description: "of the file; the first line is 1" }),
        status: z.enum(["accepted", "duplicate", "quarantined"]),
        message: z.string().nullable(),
        runs: z.array(z.string()),
      }),
    ),
  })
  .openapi("CsvResult");
export type CsvResultView = z.output<typeof csvResultSchema>;

export const releaseSchema = z.object({
  body: z
    .unknown()
    .optional()
    .openapi({ description: "the content as it should have been; without it, what was sent is read again" }),
  why: z.string().trim().min(1).max(2_000),
});
export type Release = z.input<typeof releaseSchema>;

export const releasedSchema = z
  .object({
    status: z.enum(["released", "refused"]),
    message: z.string().nullable().openapi({ description: "why it was refused again" }),
    runs: z.array(z.string()),
  })
  .openapi("Released");
export type ReleasedView = z.output<typeof releasedSchema>;

export const dismissSchema = z.object({ why: z.string().trim().min(1).max(2_000) });
export const dismissedSchema = z.object({ status: z.literal("dismissed") }).openapi("Dismissed");

export const erasedRecordSchema = z.object({ status: z.literal("erased") }).openapi("ErasedRecord");

export const quarantineStatuses = ["held", "released", "dismissed"] as const;

export const quarantinedRowSchema = z
  .object({
    id: z.string(),
    source: z.string(),
    kind: z.enum(["webhook", "mail", "row", "form"]),
    status: z.enum(quarantineStatuses),
    code: z.string(),
    at: momentSchema,
    bodyBytes: z.int(),
    erased: z.boolean().openapi({ description: "whether what it held was erased; nothing can come of it any more" }),
  })
  .openapi("Quarantined");
export type QuarantinedView = z.output<typeof quarantinedRowSchema>;

const settlementSchema = z.object({
  status: z.enum(quarantineStatuses),
  at: momentSchema,
  by: z.string(),
  why: z.string(),
});

export const quarantinedDetailSchema = z
  .object({
    at: momentSchema,
    status: z.enum(quarantineStatuses),
    erased: z.boolean().openapi({ description: "whether what it held was erased; what it said is then empty" }),
    settled: settlementSchema.nullable().openapi({ description: "who released or dismissed it, and why" }),
    ...quarantinedSchema.shape,
  })
  .openapi("QuarantinedDetail");
export type QuarantinedDetailView = z.output<typeof quarantinedDetailSchema>;
