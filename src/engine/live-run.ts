/**
 * One run in memory: its function, the commands it has issued and not been answered, and how far it has been replayed.
 *
 * Boundary: executes process code and nothing else. It neither reads nor writes the log; the engine feeds it and asks it.
 * Invariants: K4 - commands are numbered in the order of issue; each outcome must find its command again, with the same kind, name and
 * arguments, or the run does not match; a command issued outside the run's own turn is foreign.
 */
import { assert, messageOf } from "../kernel/errors.ts";
import { canonical, digestText, isObject, type Json, toJson } from "../kernel/json.ts";
import { SeededRandom } from "../kernel/random.ts";
import type { Command, RunView } from "./command.ts";
import type { ContinueAs, Issue, ProcessVersion } from "./process-version.ts";
import { type OutcomeDelivered, type RunStarted, runStream, type Wait } from "./run-events.ts";

/** Thrown to end something, not because something is wrong. */
export class EndingError extends Error {}

export function isEnding(thrown: unknown): boolean {
  return thrown instanceof EndingError;
}

/** Thrown into a run that is cancelled, at every place where it waits. */
export class RunCancelledError extends EndingError {
  constructor(why: string) {
    super(`cancelled: ${why}`);
    this.name = "RunCancelledError";
  }
}

/** A command whose handler answered with an error. */
export class CommandFailedError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = "CommandFailedError";
    this.code = code;
  }
}

interface Pending {
  readonly command: Command;
  readonly resolve: (value: Json) => void;
  readonly reject: (error: Error) => void;
}

export type Ended =
  | { readonly ok: true; readonly value: Json | ContinueAs }
  | { readonly ok: false; readonly error: unknown };

export class LiveRun implements RunView {
  readonly id: string;
  readonly stream: string;
  readonly started: RunStarted;
  readonly correlation: string;
  readonly signalsFrom: number;
  /** Of a fork, and of what it goes on as: position of the fork's start. */
  readonly forkedAt: number | undefined;
  readonly given = new Map<string, number>();
  /** What could not be undone when it was cancelled (E4). */
  readonly notUndone: Json[] = [];
  readonly line: readonly string[];
  readonly #pending = new Map<number, Pending>();
  readonly #random: SeededRandom;
  readonly #mayIssue: (runId: string) => boolean;
  readonly #write: (message: string) => void;
  process: string;
  version: string;
  head = 0;
  ended: Ended | null = null;
  /** What it touched that it must not, if anything. */
  foreign: string | null = null;
  cancelRequested: string | null = null;
  cancelDelivered = false;
  recordedWaits: readonly Wait[] = [];
  #nextSeq = 1;
  #drawn = 0;
  #now: number;
  readonly #askedFrom: number;

  constructor(options: {
    id: string;
    started: RunStarted;
    startedAt: number;
    /** What is asked counts from then on, whatever the run's time: what a fork asks again, it asks now. */
    askedFrom?: number;
    startedPosition: number;
    correlation: string;
    mayIssue: (runId: string) => boolean;
    log: (message: string) => void;
  }) {
    this.id = options.id;
    this.stream = runStream(options.id);
    this.started = options.started;
    this.process = options.started.process;
    this.version = options.started.version;
    this.correlation = options.correlation;
    this.signalsFrom = options.started.trigger ?? options.startedPosition;
    this.line = options.started.line ?? [];
    this.forkedAt = options.started.fork ? options.startedPosition : options.started.forkedAt;
    this.#now = options.startedAt;
    this.#askedFrom = options.askedFrom ?? options.startedAt;
    this.#mayIssue = options.mayIssue;
    this.#write = options.log;
    for (const [key, position] of Object.entries(options.started.given ?? {})) this.given.set(key, position);
    this.#random = new SeededRandom(Number.parseInt(digestText(this.line[0] ?? options.id).slice(0, 8), 16));
  }

