/**
 * Writes the WAL back into the database file beside the event loop, in a thread that is started when the first is due.
 *
 * Invariants: K1 - each checkpoint is ours, and checked: what it says is passed on. While the owner writes, a thread never catches up with it, and a WAL begins anew only when it is
 * written back whole; the owner writes back the little that is left (`behind`).
 */
import { Worker } from "node:worker_threads";
import { z } from "zod";

const answerSchema = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), frames: z.int(), written: z.int() }),
  z.object({ ok: z.literal(false), code: z.int(), message: z.string() }),
]);
export type Checkpointed = z.infer<typeof answerSchema>;

export interface Checkpointer {
  /** It is due after so much was written. */
  readonly dueAfterBytes: number;
  /** Of 4 KiB each. From so many on, the owner writes back what is left. */
  readonly mostFrames: number;
  /** One at a time. */
  begin(done: (result: Checkpointed) => void): void;
  close(): void;
}

const threadFile = new URL(
  import.meta.url.endsWith(".ts") ? "./checkpoint-thread.ts" : "./checkpoint-thread.js",
  import.meta.url,
);

export function threadCheckpointer(path: string): Checkpointer {
  let thread: Worker | null = null;
  let told: (result: Checkpointed) => void = () => undefined;
  const start = (): Worker => {
    const started = new Worker(threadFile, { workerData: path });
    started.on("message", (answer: unknown) => told(answerSchema.parse(answer)));
    started.on("error", (error: Error) => told({ ok: false, code: 0, message: error.message }));
    // After the listeners: each of them would hold the process again.
    started.unref();
    return started;
  };
  return {
    dueAfterBytes: 16 * 1024 * 1024,
    mostFrames: 8_192,
    begin(done) {
      told = done;
      thread ??= start();
      thread.postMessage("checkpoint");
    },
    close() {
      told = () => undefined;
      void thread?.terminate();
    },
  };
}

/** A database in memory has no WAL. */
export const noCheckpointer: Checkpointer = {
  dueAfterBytes: Number.POSITIVE_INFINITY,
  mostFrames: Number.POSITIVE_INFINITY,
  begin: () => undefined,
  close: () => undefined,
};
