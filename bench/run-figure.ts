/** Runs one figure in a process of its own, on a folder that is gone afterwards, whatever became of it. */
import { type ChildProcess, fork } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Figure, loadNow, type Measured, messageSchema, type Plan } from "./figures/figure.ts";

const keptCharacters = 4_000;

/** @param signal ends it, with all that it has started */
export async function runFigure(
  name: string,
  plan: Plan,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<Figure> {
  const before = loadNow();
  const begun = performance.now();
  mkdirSync(plan.folder, { recursive: true });
  const module = join(import.meta.dirname, "figures", `${name}.ts`);
  const child = fork(join(import.meta.dirname, "figure-process.ts"), [module, JSON.stringify(plan)], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    execArgv: ["--conditions=praxis-source", "--expose-gc", "--disable-warning=ExperimentalWarning"],
    // So that what it has started can be ended with it.
    detached: true,
  });
  const stop = () => endGroup(child);
  signal.addEventListener("abort", stop);
  try {
    const result = await resultOf(child, say).catch((error: Error) => ({ error: error.message }));
    return { name, load: { before, after: loadNow() }, tookSeconds: (performance.now() - begun) / 1_000, result };
  } finally {
    signal.removeEventListener("abort", stop);
    endGroup(child);
    rmSync(plan.folder, { recursive: true, force: true });
  }
}

function resultOf(child: ChildProcess, say: (line: string) => void): Promise<Measured> {
  let measured: Measured | undefined;
  let said = "";
  const hear = (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-keptCharacters);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  child.on("message", (message) => {
    const heard = messageSchema.parse(message);
    if ("say" in heard) say(heard.say);
    else measured = heard.measured;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      if (measured !== undefined) resolve(measured);
      else reject(new Error(`It ended (${signal ?? code}) without a result. It last said: ${said.trim()}`));
    });
  });
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All of it has ended by itself.
  }
}
