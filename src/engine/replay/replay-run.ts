/**
 * A replay of a run up to any event of its past: the code is told what it was told then, apart from the log, and compared with all that is on record - each step's kind, name and
 * arguments, each wait, the end. It tells the hash of the state that this leads to, which is the one that the run was in.
 *
 * Invariants: K4 (a run's state is a function of its record), K6 (of code that does not match, the diff is told; nothing is guessed); nothing is appended, opened, sent or woken.
 */
import { messageOf, PraxisError } from "../../kernel/errors.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import { canonical, isObject, type Json } from "../../kernel/json.ts";
import type { Command } from "../command.ts";
import type { Engine } from "../engine.ts";
import { type Ended, endValue, RunCancelledError } from "../live-run.ts";
import { statusOf } from "../operations.ts";
import { ContinueAs, type ProcessVersion } from "../process-version.ts";
import {
  movedTo,
  outcomeSchema,
  type RunStarted,
  runErased,
  runFinishedSchema,
  runStartedSchema,
  runStream,
  runWaitingSchema,
  unpacked,
} from "../run-events.ts";
import { Apart } from "./apart.ts";
import { FewAtOnce } from "./few-at-once.ts";
import { RunState } from "./run-state.ts";

export interface ReplayedEvent {
  readonly number: number;
  readonly type: string;
  /** Of the state that the run was in once it was quiet after it. */
  readonly hash: string;
}

export interface Replayed {
  readonly run: string;
  readonly process: string;
  /** Of the code that was replayed. */
  readonly version: string;
  /** Up to which event, and the run's last one. */
  readonly at: number;
  readonly last: number;
  readonly hash: string;
  /** The run's own time then. */
  readonly now: number;
  /** How many steps it had asked for, and those that had no outcome yet. */
  readonly asked: number;
  readonly open: readonly Command[];
  readonly ended: Ended | null;
  /** Every event up to there, where that was asked for. */
  readonly events: readonly ReplayedEvent[];
}

export interface ReplayRequest {
  readonly run: string;
  /** Number of an event of the run; null for its last one. */
  readonly at: number | null;
  /** Whether the state after each event before is told, too. */
  readonly each?: boolean;
}

export class Replays {
  readonly #engine: Engine;
  readonly #few = new FewAtOnce("replays");

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** @throws unknown_run, bad_event, run_erased, unknown_process, replay_does_not_match with the diff, replay_breaks */
  replay(request: ReplayRequest): Promise<Replayed> {
    return this.#few.run(() => replayOnWhatMatches(this.#engine, request));
  }
}

async function replayOnWhatMatches(engine: Engine, request: ReplayRequest): Promise<Replayed> {
  const { history, last } = historyOf(engine, request);
  const first = history[0];
  if (!first || history.some(({ erased }) => erased)) throw runErased(request.run, "replayed");
  const started = runStartedSchema.parse(first.data);
  const version = history.reduce((known, event) => movedTo(event) ?? known, started.version);
  const newest = engine.registry.newest(started.process);
  const own = engine.registry.find(started.process, version);
  const codes = [...new Set([newest, own])].filter((code) => code !== undefined);
  let found: PraxisError = unknownProcess(started.process);
  for (const code of codes) {
    try {
      return await replayOn(engine, code, { ...request, history, first, started, last });
    } catch (thrown) {
      if (!(thrown instanceof PraxisError) || thrown.disposition !== "terminal") throw thrown;
      // What its own code says of it counts for more.
      found = thrown;
    }
  }
  if (own || !newest) throw found;
  const { message, fields, next } = found;
  const lacking = `${message}; the run was on version ${version.slice(0, 8)}, and ${engine.registry.whyLacking(version)}`;
  throw new PraxisError(found.code, lacking, { next, fields });
}

function historyOf(engine: Engine, { run, at }: ReplayRequest): { history: RecordedEvent[]; last: number } {
  statusOf(engine, run);
  const whole = engine.log.readStream(runStream(run));
  const last = whole.length;
  if (at !== null && at > last) {
    throw new PraxisError("bad_event", `run ${run} has ${last} events, so it has no event ${at}`, {
      next: `Name one between 1 and ${last}; \`praxis show ${run}\` lists them.`,
    });
  }
  return { history: at === null ? whole : whole.slice(0, at), last };
}

