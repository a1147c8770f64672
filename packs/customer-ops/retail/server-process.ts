/** The Praxis server as a process of its own, without a supervisor: the suite is the one who kills it and starts it again. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import type { Address } from "../client/praxis-client.ts";
import { type Child, startChild } from "./child-process.ts";

const announcement = z.object({ url: z.string(), pid: z.int() });
const serverFile = z.object({ url: z.string(), token: z.string() });
const main = "src/main.ts";
const run = promisify(execFile);

export interface ServerOptions {
  readonly folder: string;
  readonly logFile: string;
  /** Addresses, secrets and time limits for the pack. */
  readonly environment: Readonly<Record<string, string>>;
}

export class ServerProcess {
  readonly ended: Child["ended"];
  readonly #child: Child;
  readonly #folder: string;
  #isListening = false;

  /** @param failpoints as PRAXIS_FAILPOINTS reads them; empty for none */
  constructor(options: ServerOptions, failpoints = "") {
    const { folder, logFile, environment } = options;
    const pack = join(import.meta.dirname, "../from-environment.ts");
    const args = ["start", pack, "--no-supervisor", "--port", "0", "--json", "--data", folder];
    this.#folder = folder;
    this.#child = startChild(main, args, {
      logFile,
      environment: { ...environment, PRAXIS_FAILPOINTS: failpoints },
    });
    this.ended = this.#child.ended;
  }

  /** Settles once it listens; rejects if it ends before. */
  async listening(): Promise<void> {
    await this.#child.firstLine((line) => announcement.safeParse(parseLine(line)).data);
    this.#isListening = true;
  }

  /** @throws while it does not listen */
  get address(): Address {
    if (!this.#isListening) throw new Error("the server is not listening");
    return serverFile.parse(JSON.parse(readFileSync(join(this.#folder, "server.json"), "utf8")));
  }

  get pid(): number {
    return this.#child.process.pid ?? 0;
  }

  end(signal: NodeJS.Signals): Promise<void> {
    return this.#child.end(signal);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.process.kill(signal);
  }
}

/** `praxis verify`. @returns its exit code and what it said */
export async function verify(options: ServerOptions): Promise<{ readonly ok: boolean; readonly said: string }> {
  return command(options, ["verify", "--data", options.folder]);
}

/** Any command of the command line, in a process of its own. */
export async function command(
  { environment }: Pick<ServerOptions, "environment">,
  args: readonly string[],
): Promise<{ readonly ok: boolean; readonly said: string }> {
  const program = ["--conditions=praxis-source", join(import.meta.dirname, "../../..", main), ...args];
  try {
    const { stdout, stderr } = await run(process.execPath, program, { env: { ...process.env, ...environment } });
    return { ok: true, said: stdout + stderr };
  } catch (thrown) {
    const said = z.object({ stdout: z.string(), stderr: z.string() }).safeParse(thrown);
    return { ok: false, said: said.success ? said.data.stdout + said.data.stderr : String(thrown) };
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
