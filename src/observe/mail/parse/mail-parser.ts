/**
 * Reads mails in a thread with a limit on time and memory, one after the other, so that no mail stalls the server or takes it down.
 *
 * Invariants: the answer always comes, within the limit and what is queued before it; after a mail that broke the thread the next one gets a new
 * thread; an idle thread does not keep the process alive. Time here is the machine's own: it limits a real thread.
 */
import { Worker } from "node:worker_threads";
import { type Clock, systemClock } from "../../../kernel/clock.ts";
import { messageOf, PraxisError } from "../../../kernel/errors.ts";
import { parseAnswerSchema } from "./parse-request.ts";
import type { ReadMail } from "./read-mail.ts";

export type ParsedMail =
  | { readonly ok: true; readonly mail: ReadMail }
  /** The mail is at fault. */
  | { readonly ok: false; readonly code: "unreadable" | "too_slow" | "too_complex"; readonly message: string };

export interface ParseLimits {
  /** For one mail. 25 MB of attachments take about a second, 100,000 lines of text one and a half. */
  readonly withinMs: number;
  readonly heapMb: number;
  readonly mostHeaderBytes: number;
}

const usual: ParseLimits = { withinMs: 20_000, heapMb: 256, mostHeaderBytes: 2 * 1024 * 1024 };
/** For a mail that a person released: they have seen it, and may wait. */
export const patientLimits: ParseLimits = { withinMs: 60_000, heapMb: 1_024, mostHeaderBytes: 20 * 1024 * 1024 };

const outOfMemory = "ERR_WORKER_OUT_OF_MEMORY";
const workerFile = new URL(
  import.meta.url.endsWith(".ts") ? "./parse-worker.ts" : "./parse-worker.js",
  import.meta.url,
);

export class MailParser {
  readonly #clock: Clock;
  readonly #limits: ParseLimits;
  #worker: Worker | null = null;
  #last: Promise<unknown> = Promise.resolve();
  /** Gives up what is under way. */
  #abort: (error: PraxisError) => void = () => undefined;
  #isStopped = false;

  constructor(limits: Partial<ParseLimits> = {}, clock: Clock = systemClock) {
    this.#limits = { ...usual, ...limits };
    this.#clock = clock;
  }

  /**
   * @param limits where others than usual: such a mail gets a thread of its own.
   * @throws parser_unavailable where it is not the mail that is at fault: try it again.
   */
  parse(raw: Uint8Array, trustedHost: string | null, limits?: ParseLimits): Promise<ParsedMail> {
    const parsed = this.#last.then(() => this.#parse(raw, trustedHost, limits ?? this.#limits));
    this.#last = parsed.catch(() => undefined);
    return parsed;
  }

  async #parse(raw: Uint8Array, trustedHost: string | null, limits: ParseLimits): Promise<ParsedMail> {
    if (this.#isStopped) throw unavailable("the server is ending");
    if (limits !== this.#limits) this.#drop();
    const worker = await this.#ready(limits);
    const answered = Promise.withResolvers<ParsedMail>();
    this.#abort = answered.reject;
    const fail = (code: "unreadable" | "too_slow" | "too_complex", message: string): void => {
      this.#drop();
      answered.resolve({ ok: false, code, message });
    };
    worker.on("message", (answer: unknown) => {
      const read = parseAnswerSchema.safeParse(answer);
      if (!read.success) fail("unreadable", "what was read of it does not fit together");
      else if (read.data.ok) answered.resolve(read.data);
      else answered.resolve({ ok: false, code: "unreadable", message: read.data.message });
    });
    worker.on("error", (thrown: unknown) => {
      const isFull = thrown instanceof Error && "code" in thrown && thrown.code === outOfMemory;
      if (isFull) fail("too_complex", `reading it takes more than ${limits.heapMb} MB of memory`);
      else fail("unreadable", `it cannot be read: ${messageOf(thrown)}`);
    });
    worker.on("exit", () => fail("unreadable", "reading it ended the thread that did so"));
    const cancel = this.#clock.after(limits.withinMs, () => {
      fail("too_slow", `reading it takes longer than ${limits.withinMs / 1_000} seconds`);
    });
    worker.postMessage({ raw, options: { trustedHost, mostHeaderBytes: limits.mostHeaderBytes } });
    try {
      return await answered.promise;
    } finally {
      cancel();
      // One that was given up already has its last listener, which must stay.
      if (this.#worker === worker) {
        forget(worker);
        worker.unref();
        if (limits !== this.#limits) this.#drop();
      }
    }
  }

  /** A thread that has loaded all it needs: what fails before that is no mail's fault. */
  async #ready(limits: ParseLimits): Promise<Worker> {
    if (this.#worker) {
      this.#worker.ref();
      return this.#worker;
    }
    const worker = new Worker(workerFile, {
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 64 },
      // A parser needs no secret.
      env: {},
    });
    this.#worker = worker;
    const loaded = Promise.withResolvers<void>();
    this.#abort = loaded.reject;
    worker.once("message", () => loaded.resolve());
    worker.once("error", (thrown: unknown) => loaded.reject(unavailable(messageOf(thrown))));
    worker.once("exit", () => loaded.reject(unavailable("it ended at once")));
    try {
      await loaded.promise;
    } catch (thrown) {
      this.#drop();
      throw thrown;
    }
    forget(worker);
    return worker;
  }

  #drop(): void {
    const worker = this.#worker;
    this.#worker = null;
    if (!worker) return;
    forget(worker);
    // It may still fail while it ends; nobody waits for it any more.
    worker.on("error", () => undefined);
    void worker.terminate();
  }

  stop(): void {
    this.#isStopped = true;
    this.#drop();
    this.#abort(unavailable("the server is ending"));
  }
}

function forget(worker: Worker): void {
  for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
}

function unavailable(why: string): PraxisError {
  return new PraxisError("parser_unavailable", `mails cannot be read at the moment: ${why}`, {
    next: "The mail stays where it is, and is tried again.",
    disposition: "retry",
  });
}
