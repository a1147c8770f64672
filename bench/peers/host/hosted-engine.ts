/**
 * An engine in a process of its own, as the runner sees it.
 *
 * Invariants: one command at a time; one that fails, takes too long or ends the process fails here with what the process last said; after `close` no process
 * of the engine is left, whatever happened before.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { type Answer, answerSchema, type Command, descriptionSchema } from "./messages.ts";
import { withDescendants } from "./processes.ts";

const patienceMs = 300_000;
const stopPatienceMs = 30_000;
const keptCharacters = 2_000;

export class HostedEngine {
  readonly #child: ChildProcess;
  #processIds: number[] = [];
  #said = "";

  constructor(module: string) {
    this.#child = fork(join(import.meta.dirname, "engine-process.ts"), [module], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const hear = (chunk: Buffer) => {
      this.#said = `${this.#said}${chunk}`.slice(-keptCharacters);
    };
    this.#child.stdout?.on("data", hear);
    this.#child.stderr?.on("data", hear);
  }

  describe() {
    return this.#ask({ do: "describe" }, descriptionSchema);
  }

  async start(folder: string) {
    try {
      await this.#ask({ do: "start", folder }, z.unknown());
    } finally {
      await this.processIds().catch(() => {});
    }
  }

  alone(count: number, { marked = false } = {}) {
    return this.#ask({ do: "alone", count, marked }, z.array(z.number()));
  }

  together(count: number, concurrency: number) {
    return this.#ask({ do: "together", count, concurrency }, z.number());
  }

  bytesOnDisk() {
    return this.#ask({ do: "bytes" }, z.number());
  }

  /** All processes that do the engine's work. */
  async processIds() {
    this.#processIds = withDescendants(await this.#ask({ do: "processes" }, z.array(z.int())));
    return this.#processIds;
  }

  /** A server whose parent has died is nobody's descendant any more, so that the known ones are ended too. */
  async close() {
    const child = this.#child;
    if (child.pid === undefined) return;
    await this.#ask({ do: "stop" }, z.unknown(), stopPatienceMs).catch(() => {});
    for (const id of withDescendants([child.pid, ...this.#processIds])) {
      try {
        process.kill(id, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    }
    this.#processIds = [];
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }

  async #ask<Value>(command: Command, schema: z.ZodType<Value>, limitMs = patienceMs): Promise<Value> {
    const late = new AbortController();
    try {
      const answer = await Promise.race([this.#answer(command), this.#lateness(command, limitMs, late.signal)]);
      if ("error" in answer) throw new Error(answer.error);
      return schema.parse(answer.value);
    } finally {
      late.abort();
    }
  }

  async #lateness(command: Command, limitMs: number, signal: AbortSignal): Promise<Answer> {
    await setTimeout(limitMs, undefined, { signal }).catch(() => {});
    return { error: `"${command.do}" took more than ${limitMs / 1_000} s. It last said: ${this.#said}` };
  }

  #answer(command: Command): Promise<Answer> {
    const child = this.#child;
    return new Promise((resolve) => {
      const heard = (message: unknown) => settle(answerSchema.parse(message));
      const ended = () =>
        settle({ error: `The process of the engine ended during "${command.do}". It last said: ${this.#said}` });
      const settle = (answer: Answer) => {
        child.off("message", heard);
        child.off("exit", ended);
        resolve(answer);
      };
      child.on("message", heard);
      child.on("exit", ended);
      if (child.exitCode !== null || child.signalCode !== null || !child.connected) ended();
      else child.send(command);
    });
  }
}
