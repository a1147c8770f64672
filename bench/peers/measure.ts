/**
 * Measures engines against each other: all are started, then in short rounds each has its turn, so that what else happens on the machine meets all of them.
 *
 * Invariants: an engine that fails, at whatever point, is reported with its error and does not end the run of the others; all are closed at the end; each
 * round starts with another engine; syncs are counted after all that is timed.
 */
import { mkdirSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { basename, join } from "node:path";
import { countSyncs } from "./count-syncs.ts";
import { stepsPerRun } from "./engine.ts";
import { HostedEngine } from "./host/hosted-engine.ts";
import type { Description } from "./host/messages.ts";
import { measureLimits } from "./limits.ts";
import type { EngineResult, Limits, Result, Round, Syncs } from "./result.ts";
import { median, quantile } from "./statistics.ts";

export const concurrency = 64;
const fewestAlone = 20;
const tracedAlone = 20;
const tracedTogether = 64;

export interface Plan {
  /** Modules that export an `Engine`. */
  modules: string[];
  /** An empty folder; each engine gets one below it. */
  folder: string;
  rounds: number;
  /** For each thing that is timed, in each round, about so long. */
  seconds: number;
  say: (line: string) => void;
  /** Ends everything: what is under way fails, and the engines are closed. */
  signal?: AbortSignal;
}

interface Candidate {
  name: string;
  host: HostedEngine;
  folder: string;
  description?: Description;
  error?: string;
  together: number;
  alone: number;
  runs: number;
  bytesBefore: number;
  bytesPerStep: number;
  rounds: Round[];
  syncs: Syncs | { error: string };
}

export async function measure(plan: Plan): Promise<Result> {
  const [load = 0] = loadavg();
  const candidates = plan.modules.map((module, index) => candidate(module, join(plan.folder, `${index}`)));
  const closeAll = () => Promise.all(candidates.map(({ host }) => host.close()));
  plan.signal?.addEventListener("abort", closeAll);
  const limits: Limits[] = [];
  try {
    for (const one of candidates) await attempt(one, "start", plan, () => prepare(one, plan));
    for (let round = 0; round < plan.rounds; round++) {
      if (candidates.every(({ error }) => error !== undefined)) break;
      limits.push(measureLimits(plan.folder, plan.seconds / 2));
      for (let turn = 0; turn < candidates.length; turn++) {
        const one = candidates[(turn + round) % candidates.length];
        if (one !== undefined) await attempt(one, `round ${round + 1}`, plan, () => oneRound(one));
      }
    }
    for (const one of candidates) await attempt(one, "bytes", plan, () => weigh(one));
    for (const one of candidates) await attempt(one, "syncs", plan, () => trace(one));
  } finally {
    await closeAll();
  }
  return {
    format: 1,
    at: new Date().toISOString(),
    host: {
      cpu: cpus()[0]?.model ?? "unknown",
      cores: cpus().length,
      memoryBytes: totalmem(),
      kernel: release(),
      node: process.version,
      load,
    },
    work: { stepsPerRun, concurrency, seconds: plan.seconds, rounds: plan.rounds },
    limits: medianLimits(limits.length === 0 ? [measureLimits(plan.folder, plan.seconds / 2)] : limits),
    engines: candidates.map(resultOf),
  };
}

function medianLimits(limits: Limits[]): Limits {
  const of = (name: keyof Limits) => median(limits.map((limit) => limit[name]));
  return {
    fsyncsPerSecond: of("fsyncsPerSecond"),
    overwritesPerSecond: of("overwritesPerSecond"),
    sqliteCommitsPerSecond: of("sqliteCommitsPerSecond"),
    sqliteRowsPerSecond: of("sqliteRowsPerSecond"),
  };
}

function candidate(module: string, folder: string): Candidate {
  mkdirSync(folder);
  return {
    name: basename(module, ".ts"),
    host: new HostedEngine(module),
    folder,
    together: concurrency,
    alone: fewestAlone,
    runs: 0,
    bytesBefore: 0,
    bytesPerStep: 0,
    rounds: [],
    syncs: { error: "not counted" },
  };
}

async function attempt(one: Candidate, what: string, { say }: Plan, work: () => Promise<void>) {
  if (one.error !== undefined) return;
  const start = performance.now();
  try {
    await work();
    say(`${one.name}: ${what}, ${((performance.now() - start) / 1_000).toFixed(1)} s`);
  } catch (error) {
    one.error = `${what}: ${error instanceof Error ? error.message : String(error)}`;
    say(`${one.name}: ${one.error}`);
    await one.host.close();
  }
}

/** Starts it, warms it up, and finds how many runs fill a turn. */
async function prepare(one: Candidate, { seconds }: Plan) {
  one.description = await one.host.describe();
  one.name = one.description.name;
  await one.host.start(one.folder);
  await one.host.together(concurrency, concurrency);
  const togetherMs = (await one.host.together(concurrency, concurrency)) / concurrency;
  const aloneMs = median(await one.host.alone(fewestAlone));
  one.together = Math.max(concurrency, Math.round((seconds * 1_000) / togetherMs));
  one.alone = Math.max(fewestAlone, Math.round((seconds * 1_000) / aloneMs));
  one.bytesBefore = await one.host.bytesOnDisk();
}

async function oneRound(one: Candidate) {
  const togetherMs = await one.host.together(one.together, concurrency);
  const tookMs = await one.host.alone(one.alone);
  one.runs += one.together + one.alone;
  one.rounds.push({
    stepsPerSecond: (one.together * stepsPerRun * 1_000) / togetherMs,
    p50Ms: median(tookMs),
    p95Ms: quantile(tookMs, 0.95),
  });
}

async function weigh(one: Candidate) {
  one.bytesPerStep = ((await one.host.bytesOnDisk()) - one.bytesBefore) / (one.runs * stepsPerRun);
}

/** That strace is missing or not allowed here says nothing against the engine. */
async function trace(one: Candidate) {
  const runs = { alone: tracedAlone, together: tracedTogether, concurrency };
  one.syncs = await countSyncs(one.host, one.folder, runs).catch((error: unknown) => ({
    error: error instanceof Error ? error.message : String(error),
  }));
}

function resultOf(one: Candidate): EngineResult {
  const { name, description, rounds } = one;
  if (one.error !== undefined || description === undefined) return { name, error: one.error ?? "it was never started" };
  return {
    ...description,
    stepsPerSecond: median(rounds.map((round) => round.stepsPerSecond)),
    p50Ms: median(rounds.map((round) => round.p50Ms)),
    p95Ms: median(rounds.map((round) => round.p95Ms)),
    rounds,
    bytesPerStep: one.bytesPerStep,
    runsOnDisk: one.runs,
    syncs: one.syncs,
  };
}
