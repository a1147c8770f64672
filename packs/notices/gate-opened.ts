/** What Praxis tells a process of a gate that opened or was handed on: see `GateOpened` and `GatePassedOn` in the reference. */
import { z } from "zod";

const askedSchema = z.object({
  gate: z.string(),
  kind: z.string(),
  title: z.string(),
  reasons: z.array(z.string()),
  afterYes: z.string(),
  afterNo: z.string(),
  expiresAt: z.number().nullable(),
});

export const gateOpenedSchema = askedSchema.extend({
  openedAt: z.number(),
  /** How many opened within the last minute, this one included. */
  recent: z.int(),
});
export type GateOpened = z.infer<typeof gateOpenedSchema>;

export const gatePassedOnSchema = askedSchema.extend({
  to: z.string(),
  by: z.string(),
  why: z.string(),
  /** Names of those it is meant for, as far as a mail reaches them. */
  people: z.array(z.string()),
  number: z.int(),
});
export type GatePassedOn = z.infer<typeof gatePassedOnSchema>;
