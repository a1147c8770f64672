/** What Praxis tells a process of a gate that opened: see `GateOpened` in the reference. */
import { z } from "zod";

export const gateOpenedSchema = z.object({
  gate: z.string(),
  kind: z.string(),
  title: z.string(),
  reasons: z.array(z.string()),
  afterYes: z.string(),
  afterNo: z.string(),
  openedAt: z.number(),
  expiresAt: z.number().nullable(),
  /** How many opened within the last minute, this one included. */
  recent: z.int(),
});
export type GateOpened = z.infer<typeof gateOpenedSchema>;
