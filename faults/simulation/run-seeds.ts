/** Many seeds, over several processes; and what they found. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const livedSchema = z.object({
  seed: z.int(),
  violations: z.array(z.string()),
  hash: z.string(),
  ends: z.int(),
  points: z.int(),
  deeds: z.int(),
  events: z.int(),
});
export type LivedSeed = z.infer<typeof livedSchema>;

export interface SeedsOptions {
  readonly from: number;
  readonly until: number;
  readonly processes: number;
  /** Told of each; where it says so, the others are not lived through any more. */
  readonly each: (lived: LivedSeed) => "go on" | "enough";
  readonly mutation?: string;
}

const worker = fileURLToPath(new URL("./seed-worker.ts", import.meta.url));
const plant = new URL("./mutations/plant.ts", import.meta.url).href;

/** @throws where a process ended before it could say why */
export async function runSeeds(options: SeedsOptions): Promise<void> {
  const { from, until, processes } = options;
  const enough = new AbortController();
  const lanes = Array.from({ length: Math.min(processes, until - from) }, (_, lane) =>
    runLane({ ...options, from: from + lane, step: processes }, enough),
  );
  await Promise.all(lanes);
}

async function runLane(lane: SeedsOptions & { readonly step: number }, enough: AbortController): Promise<void> {
  const { from, step, until, mutation, each } = lane;
  const planted = mutation === undefined ? [] : ["--import", plant];
  const child = spawn(
    process.execPath,
    ["--conditions=praxis-source", ...planted, worker, ...[from, step, until].map(String)],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...(mutation === undefined ? {} : { FAULTS_MUTATION: mutation }) },
    },
  );
  enough.signal.addEventListener("abort", () => child.kill("SIGKILL"));
  let said = "";
  child.stderr.on("data", (bytes: Buffer) => {
    said = (said + bytes.toString()).slice(-4_000);
  });
  const over = new Promise<string>((resolve) => child.once("close", (code, signal) => resolve(String(signal ?? code))));
  let hasFailed = false;
  for await (const line of createInterface({ input: child.stdout })) {
    if (enough.signal.aborted) break;
    const lived = livedSchema.parse(JSON.parse(line));
    hasFailed ||= lived.violations.length > 0;
    if (each(lived) === "enough") enough.abort();
  }
  const end = await over;
  if (end !== "0" && !hasFailed && !enough.signal.aborted)
    throw new Error(`a process that lived through seeds ended (${end}): ${said}`);
}
