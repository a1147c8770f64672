/** A program of this repository as a process of its own, on the same Node, from the sources. */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");

export interface ChildOptions {
  /** Its standard output and error are appended here. */
  readonly logFile: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Child {
  readonly process: ChildProcess;
  /** The first line on standard output that satisfies `read`; rejects if it ends before. */
  firstLine<T>(read: (line: string) => T | undefined): Promise<T>;
  /** Settles when it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  end(signal: NodeJS.Signals): Promise<void>;
}

/** @param script within the repository */
export function startChild(script: string, args: readonly string[], options: ChildOptions): Child {
  const child = spawn(process.execPath, ["--conditions=praxis-source", join(root, script), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.environment },
  });
  const log = createWriteStream(options.logFile, { flags: "a" });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      log.end();
      resolve({ code, signal });
    });
  });
  return {
    process: child,
    ended,
    firstLine: (read) =>
      new Promise((resolve, reject) => {
        let unread = "";
        child.stdout.on("data", (chunk: Buffer) => {
          unread += chunk.toString("utf8");
          const lines = unread.split("\n");
          unread = lines.pop() ?? "";
          for (const line of lines) {
            const value = read(line);
            if (value !== undefined) resolve(value);
          }
        });
        ended.then(({ code, signal }) =>
          reject(new Error(`${script} ended (${signal ?? code}); see ${options.logFile}`)),
        );
      }),
    async end(signal) {
      child.kill(signal);
      await ended;
    },
  };
}
