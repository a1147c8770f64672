/** The shape of an explanation: a text for people, and the same as data. */
import { z } from "zod";

export const originSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("event"),
    type: z.string(),
    source: z.string(),
    id: z.string(),
    at: z.int(),
    position: z.int(),
    excerpt: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("by hand"),
    by: z.string(),
    why: z.string(),
    at: z.int(),
    excerpt: z.string().nullable(),
  }),
  z.object({ kind: z.literal("erased"), at: z.int().nullable() }),
  z.object({ kind: z.literal("unknown") }),
]);
export type Origin = z.infer<typeof originSchema>;

const answeredGateSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  by: z.string().nullable(),
  at: z.int().nullable(),
  reason: z.string().nullable(),
  edited: z.boolean(),
});
export type AnsweredGate = z.infer<typeof answeredGateSchema>;

const shared = { id: z.string(), text: z.string(), origin: originSchema };

export const effectWhySchema = z.object({
  kind: z.literal("effect"),
  ...shared,
  what: z.string(),
  status: z.string(),
  contract: z.string(),
  tier: z.string(),
  connection: z.string(),
  account: z.string(),
  process: z.string(),
  run: z.string(),
  at: z.int(),
  attempts: z.int(),
  outcome: z.string(),
  authority: z
    .object({
      level: z.string(),
      policies: z.array(
        z.object({
          policy: z.string(),
          version: z.string(),
          verdict: z.string(),
          why: z.string().nullable(),
          notBy: z.literal("requester").nullable(),
          parameters: z.unknown(),
        }),
      ),
      gate: answeredGateSchema.nullable(),
      /** Of an effect that nobody was asked about: what a person approved or declined last in the same run before it. */
      answeredBefore: answeredGateSchema.nullable(),
    })
    .nullable(),
  alsoMetBy: z.array(
    z.object({ run: z.string(), process: z.string(), how: z.enum(["same", "conflict"]), at: z.int() }),
  ),
  compensates: z.string().nullable(),
  compensatedBy: z.string().nullable(),
});
export type EffectWhy = z.infer<typeof effectWhySchema>;

export const runWhySchema = z.object({
  kind: z.literal("run"),
  ...shared,
  process: z.string(),
  status: z.string(),
  startedAt: z.int(),
  changedAt: z.int(),
  effects: z.array(z.object({ id: z.string(), what: z.string(), status: z.string() })),
  gates: z.array(answeredGateSchema),
  waits: z.array(z.object({ what: z.string(), owner: z.string(), since: z.int(), dueAt: z.int().nullable() })),
});
export type RunWhy = z.infer<typeof runWhySchema>;

export const gateWhySchema = z.object({
  kind: z.literal("gate"),
  ...shared,
  gate: answeredGateSchema,
  reasons: z.array(z.string()),
  process: z.string().nullable(),
  run: z.string().nullable(),
  effect: z.string().nullable(),
  openedAt: z.int(),
});
export type GateWhy = z.infer<typeof gateWhySchema>;

export const whySchema = z.discriminatedUnion("kind", [effectWhySchema, runWhySchema, gateWhySchema]);
export type Why = z.infer<typeof whySchema>;
