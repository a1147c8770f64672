/**
 * What a comparison found, as `--json` writes it. Other benchmarks read such a file with `resultSchema`.
 */
import { z } from "zod";
import { modes } from "./engine.ts";

const rate = z.number().nonnegative();

export const limitsSchema = z.object({
  /** Appends of 4 KiB to one file, each followed by an fsync. */
  fsyncsPerSecond: rate,
  /** 4 KiB at a time over a file that has its length already, each followed by an fdatasync: no change of the file's length has to be on disk too. */
  overwritesPerSecond: rate,
  /** node:sqlite, WAL, synchronous=FULL: commits of one row each, and rows in commits of 64. */
  sqliteCommitsPerSecond: rate,
  sqliteRowsPerSecond: rate,
});
export type Limits = z.infer<typeof limitsSchema>;

export const roundSchema = z.object({
  /** With 64 runs under way. */
  stepsPerSecond: rate,
  /** Of whole runs, one at a time. */
  p50Ms: rate,
  p95Ms: rate,
});
export type Round = z.infer<typeof roundSchema>;

/** How often something was so, among how many times that were looked at. */
const shareSchema = z.object({ with: z.int().nonnegative(), of: z.int().nonnegative() });

export const syncsSchema = z.object({
  /** Which calls, in all, by name; for runs one at a time and for 64 under way. */
  callsAlone: z.record(z.string(), z.int()),
  callsTogether: z.record(z.string(), z.int()),
  perRunAlone: rate,
  perRunTogether: rate,
  /** Between the start of a step and that of the next one, runs one at a time: how often a sync came back. */
  betweenSteps: shareSchema,
  /** Between the start of the last step and the answer of the run. */
  beforeAnswer: shareSchema,
  /** Files that were open with O_DSYNC or O_SYNC, whose writes are syncs that are not in the counts. */
  syncedFiles: z.int().nonnegative(),
  /** What these counts show. */
  mode: z.enum(modes),
});
export type Syncs = z.infer<typeof syncsSchema>;

const failedSchema = z.object({ error: z.string() });

export const measuredSchema = z.object({
  name: z.string(),
  version: z.string(),
  store: z.string(),
  promises: z.enum(modes),
  settledBy: z.string(),
  stepsPerSecond: rate,
  p50Ms: rate,
  p95Ms: rate,
  rounds: z.array(roundSchema),
  bytesPerStep: z.number(),
  /** How many runs the bytes are an average of. */
  runsOnDisk: z.int(),
  syncs: z.union([syncsSchema, failedSchema]),
});
export type Measured = z.infer<typeof measuredSchema>;

export const engineResultSchema = z.union([measuredSchema, failedSchema.extend({ name: z.string() })]);
export type EngineResult = z.infer<typeof engineResultSchema>;

export const resultSchema = z.object({
  format: z.literal(1),
  at: z.iso.datetime(),
  host: z.object({
    cpu: z.string(),
    cores: z.int(),
    memoryBytes: z.int(),
    kernel: z.string(),
    node: z.string(),
    /** Of all processes before the start, over one minute: what else ran here. */
    load: z.number(),
  }),
  work: z.object({ stepsPerRun: z.int(), concurrency: z.int(), seconds: z.number(), rounds: z.int() }),
  limits: limitsSchema,
  engines: z.array(engineResultSchema),
});
export type Result = z.infer<typeof resultSchema>;
