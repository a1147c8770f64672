/** The server's lives: started, killed as planned, started again, and after the last kill left alone until the work is done. */
import type { Address } from "../client/praxis-client.ts";
import type { Life } from "./killer.ts";
import { type ServerOptions, ServerProcess } from "./server-process.ts";

export class ServerLives {
  readonly #options: ServerOptions;
  readonly #lives: readonly Life[];
  #server: ServerProcess | null = null;
  #kills = 0;
  #atFailpoints = 0;
  #isEnding = false;

  constructor(options: ServerOptions, lives: readonly Life[]) {
    this.#options = options;
    this.#lives = lives;
  }

  get kills(): number {
    return this.#kills;
  }

  /** How many of the kills came from a failpoint, and not from the clock. */
  get atFailpoints(): number {
    return this.#atFailpoints;
  }

  /** Whether all kills have been. */
  get areOver(): boolean {
    return this.#kills === this.#lives.length;
  }

  /** How much of the work may have been sent by now, so that there is some for every life. */
  get share(): number {
    return (this.#kills + 1) / (this.#lives.length + 1);
  }

  /** @throws while the server is away */
  get address(): Address {
    if (this.#server === null) throw new Error("the server is away");
    return this.#server.address;
  }

  /** Rejects if the server ends by itself; never settles otherwise. */
  async live(): Promise<never> {
    for (const life of this.#lives) {
      const server = this.#start(life.failpoints);
      let isTimeUp = false;
      const deadline = setTimeout(() => {
        isTimeUp = true;
        server.signal("SIGKILL");
      }, life.atMostMs);
      const { code, signal } = await server.ended;
      clearTimeout(deadline);
      if (this.#isEnding) break;
      if (signal !== "SIGKILL") throw ended(code, signal, this.#options);
      this.#kills += 1;
      this.#atFailpoints += isTimeUp ? 0 : 1;
    }
    if (!this.#isEnding) {
      const { code, signal } = await this.#start("").ended;
      if (!this.#isEnding) throw ended(code, signal, this.#options);
    }
    return new Promise(() => undefined);
  }

  #start(failpoints: string): ServerProcess {
    const server = new ServerProcess(this.#options, failpoints);
    this.#server = server;
    // A life may end before the server listens.
    server.listening().catch(() => undefined);
    return server;
  }

  /** @returns what went wrong */
  async end(): Promise<string[]> {
    if (this.#isEnding || this.#server === null) return [];
    this.#isEnding = true;
    await this.#server.end("SIGTERM");
    const { code, signal } = await this.#server.ended;
    return code === 0 ? [] : [`the server did not end in order: ${signal ?? code}`];
  }
}

function ended(code: number | null, signal: NodeJS.Signals | null, { logFile }: ServerOptions): Error {
  return new Error(`the server ended by itself (${signal ?? code}); its last words are in ${logFile}`);
}
