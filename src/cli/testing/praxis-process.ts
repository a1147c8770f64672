/** Runs the real program in processes of its own, on a folder of its own, as people do. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const ownRoot = join(import.meta.dirname, "..", "..", "..");

const serverArgs = ["start", "--json", "--port", "0"];

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  /** What it has written so far, on both. */
  output(): string;
  ended: Promise<Ended>;
}

/** A server that may end before it listens. */
export interface Launched {
  readonly child: ChildProcess;
  output(): string;
  readonly ended: Promise<Ended>;
  /** Null where it ended before. */
  readonly listening: Promise<string | null>;
}

export class Place {
  readonly folder = mkdtempSync(join(tmpdir(), "praxis-cli-"));
  readonly data = join(this.folder, ".praxis");
  readonly #environment: Record<string, string>;
  readonly #program: readonly string[];
  readonly #children: ChildProcess[] = [];

  /** @param root of the checkout whose program it is */
  constructor(environment: Record<string, string> = {}, root = ownRoot) {
    this.#program = [process.execPath, "--conditions=praxis-source", join(root, "src", "main.ts")];
    this.#environment = { PRAXIS_ANCHORS: join(this.folder, "anchors"), ...environment };
  }

  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  #spawn(command: readonly string[], environment: Record<string, string>): ChildProcess {
    const { PRAXIS_URL, PRAXIS_TOKEN, PRAXIS_DATA, NODE_TEST_CONTEXT, ...inherited } = process.env;
    const [file = "", ...args] = command;
    const child = spawn(file, args, {
      cwd: this.folder,
      env: { ...inherited, ...this.#environment, USER: "lea", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#children.push(child);
    return child;
  }

  async run(...args: readonly string[]): Promise<Ended> {
    return collect(this.#spawn([...this.#program, ...args], {})).ended;
  }

  /** Runs a command that must succeed with `--json`. */
  async json<T>(schema: z.ZodType<T>, ...args: readonly string[]): Promise<T> {
    const { code, out, err } = await this.run("--json", ...args);
    if (code !== 0) throw new Error(`praxis ${args.join(" ")} ended with ${code}: ${err}`);
    return schema.parse(JSON.parse(out));
  }

  /** Starts a server, and waits until it listens. */
  start(args: readonly string[], environment: Record<string, string> = {}): Promise<Started> {
    return this.#listening(this.#spawn([...this.#program, ...serverArgs, ...args], environment));
  }

  /** The same under limits that a shell sets first. */
  startUnder(limits: string, args: readonly string[]): Promise<Started> {
    const script = `${limits}; exec "$@"`;
    return this.#listening(this.#spawn(["bash", "-c", script, "bash", ...this.#program, ...serverArgs, ...args], {}));
  }

  /** The same through another program, which becomes it. */
  launch(under: readonly string[], args: readonly string[], environment: Record<string, string> = {}): Launched {
    const child = this.#spawn([...under, ...this.#program, ...serverArgs, ...args], environment);
    const { written, ended } = collect(child);
    const announced = until("the server listens", async () => {
      if (child.exitCode !== null || child.signalCode !== null) return null;
      return announcements(written()).at(0)?.url;
    });
    return { child, output: written, ended, listening: announced };
  }

  async #listening(child: ChildProcess): Promise<Started> {
    const { written, ended } = collect(child);
    const announced = await until("the server listens", async () => {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`the server ended: ${(await ended).err}`);
      return announcements(written()).at(0);
    });
    return { child, url: announced.url, output: written, ended };
  }

  close(): void {
    for (const child of this.#children) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const announcedSchema = z.object({ url: z.string(), pid: z.int(), loginUrl: z.string().nullable() });

/** What servers said when they began to listen, in order. */
export function announcements(output: string): z.infer<typeof announcedSchema>[] {
  return output
    .split("\n")
    .filter((line) => line.startsWith('{"url"'))
    .map((line) => announcedSchema.parse(JSON.parse(line)));
}

function collect(child: ChildProcess): { written: () => string; ended: Promise<Ended> } {
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    out += chunk.toString("utf8");
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    err += chunk.toString("utf8");
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, out, err }));
  });
  return { written: () => out + err, ended };
}

export async function until<T>(what: string, look: () => Promise<T | undefined>, atMostMs = 30_000): Promise<T> {
  const givenUpAt = Date.now() + atMostMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > givenUpAt) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Where it listens; fails with what it wrote where it ended instead. */
export async function urlOf(server: Launched): Promise<string> {
  const url = await server.listening;
  if (url === null) throw new Error(server.output());
  return url;
}
