/** The figures of a stretch of time as a report gets them: counts and sums, and what stands out. No content and no personal data. */
import { z } from "zod";

export const countedSchema = z.object({ word: z.string(), count: z.int() });
const spreadShape = { count: z.int(), medianMs: z.number().nullable(), longestMs: z.number().nullable() };

export const refusalSchema = z.object({ contract: z.string(), code: z.string(), count: z.int() });
export const gateKindSchema = z.object({ kind: z.string(), ...spreadShape });
export const saidNoSchema = z.object({ kind: z.string(), word: z.enum(["declined", "expired"]), count: z.int() });
export const openGateSchema = z.object({
  gate: z.string(),
  kind: z.string(),
  run: z.string(),
  process: z.string(),
  openedAt: z.number(),
});
export const rungSchema = z.object({ name: z.string(), rung: z.string(), count: z.int() });
export const movedSchema = z.object({ contract: z.string(), currency: z.string(), cents: z.int(), count: z.int() });
export const slowSchema = z.object({ run: z.string(), process: z.string(), tookMs: z.number() });

export const figuresSchema = z.object({
  from: z.number(),
  to: z.number(),
  process: z.string().nullable().describe("null for all but housekeeping"),
  account: z.string().nullable().exactOptional(),
  runs: z.object({
    started: z.int(),
    byStatus: z.array(countedSchema).describe("of those that were started, as they are now"),
    byProcess: z.array(countedSchema),
    touched: z.int().describe("how many of them needed a person: one was asked, or stepped in"),
    handoffs: z.int(),
    took: z.object(spreadShape),
  }),
  effects: z.object({
    byStatus: z.array(countedSchema),
    refusals: z.array(refusalSchema),
    unknownOnce: z.int().describe("of how many the outcome was unknown at some time"),
    unknownNow: z.int(),
    conflicts: z.int(),
  }),
  denied: z.array(countedSchema).describe("what policies forbade, by policy"),
  gates: z.object({
    opened: z.int(),
    byStatus: z.array(countedSchema),
    byKind: z
      .array(gateKindSchema)
      .describe("how long they stood open until they were answered, or until their time was over"),
    saidNo: z
      .array(saidNoSchema)
      .default([])
      .describe("what people declined, and what nobody answered in time, by kind of question"),
    openNow: z.int(),
    oldestOpen: z.array(openGateSchema).describe("whenever they were opened; oldest first, at most ten"),
  }),
  decisions: z.array(rungSchema),
  money: z.array(movedSchema).describe("what was moved and not undone"),
  slowest: z.array(slowSchema).describe("at most ten"),
});
export type Figures = z.infer<typeof figuresSchema>;
