/**
 * What every engine of the comparison does, Praxis included: runs of ten steps, each of which returns one small value and must come out in order.
 *
 * Boundary: nothing here knows an engine. A module of an engine exports `engine`, an `Engine`; it lives in a process of its own, together with the steps.
 * Invariants: the work is the same for all, since it is here: `outcome` makes each step's value, `checkRun` looks at what a run answered.
 */
import { existsSync } from "node:fs";

export const stepsPerRun = 10;

/** When an outcome is on disk: before the next step is called; before anything leaves the process (an effect, an answer, "done"); or at some later time. */
export const modes = ["before next", "before out", "later"] as const;
export type Mode = (typeof modes)[number];

export interface Engine {
  readonly name: string;
  /** Its own version, and that of the store if that is another program. */
  version(): string;
  /** Where outcomes are kept, and the settings that decide when they are on disk. */
  readonly store: string;
  /** What its documentation and settings promise; the counts of syncs say what it did. */
  readonly promises: Mode;
  /** What was done before the bytes were counted, such as a checkpoint. */
  readonly settledBy: string;
  /** Starts it, with all that it needs, on an empty folder that is its alone. */
  start(folder: string): Promise<void>;
  /** One run: resolves when the engine says that it is done. */
  runOne(): Promise<void>;
  /** So many runs, so many of them under way at any time. */
  runMany(count: number, concurrency: number): Promise<void>;
  /** All that its folder takes on disk for what it keeps, once settled. */
  bytesOnDisk(): Promise<number>;
  /** Its processes, without their descendants. */
  processIds(): number[];
  stop(): Promise<void>;
}

export interface Outcome {
  n: number;
  text: string;
}

const text = "a value of 20 bytes.";
/** Nothing is there; the question alone can be seen among the system calls, and so the order of steps and syncs. */
export const markOfStep = "/praxis-bench/step";
export const markOfAnswer = "/praxis-bench/answer";
const isMarked = "PRAXIS_BENCH_MARKS";

/** The work of one step. */
export function outcome(n: number): Outcome {
  if (process.env[isMarked] === "1") existsSync(markOfStep);
  return { n, text };
}

/** From now on each step can be seen among the system calls. By the environment, since a compiler may have made a copy of this module. */
export function showMarks() {
  process.env[isMarked] = "1";
}

export function hideMarks() {
  delete process.env[isMarked];
}

/** A run answers with its last outcome. */
export function checkRun(answer: { n: number; text: string } | undefined) {
  if (answer?.n !== stepsPerRun - 1 || answer.text !== text)
    throw new Error(`A run answered ${JSON.stringify(answer)} and not its outcome ${stepsPerRun - 1}.`);
}

/** Keeps `concurrency` runs under way until `count` are done. */
export async function runConcurrently(count: number, concurrency: number, runOne: () => Promise<void>) {
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await runOne();
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, concurrency) }, lane));
}
