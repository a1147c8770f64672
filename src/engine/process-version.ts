/** One version of a process's code, and what that code can reach of the engine. */
import type { Json } from "../kernel/json.ts";

/** What process code (through its typed API) can reach of the engine. */
export interface Issue {
  /** Of a fork: that of the run that it goes back to, so that its code does the same. */
  readonly runId: string;
  readonly process: string;
  readonly account: string;
  readonly subject: string | null;
  /** Whether what this run did is this run's own to undo: its own id, and in a fork those of the runs that it stands for. */
  isOwn(runId: string): boolean;
  command(kind: string, name: string, args: Json): Promise<Json>;
  now(): number;
  random(): number;
  log(message: string): void;
  /** Reports what could not be undone when the run was cancelled. */
  notUndone(what: Json): void;
}

export interface ProcessVersion {
  readonly name: string;
  /** Type of the event that starts it; null where only other runs or people start it. */
  readonly on: string | null;
  /** True where an event that a run waits for joins that run instead of starting another one of this process. */
  readonly unlessAwaited: boolean;
  /** True where its runs are work about work, which figures leave out. */
  readonly isHousekeeping: boolean;
  /** Digest of its code. */
  readonly version: string;
  /** For who starts a run by hand, before it is on record. @throws bad_input */
  readonly checkInput?: (input: Json) => void;
  readonly body: (issue: Issue, input: Json) => Promise<Json | ContinueAs>;
}

/** Returned by a process that goes on as a new run with this input (K5). */
export class ContinueAs {
  readonly input: Json;
  constructor(input: Json) {
    this.input = input;
  }
}
