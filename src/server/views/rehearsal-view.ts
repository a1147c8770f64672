/** A fork and its rehearsal, as the API takes and shows them. */
import { z } from "@hono/zod-openapi";

/** What a fork would do at a step. */
export const stepOutcomes = [
  "kept",
  "edited",
  "recorded again",
  "already done: met",
  "would be done",
  "would be proposed",
  "would ask",
  "would be decided",
  "would be read",
  "would be given",
  "would wait",
  "would start",
  "would be set aside",
  "denied",
  "conflict",
  "not reached",
] as const;
export type StepOutcome = (typeof stepOutcomes)[number];

export const forkRequestSchema = z.object({
  fromStep: z
    .int()
    .min(1)
    .openapi({ description: "the first step that is asked again; what was recorded before it is kept" }),
  edits: z
    .object({
      input: z.unknown().optional(),
      outcomes: z
        .record(z.string().regex(/^[1-9]\d{0,8}$/), z.unknown())
        .default({})
        .openapi({
          description:
            "by step, before `fromStep` or at it: the answer of a decision, what was read, the payload of an event that was waited for (or null: it never came)",
        }),
    })
    .default({ outcomes: {} }),
});
export type ForkRequest = z.input<typeof forkRequestSchema>;

export const rehearsedStepSchema = z
  .object({
    seq: z.int(),
    kind: z.string().openapi({ description: "do, read, local, decide, wait, sleep, start, join" }),
    name: z.string().openapi({ description: "of the contract, decision, event or process" }),
    description: z.string(),
    outcome: z.enum(stepOutcomes),
    inFork: z.enum(stepOutcomes).openapi({
      description:
        "what the fork itself does here; another than `outcome` where the rehearsal went on with what was recorded",
    }),
    because: z.array(z.string()).openapi({ description: "reasons of policies and of the ledger, one each" }),
    effect: z.string().nullable().openapi({ description: "the effect that is met" }),
    tier: z.string().nullable(),
  })
  .openapi("RehearsedStep");
export type RehearsedStepView = z.output<typeof rehearsedStepSchema>;

export const rehearsalSchema = z
  .object({
    steps: z.array(rehearsedStepSchema),
    ends: z
      .string()
      .nullable()
      .openapi({ description: "how it ends, as far as is known; null where the rehearsal had to stop before" }),
    warnings: z.array(z.string()),
  })
  .openapi("Rehearsal");
export type RehearsalView = z.output<typeof rehearsalSchema>;

export const forkedSchema = z.object({
  status: z.enum(["forked", "already"]),
  run: z.string().openapi({ description: "the new run" }),
});
export type ForkedView = z.output<typeof forkedSchema>;
