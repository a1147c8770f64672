/** Processes: a name, the event that starts them, and a deterministic function over a run. */

import { RunCancelledError } from "../engine/live-run.ts";
import { ContinueAs, type Issue, type ProcessVersion } from "../engine/process-version.ts";
import { PraxisError } from "../kernel/errors.ts";
import { digestText, type Json, toJson } from "../kernel/json.ts";
import { mustParse, type Schema } from "../kernel/schema.ts";
import { type Learn, Run, ScopeFailure } from "./run.ts";

export interface ProcessOptions<I> {
  /** Type of the event that starts it; without it, people and other runs start it. */
  readonly on?: string;
  /**
   * Not started by an event that a run waits for by type and `about`: the event joins that run. Should the run come to rest without having taken it,
   * the event starts this process after all.
   */
  readonly unlessAwaited?: boolean;
  /**
   * Work about work, such as telling approvers that something waits, or a weekly report: it is nobody's matter. Figures leave it out, and so does the list
   * of runs, unless they are asked for it.
   */
  readonly isHousekeeping?: boolean;
  /** Reads what it is started with. */
  readonly input: Schema<I>;
}

export interface Process<I = unknown> {
  readonly kind: "process";
  readonly name: string;
  readonly on: string | null;
  readonly inputSchema: Schema<I>;
  /** As the engine runs it. @param codeDigest digest of the files that it was loaded from; without it, that of its own function. */
  version(learn: Learn, codeDigest?: string): ProcessVersion;
}

export function process<I>(
  name: string,
  options: ProcessOptions<I>,
  body: (run: Run, input: I) => Promise<unknown>,
): Process<I> {
  const on = options.on ?? null;
  const input: unknown = options.input;
  if (typeof input !== "object" || input === null || !("safeParse" in input)) {
    throw new PraxisError("bad_process", `the process "${name}" says nothing of its input`, {
      next: "Give it a schema: `input: z.object({ ... })`, or `z.json()` where anything will do.",
    });
  }
  const read = (given: unknown) => mustParse(options.input, given, `the input of "${name}"`);
  return {
    kind: "process",
    name,
    on,
    inputSchema: options.input,
    version: (learn, codeDigest) => ({
      name,
      on,
      unlessAwaited: options.unlessAwaited ?? false,
      isHousekeeping: options.isHousekeeping ?? false,
      version: digestText(JSON.stringify([name, on, codeDigest ?? body.toString()])),
      checkInput: (given) => void read(given),
      body: (issue, given) => perform(issue, learn, () => read(given), body),
    }),
  };
}

async function perform<I>(
  issue: Issue,
  learn: Learn,
  input: () => I,
  body: (run: Run, input: I) => Promise<unknown>,
): Promise<Json | ContinueAs> {
  const run = new Run(issue, learn);
  try {
    const value = await body(run, input());
    return value instanceof ContinueAs ? value : toJson(value);
  } catch (thrown) {
    if (thrown instanceof RunCancelledError) {
      await run.undoAfterCancel();
      throw thrown;
    }
    if (thrown instanceof ScopeFailure)
      return { status: "failed", reason: thrown.message, undone: toJson(await run.undoAll()) };
    throw thrown;
  }
}
