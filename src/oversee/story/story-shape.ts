/** The shape of a run's story: moments in order, bars over time, steps that a fork can begin from. Moments are milliseconds since 1970. */
import { z } from "zod";
import { editSchema } from "../gates/edits.ts";

export const momentKinds = [
  "came in",
  "read",
  "decided",
  "asked",
  "answered",
  "did",
  "waited",
  "told",
  "ended",
  "set aside",
  "operator",
  "other",
] as const;

export const ofSchema = z.object({ kind: z.enum(["effect", "gate", "run", "event"]), id: z.string() });
export type Of = z.infer<typeof ofSchema>;

/** What was said to somebody, exactly; each null where it has been erased. */
export const letterSchema = z.object({
  to: z.string().nullable(),
  subject: z.string().nullable(),
  text: z.string().nullable(),
});
export type ToldLetter = z.infer<typeof letterSchema>;

export const momentSchema = z.object({
  /** Place in the whole log; the raw event of it can be read there. */
  position: z.int(),
  /** Place among the story's moments, from 1: the address of the line. */
  number: z.int(),
  at: z.int(),
  kind: z.enum(momentKinds),
  what: z.string(),
  why: z.string().nullable(),
  /** A person, a rule, a policy, the other side; null where nobody in particular. */
  by: z.string().nullable(),
  /** From which input, in its own words. */
  from: z.string().nullable(),
  of: ofSchema.nullable(),
  step: z.int().nullable(),
  /** Of a letter that went out. */
  letter: letterSchema.nullable(),
  /** What a person changed of a proposal before saying yes. */
  edits: z.array(editSchema),
});
export type Moment = z.infer<typeof momentSchema>;

export const barSchema = z.object({
  id: z.string(),
  /** Bars of one lane never overlap: `run`, `people`, or the lane of one effect or one more question at the same time. */
  lane: z.string(),
  label: z.string(),
  kind: z.enum(["moving", "waiting", "person", "effect"]),
  from: z.int(),
  /** Null where it goes on. */
  to: z.int().nullable(),
  status: z.enum(["done", "waiting", "failed", "unknown", "moving", "past"]),
  of: ofSchema.nullable(),
  step: z.int().nullable(),
});
export type Bar = z.infer<typeof barSchema>;

export const stepSchema = z.object({
  seq: z.int(),
  kind: z.string(),
  name: z.string(),
  at: z.int(),
  /** Whether a fork may give another outcome: what was done in the world stays done. */
  editable: z.boolean(),
});
export type Step = z.infer<typeof stepSchema>;

/** One line of an effect's own log. */
export const attemptSchema = z.object({
  at: z.int(),
  attempt: z.int().nullable(),
  what: z.string(),
  why: z.string().nullable(),
});
export type Attempt = z.infer<typeof attemptSchema>;
