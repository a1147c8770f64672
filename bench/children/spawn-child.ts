/** A process that a figure starts: one of the modules of this folder, which tells what it has to tell as one line of JSON on its standard output. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { z } from "zod";

export interface Child<Told> {
  /** Milliseconds since 1970, of the moment before it was started. */
  readonly spawnedAt: number;
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  /** Its next line. @throws where it ends without another */
  next(): Promise<Told>;
  /** Ends its input, and waits for its end. */
  end(): Promise<void>;
}

export function spawnChild<Told>(name: string, args: readonly string[], told: z.ZodType<Told>): Child<Told> {
  const module = join(import.meta.dirname, `${name}.ts`);
  const spawnedAt = Date.now();
  const child = spawn(process.execPath, ["--conditions=praxis-source", "--expose-gc", module, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    spawnedAt,
    process: child,
    async next() {
      const line = await lines.next();
      if (line.done === true) throw new Error(`${name} ended (${(await ended).join(", ")}) without a word.`);
      return told.parse(JSON.parse(line.value));
    },
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}

/** Collects what is garbage; the process was started with --expose-gc. */
export function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error("Start it with --expose-gc.");
  globalThis.gc();
}

/** Of this process and its threads since its start. */
export function cpuUsed(): { cpuUs: number } {
  const { user, system } = process.cpuUsage();
  return { cpuUs: user + system };
}
