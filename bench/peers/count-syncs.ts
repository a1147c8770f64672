/**
 * Counts what an engine syncs, by strace on all its processes, in runs of its own: strace makes every call slow, so nothing is timed here.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HostedEngine } from "./host/hosted-engine.ts";
import { syncedFiles } from "./host/processes.ts";
import { modeOf, readTrace, type Trace, tracedCalls } from "./read-trace.ts";
import type { Syncs } from "./result.ts";

export interface Counted {
  alone: number;
  together: number;
  concurrency: number;
}

/** `folder`: where strace may write. */
export async function countSyncs(engine: HostedEngine, folder: string, runs: Counted): Promise<Syncs> {
  const alone = await traced(engine, join(folder, "alone.strace"), () => engine.alone(runs.alone, { marked: true }));
  const together = await traced(engine, join(folder, "together.strace"), () =>
    engine.together(runs.together, runs.concurrency),
  );
  return {
    callsAlone: alone.calls,
    callsTogether: together.calls,
    perRunAlone: alone.syncs / runs.alone,
    perRunTogether: together.syncs / runs.together,
    betweenSteps: alone.betweenSteps,
    beforeAnswer: alone.beforeAnswer,
    syncedFiles: syncedFiles(await engine.processIds()),
    mode: modeOf(alone),
  };
}

async function traced(engine: HostedEngine, path: string, work: () => Promise<unknown>): Promise<Trace> {
  const ids = await engine.processIds();
  const options = ["-f", "-e", `trace=${tracedCalls}`, "-e", "signal=none", "-s", "64", "-o", path];
  const strace = spawn("strace", [...options, ...ids.flatMap((id) => ["-p", `${id}`])], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => {
    strace.once("exit", () => resolve());
    strace.once("error", () => resolve());
  });
  try {
    await attached(strace, ids.length);
    await work();
  } finally {
    strace.kill("SIGINT");
    await ended;
  }
  return readTrace(readFileSync(path, "utf8"));
}

/** strace says `strace: Process 12 attached` for each process and thread; after the last it is silent. */
function attached(strace: ChildProcess, processes: number): Promise<void> {
  const quietMs = 300;
  let said = "";
  let quiet: NodeJS.Timeout | undefined;
  return new Promise((resolve, reject) => {
    strace.once("error", () => reject(new Error("There is no strace here (apt-get install strace).")));
    strace.once("exit", () => reject(new Error(`strace ended at once: ${said}`)));
    strace.stderr?.on("data", (chunk) => {
      said = `${said}${chunk}`;
      clearTimeout(quiet);
      if ((said.match(/ attached/g)?.length ?? 0) >= processes) quiet = setTimeout(resolve, quietMs);
    });
  });
}
