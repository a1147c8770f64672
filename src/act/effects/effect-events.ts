/**
 * What is recorded of an effect, in its stream `effect/<id>` (E2):
 * intended -> attempting -> succeeded | refused | failed | unknown -> compensating -> compensated. What surely did not happen, and may be tried again, is
 * intended again (`EffectRetrying`); what could not be undone has succeeded again (`EffectStands`).
 */
import { z } from "zod";
import type { NewEvent } from "../../kernel/event.ts";
import type { Json } from "../../kernel/json.ts";
import { anyJson } from "../../kernel/schema.ts";

const verdictSchema = z.object({
  policy: z.string(),
  version: z.string(),
  parameters: anyJson,
  verdict: z.enum(["allow", "ask"]),
  why: z.string().nullable(),
  /** Four eyes: whoever asked for the run could not be the one who answered. */
  notBy: z.literal("requester").nullable().default(null),
});

export const intendedSchema = z.object({
  contract: z.string(),
  connection: z.string(),
  account: z.string(),
  tier: z.enum(["T0", "T1", "T2", "T3"]),
  /** Keyed hash of the intent: kept for ever. */
  intentHash: z.string(),
  intent: z.object({
    object: z.array(z.union([z.string(), z.number()])),
    occasion: z.array(z.union([z.string(), z.number()])),
  }),
  /** 1, or one more for each time it was tried again on recorded authority. */
  generation: z.int().min(1),
  wish: anyJson,
  wishDigest: z.string(),
  description: z.string(),
  /** For what only prepares the described: what is so once it has succeeded. */
  interim: z.string().nullable().default(null),
  process: z.string(),
  run: z.string(),
  seq: z.int(),
  about: z.string().nullable(),
  /** Pseudonyms of the claimed units. */
  units: z.array(z.string()),
  cap: z.object({ key: z.string(), amount: z.number() }).nullable(),
  /** What it moves, where its contract says so. */
  money: z.object({ cents: z.int(), currency: z.string() }).nullable().default(null),
  /** On whose authority: the level, what policies said, and the gate if a person was asked. */
  authority: z.object({
    level: z.string(),
    verdicts: z.array(verdictSchema),
    gate: z.string().nullable(),
    by: z.string().nullable(),
    input: z.int().nullable(),
  }),
  compensates: z.string().nullable(),
  /** The effect that it builds on: what was prepared for it. */
  standsOn: z.string().nullable().default(null),
});
export type Intended = z.infer<typeof intendedSchema>;

/**
 * What the ledger's tables need, in the clear: keyed hashes and pseudonyms only. So the intent, its units and its amount stay taken for ever, also
 * where the person they were about is erased (E1).
 */
export const enteredSchema = intendedSchema
  .pick({
    contract: true,
    connection: true,
    account: true,
    tier: true,
    intentHash: true,
    generation: true,
    wishDigest: true,
    process: true,
    run: true,
    seq: true,
    about: true,
    units: true,
    cap: true,
    money: true,
    standsOn: true,
  })
  .extend({
    subject: z.string().nullable(),
    /** The effect that it undoes; those of before it was written down here have it in what is sealed only. */
    compensates: z.string().nullable().default(null),
  });
export type RecordedVerdict = z.infer<typeof verdictSchema>;

export const attemptingSchema = z.object({
  attempt: z.int(),
  deadlineAt: z.number(),
  key: z.string(),
  settleMs: z.number().nullable().default(null),
});
export const succeededSchema = z.object({
  output: anyJson,
  how: z.enum(["answered", "looked up", "said by a person", "done by hand"]),
  by: z.string().nullable(),
});
export const refusedSchema = z.object({ code: z.string(), reason: z.string(), detail: anyJson });
export const failedSchema = z.object({ code: z.string(), reason: z.string() });
/** `nextAt`: when the look-up or the next attempt may come. */
export const unknownSchema = z.object({ attempt: z.int(), why: z.string(), nextAt: z.number() });
export const retryingSchema = z.object({ attempt: z.int(), why: z.string(), nextAt: z.number() });
export const compensationSchema = z.object({ by: z.string() });

const attemptOutline = attemptingSchema.pick({ attempt: true, deadlineAt: true, settleMs: true });
const nextOutline = z.object({ nextAt: z.number() });
const codeOutline = z.object({ code: z.string() });
/** Codes are words of the code; whatever else the other side may put there is kept sealed. */
const wordShape = /^[\w.:-]{1,80}$/;

/** What the ledger's row needs of a transition, also where the person it was about is erased: an attempt's deadline holds all the same (E6). */
export const outlineSchemas = {
  EffectAttempting: attemptOutline,
  EffectRetrying: nextOutline,
  EffectUnknown: nextOutline,
};

export function effectEvent(type: string, data: Json): NewEvent {
  const outline = effectOutline(type, data);
  return { type, data, ...(outline === undefined ? {} : { outline }) };
}

function effectOutline(type: string, data: Json): NewEvent["outline"] {
  if (type === "EffectAttempting" || type === "EffectRetrying" || type === "EffectUnknown")
    return outlineSchemas[type].parse(data);
  if (type !== "EffectRefused" && type !== "EffectFailed") return undefined;
  const { code } = codeOutline.parse(data);
  return { code: wordShape.test(code) ? code : "other" };
}

export type EffectStatus =
  | "intended"
  | "attempting"
  | "succeeded"
  | "refused"
  | "failed"
  | "unknown"
  | "compensating"
  | "compensated";

export const effectStatuses = [
  "intended",
  "attempting",
  "succeeded",
  "refused",
  "failed",
  "unknown",
  "compensating",
  "compensated",
] as const;

export const effectStream = (id: string): string => `effect/${id}`;
