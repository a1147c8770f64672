/**
 * What can be made to go wrong, and how often.
 *
 * `p` fields are probabilities per call, 0 to 1. All faults are off unless they are named: setting replaces, it never adds.
 */
import { z } from "zod";

const probability = z.number().min(0).max(1);

export const faultSettingsSchema = z.strictObject({
  /** Starts the sequence of draws again: the same seed and the same calls give the same faults. */
  seed: z.int().default(1),
  /** The action is done, and the answer never comes: the connection stays open for `hangMs`, or until the client leaves. */
  timeoutAfterSuccess: probability.default(0),
  hangMs: z.int().nonnegative().default(60_000),
  /** 500, and nothing was done. */
  error500: probability.default(0),
  /** 429 with Retry-After, and nothing was done. */
  rateLimited: probability.default(0),
  retryAfterSeconds: z.int().nonnegative().default(1),
  /** The connection is destroyed: half of the times before acting, half of them after. */
  reset: probability.default(0),
  /** The call takes `delayMs` longer, and may then meet another fault. */
  slow: z.strictObject({ p: probability, delayMs: z.int().nonnegative() }).default({ p: 0, delayMs: 0 }),
  /** The action is done, and the answer is 200 with a body that is no JSON. */
  garbage: probability.default(0),
  /** Reads too get error500, slow and reset. */
  reads: z.boolean().default(false),
  /** Payments: the header Idempotency-Key has no effect (tier T2). */
  ignoreKeys: z.boolean().default(false),
  /** Payments: the look-up by reference answers 501 (with ignoreKeys: tier T3). */
  noLookup: z.boolean().default(false),
});
export type FaultSettings = z.infer<typeof faultSettingsSchema>;
/** As given: every field may be left out. */
export type FaultSettingsInput = z.input<typeof faultSettingsSchema>;

export const noFaults: FaultSettings = faultSettingsSchema.parse({});

export const faultKinds = [
  "timeoutAfterSuccess",
  "error500",
  "rateLimited",
  "resetBefore",
  "resetAfter",
  "slow",
  "garbage",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Exactly the next call of this world whose path and query contain `pathContains` fails so. */
export const nextFaultSchema = z.strictObject({
  pathContains: z.string().min(1),
  fault: z.enum(faultKinds),
  /** Left out: a call of any method matches. */
  method: z.enum(["GET", "PUT", "POST"]).optional(),
  /** Of `slow`. */
  delayMs: z.int().nonnegative().default(1_000),
  /** Of `timeoutAfterSuccess`. */
  hangMs: z.int().nonnegative().default(60_000),
  /** Of `rateLimited`. */
  retryAfterSeconds: z.int().nonnegative().default(1),
});
export type NextFault = z.infer<typeof nextFaultSchema>;