  get account(): string {
    return this.started.account;
  }
  get subject(): string | null {
    return this.started.subject;
  }
  /** How many commands it has issued. */
  get asked(): number {
    return this.#nextSeq - 1;
  }
  get pending(): Command[] {
    return [...this.#pending.values()].map((each) => each.command);
  }

  /** The run's time. */
  get now(): number {
    return this.#now;
  }
  /** How many random numbers it has drawn. */
  get drawn(): number {
    return this.#drawn;
  }

  /** Runs the process from its beginning until it is first quiet. Call inside a turn. */
  begin(code: ProcessVersion): void {
    const issue: Issue = {
      runId: this.line[0] ?? this.id,
      process: this.process,
      subject: this.subject,
      account: this.account,
      isOwn: (runId) => runId === this.id || this.line.includes(runId),
      command: (kind, name, args) => this.#issue(kind, name, args),
      now: () => this.#now,
      random: () => {
        this.#drawn += 1;
        return this.#random.next();
      },
      log: (message) => this.#write(message),
      notUndone: (what) => void this.notUndone.push(what),
    };
    const body = async (): Promise<Json | ContinueAs> => code.body(issue, this.started.input);
    body().then(
      (value) => {
        this.ended = { ok: true, value };
      },
      (error: unknown) => {
        this.ended = { ok: false, error };
      },
    );
  }

  #issue(kind: string, name: string, args: Json): Promise<Json> {
    if (!this.#mayIssue(this.id)) {
      this.foreign ??= `"${name}" was called after waiting for something that is not the run's`;
      return new Promise(() => undefined);
    }
    const issuedAt = Math.max(this.#now, this.#askedFrom);
    const command: Command = { seq: this.#nextSeq++, kind, name, args, issuedAt };
    return new Promise((resolve, reject) => this.#pending.set(command.seq, { command, resolve, reject }));
  }

  /** Delivers a recorded outcome. Call inside a turn. @returns a diff where the code no longer asks for it. */
  deliver(outcome: OutcomeDelivered, at: number): string | null {
    const pending = this.#pending.get(outcome.seq);
    const asked = pending?.command;
    if (!asked || !isSame(asked, outcome)) return diffOf(outcome, asked);
    this.#now = Math.max(this.#now, at);
    this.#pending.delete(outcome.seq);
    this.#noteGiven(outcome);
    if (outcome.ok) pending.resolve(outcome.value);
    else pending.reject(errorFrom(outcome.value));
    return null;
  }

  #noteGiven({ kind, value }: OutcomeDelivered): void {
    if (kind !== "wait" || !isObject(value) || typeof value.key !== "string" || typeof value.position !== "number")
      return;
    this.given.set(value.key, Math.max(this.given.get(value.key) ?? 0, value.position));
  }

  /** Compares what it waited for when it was recorded as waiting with what it asks for now. */
  checkWaits(waits: readonly Wait[]): string | null {
    for (const wait of waits) {
      const asked = this.#pending.get(wait.seq)?.command;
      if (!asked || !isSame(asked, wait)) return diffOf(wait, asked);
    }
    return null;
  }

  /** Throws `RunCancelledError` at every place where it waits. Call inside a turn. */
  deliverCancel(why: string, at: number): void {
    this.#now = Math.max(this.#now, at);
    this.cancelDelivered = true;
    for (const pending of [...this.#pending.values()]) pending.reject(new RunCancelledError(why));
    this.#pending.clear();
  }
}

/** Live, an outcome carries the very arguments of its command; only what is replayed has to be compared. */
function isSame(asked: Command, recorded: { kind: string; name: string; args: Json }): boolean {
  if (asked.kind !== recorded.kind || asked.name !== recorded.name) return false;
  return asked.args === recorded.args || canonical(asked.args) === canonical(recorded.args);
}

function errorFrom(value: Json): CommandFailedError {
  assert(typeof value === "object" && value !== null && "message" in value, "an error outcome carries a message");
  return new CommandFailedError("code" in value ? String(value.code) : "failed", String(value.message));
}

function diffOf(recorded: { seq: number; kind: string; name: string; args: Json }, asked: Command | undefined): string {
  const line = (sign: string, each: { kind: string; name: string; args: Json }): string =>
    `${sign} step ${recorded.seq}: ${each.kind} ${each.name} ${canonical(each.args)}`;
  return asked
    ? `${line("-", recorded)}\n${line("+", asked)}`
    : `${line("-", recorded)}\n+ step ${recorded.seq}: the code no longer asks for it`;
}

/** What a run that returned this is recorded to have ended with. */
export function endValue(value: Json): Json {
  try {
    return toJson(value);
  } catch (thrown) {
    return messageOf(thrown);
  }
}

/** For a run whose function threw: the message and the line of process code. */
export function describeThrown(thrown: unknown): string {
  const frame =
    thrown instanceof Error ? thrown.stack?.split("\n").find((line) => line.trim().startsWith("at ")) : undefined;
  return frame ? `${messageOf(thrown)} (${frame.trim()})` : messageOf(thrown);
}