interface Task extends ReplayRequest {
  readonly history: readonly RecordedEvent[];
  readonly first: RecordedEvent;
  readonly started: RunStarted;
  readonly last: number;
}

async function replayOn(engine: Engine, code: ProcessVersion, task: Task): Promise<Replayed> {
  const { history, first, started, run: id, last, each = false } = task;
  const apart = new Apart(engine, {
    // Its code sees the id that it saw then.
    started: { ...started, line: [...(started.line ?? []), id] },
    startedAt: started.fork?.beganAt ?? first.at,
    askedFrom: first.at,
    startedPosition: first.position,
    correlation: first.correlation ?? id,
  });
  const state = new RunState();
  const events: ReplayedEvent[] = [];
  for (const event of history) {
    await replayEvent(apart, state, code, event);
    if (each) events.push({ number: event.number, type: event.type, hash: state.hash(apart.run) });
  }
  const { now, asked, pending: open, ended } = apart.run;
  const { process } = started;
  const hash = state.hash(apart.run);
  return { run: id, process, version: code.version, at: history.length, last, hash, now, asked, open, ended, events };
}

async function replayEvent(apart: Apart, state: RunState, code: ProcessVersion, event: RecordedEvent): Promise<void> {
  const { run } = apart;
  const { number } = event;
  switch (event.type) {
    case "RunStarted":
      return refuseBroken(number, await apart.turn(() => run.begin(code)));
    case "OutcomesDelivered":
      for (const each of unpacked(event)) await replayEvent(apart, state, code, each);
      return;
    case "OutcomeDelivered": {
      const outcome = outcomeSchema.parse(event.data);
      const { diff, broken } = await apart.tell(outcome, outcome.copy?.at ?? event.at);
      refuseBroken(number, broken);
      if (diff !== null) throw doesNotMatch(number, diff);
      return state.tell(outcome);
    }
    case "CancelDelivered":
      return refuseBroken(number, await apart.turn(() => run.deliverCancel(run.cancelRequested ?? "", event.at)));
    case "CancelRequested":
      run.cancelRequested = isObject(event.data) && "why" in event.data ? String(event.data.why) : "";
      return;
    case "RunWaiting": {
      const diff = run.checkWaits(runWaitingSchema.parse(event.data).waits);
      if (diff !== null) throw doesNotMatch(number, diff);
      return;
    }
    case "RunFinished":
    case "RunCancelled":
      return checkEnd(run.ended, event);
    default:
  }
}

function checkEnd(ended: Ended | null, { number, type, data }: RecordedEvent): void {
  const found = foundEnd(ended);
  const recorded = recordedEnd(type, data);
  if (canonical(found) !== canonical(recorded))
    throw doesNotMatch(number, `- the end: ${canonical(recorded)}\n+ the end: ${canonical(found)}`);
}

function foundEnd(ended: Ended | null): Json {
  if (!ended) return "it goes on";
  if (!ended.ok) return ended.error instanceof RunCancelledError ? "cancelled" : `threw ${messageOf(ended.error)}`;
  return ended.value instanceof ContinueAs ? "goes on as a new run" : { value: endValue(ended.value) };
}

function recordedEnd(type: string, data: Json): Json {
  if (type === "RunCancelled") return "cancelled";
  const { value, continuedAs } = runFinishedSchema.parse(data);
  return continuedAs === null ? { value } : "goes on as a new run";
}

function refuseBroken(number: number, broken: string | null): void {
  if (broken === null) return;
  throw new PraxisError("replay_breaks", `at event ${number} the code does what it must not: ${broken}`, {
    next: "Mend the process, then replay again; nothing was recorded.",
    fields: { event: number },
  });
}

function doesNotMatch(number: number, diff: string): PraxisError {
  return new PraxisError(
    "replay_does_not_match",
    `at event ${number} the code does not do what is on record\n${diff}`,
    {
      next: "Bring back code that does; or replay up to the event before. Nothing was recorded.",
      fields: { event: number, diff },
    },
  );
}

function unknownProcess(name: string): PraxisError {
  return new PraxisError("unknown_process", `there is no process "${name}"`, {
    next: "Start Praxis with the file that defines it.",
  });
}
