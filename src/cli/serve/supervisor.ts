/**
 * Keeps a server running: a small parent process that starts it again when it dies abnormally.
 *
 * Invariants: it holds nothing that matters, so it can die at any time, and its server then ends by itself (the channel between them
 * closes). It does not start a server again that says why it cannot run: a failed disk, a folder in use, a wrong command line. Where it watches
 * files of processes, a change ends the server and starts it again on the new code, once that code is known to load; until then the old one goes on.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { z } from "zod";
import { exitCodes } from "../exit-codes.ts";
import type { CliHost } from "../host.ts";
import { watchPaths } from "./watch-paths.ts";

const final: readonly number[] = [
  exitCodes.done,
  exitCodes.usage,
  exitCodes.disk,
  exitCodes.inUse,
  exitCodes.configuration,
];
const mostCrashes = 5;
const withinMs = 60_000;
const stopWithinMs = 30_000;

/** Said by the server once it listens. */
export const listeningSchema = z.object({ listening: z.object({ port: z.int() }) });

export interface SupervisorOptions {
  readonly program: CliHost["program"];
  /** Arguments of `praxis start` as a function of the port, which stays the same over restarts. */
  readonly args: (port: number | null) => readonly string[];
  readonly say: (message: string) => void;
  /** Files or folders of processes: where they change, the server is started again on the new code. */
  readonly watched?: readonly string[];
}

interface State {
  port: number | null;
  stopping: boolean;
  /** The server was told to end so that it starts again on new code. */
  reloading: boolean;
  child: ChildProcess | null;
}

/** @returns the exit code to end with. */
export async function supervise(options: SupervisorOptions): Promise<number> {
  const crashes: number[] = [];
  const state: State = { port: null, stopping: false, reloading: false, child: null };
  const stopForwarding = forwardSignals(state);
  const { watched = [] } = options;
  const stopWatching =
    watched.length === 0 ? () => undefined : watchPaths(watched, (file) => reload(options, state, file));
  try {
    for (let lives = 0; ; lives++) {
      const { code, signal } = await runOnce(options, state, lives > 0);
      if (state.stopping) return code ?? exitCodes.error;
      if (state.reloading) {
        state.reloading = false;
        continue;
      }
      if (code !== null && final.includes(code)) return code;
      const now = Date.now();
      crashes.push(now);
      const recent = crashes.filter((at) => now - at < withinMs).length;
      const how = signal === null ? `with code ${code}` : `by ${signal}`;
      if (recent >= mostCrashes) {
        options.say(
          `praxis: the server ended ${how}, ${recent} times within a minute. It is not started again.\n` +
            "Nothing that was acknowledged is lost. See the messages above; `praxis doctor` and `praxis verify` say more. Then start again.",
        );
        return exitCodes.error;
      }
      const delayMs = 100 * 2 ** (recent - 1);
      options.say(`praxis: the server ended ${how}. Nothing acknowledged is lost; starting it again.`);
      await pause(delayMs);
      if (state.stopping) return exitCodes.done;
    }
  } finally {
    stopForwarding();
    stopWatching();
  }
}

/** Ends the server once the changed code is known to load; waiting runs are taken up by the next one from the log (K5, K6). */
function reload({ program, watched = [], say }: SupervisorOptions, state: State, file: string): void {
  const checked = spawnSync(process.execPath, [...program.flags, program.main, "check", ...watched], {
    encoding: "utf8",
  });
  if (state.stopping || state.child === null) return;
  if (checked.status !== 0) {
    say(
      `praxis: ${file} was changed, and does not load. The server goes on with the code that it has.\n${checked.stderr.trim()}`,
    );
    return;
  }
  say(`praxis: ${file} was changed; starting again on the new code. Runs that wait are kept.`);
  state.reloading = true;
  state.child.kill("SIGTERM");
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}

function runOnce(
  { program, args }: SupervisorOptions,
  state: State,
  again: boolean,
): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  // A failpoint is planted once: the server that comes after it shows how it recovers.
  const { PRAXIS_FAILPOINTS, ...inherited } = process.env;
  const failpoints = again || PRAXIS_FAILPOINTS === undefined ? {} : { PRAXIS_FAILPOINTS };
  const environment = { ...inherited, ...failpoints, PRAXIS_SUPERVISED: again ? "again" : "first" };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...program.flags, program.main, ...args(state.port)], {
      stdio: ["inherit", "inherit", "inherit", "ipc"],
      env: environment,
    });
    state.child = child;
    child.on("message", (message) => {
      const said = listeningSchema.safeParse(message);
      if (said.success) state.port = said.data.listening.port;
    });
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      state.child = null;
      resolve({ code, signal });
    });
  });
}

/** A terminal sends Ctrl-C to the whole group, so the server has it already. */
function forwardSignals(state: State): () => void {
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const forward = (signal: NodeJS.Signals): void => {
    state.stopping = true;
    const { child } = state;
    if (!child) return;
    if (signal !== "SIGINT" || !atTerminal) child.kill(signal);
    setTimeout(() => child.kill("SIGKILL"), stopWithinMs).unref();
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}
