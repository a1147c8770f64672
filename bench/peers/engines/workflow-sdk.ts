/**
 * The Vercel Workflow SDK on its local world: JSON files, and a queue in memory.
 *
 * Boundary: its compiler is run on a copy of ten-steps.ts, since it writes into the folder that it compiles. What it made is called in this process, as the
 * SDK's own Vitest plugin does, which spares it the loopback HTTP of the frameworks. The SDK's handle of a run asks once a second whether it is done;
 * here the end is seen when the world has taken it, so that the figures are those of the engine.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createLocalWorld } from "@workflow/world-local";
import { start } from "workflow/api";
import { setWorld } from "workflow/runtime";
import { z } from "zod";
import { checkRun, type Engine, runConcurrently, stepsPerRun } from "../engine.ts";
import { folderBytes } from "./folder-bytes.ts";
import { packageVersion } from "./package-version.ts";

type Handler = (request: Request) => Promise<Response>;
const bundleSchema = z.object({ POST: z.custom<Handler>((value) => typeof value === "function") });
const manifestSchema = z.object({
  workflows: z.record(z.string(), z.record(z.string(), z.object({ workflowId: z.string() }))),
});
const endSchema = z.tuple(
  [z.string(), z.object({ eventType: z.enum(["run_completed", "run_failed", "run_cancelled"]) })],
  z.unknown(),
);
const answerSchema = z.object({ n: z.number(), text: z.string() });

const load = createRequire(import.meta.url);
let world: ReturnType<typeof createLocalWorld> | undefined;
let data = "";
let runOne = async () => {};

export const engine: Engine = {
  name: "Workflow SDK",
  version: () => `${packageVersion("workflow")}, world-local ${packageVersion("@workflow/world-local")}`,
  store: "local world: JSON files, written and renamed without a sync; the queue in memory, called in process",
  promises: "later",
  settledBy: "nothing: files are final",
  async start(folder) {
    const built = compile(join(folder, "project"));
    data = join(folder, "data");
    const local = createLocalWorld({ dataDir: data });
    world = local;
    const waiting = new Map<string, () => void>();
    const events = { ...local.events, create: heard(local.events.create, (runId) => waiting.get(runId)?.()) };
    setWorld({ ...local, events });
    await local.start?.();
    for (const [prefix, bundle] of [
      ["__wkf_workflow_", "flow.js"],
      ["__wkf_step_", "step.js"],
    ] as const) {
      const { POST } = bundleSchema.parse(load(join(built, bundle)));
      local.registerHandler(prefix, POST);
    }
    const { workflows } = manifestSchema.parse(JSON.parse(readFileSync(join(built, "manifest.json"), "utf8")));
    const workflowId = Object.values(workflows).find((file) => "tenSteps" in file)?.tenSteps?.workflowId;
    if (workflowId === undefined) throw new Error("The compiler of the Workflow SDK has not found the workflow.");
    runOne = async () => {
      const run = await start({ workflowId }, [stepsPerRun]);
      const ended = new Promise<void>((resolve) => waiting.set(run.runId, resolve));
      if (!(await isOver(run.status))) await ended;
      waiting.delete(run.runId);
      checkRun(answerSchema.parse(await run.returnValue));
    };
  },
  runOne: () => runOne(),
  runMany: (count, concurrency) => runConcurrently(count, concurrency, runOne),
  bytesOnDisk: async () => folderBytes(data),
  processIds: () => [process.pid],
  async stop() {
    await world?.close?.();
  },
};

/** The same function, which says of which run it has taken the end. */
function heard<Create extends (...given: never[]) => Promise<unknown>>(create: Create, say: (runId: string) => void) {
  return new Proxy(create, {
    async apply(target, self, given) {
      const taken: unknown = await Reflect.apply(target, self, given);
      const end = endSchema.safeParse(given);
      if (end.success) say(end.data[0]);
      return taken;
    },
  });
}

const isOver = async (status: Promise<string>) => ["completed", "failed", "cancelled"].includes(await status);

function compile(project: string) {
  const peers = join(import.meta.dirname, "..");
  mkdirSync(join(project, "workflows"), { recursive: true });
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "bench", version: "1.0.0" }));
  copyFileSync(join(peers, "engine.ts"), join(project, "engine.ts"));
  copyFileSync(join(peers, "engines", "ten-steps.ts"), join(project, "workflows", "ten-steps.ts"));
  symlinkSync(join(peers, "node_modules"), join(project, "node_modules"));
  const compiler = join(peers, "node_modules", "workflow", "bin", "run.js");
  execFileSync(process.execPath, [compiler, "build"], { cwd: project, stdio: "pipe" });
  return join(project, ".well-known", "workflow", "v1");
}
