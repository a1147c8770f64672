/**
 * What a fork may keep of its origin: read from the log, checked, and nothing recorded. How much of it the fork keeps is found by replaying it, see
 * execute-apart.ts.
 */
import { PraxisError } from "../../kernel/errors.ts";
import type { RecordedEvent } from "../../kernel/event.ts";
import type { Json } from "../../kernel/json.ts";
import type { Engine } from "../engine.ts";
import { statusOf } from "../operations.ts";
import type { ProcessVersion } from "../process-version.ts";
import {
  type OutcomeDelivered,
  outcomeSchema,
  type RunStarted,
  runErased,
  runStartedSchema,
  runStream,
  unpacked,
} from "../run-events.ts";
import { badEdit, type Foreseer } from "./foresight.ts";

export interface Edits {
  /** Absent where it stays as it is; null is an input like any other. */
  readonly input?: Json;
  /** By step. */
  readonly outcomes: ReadonlyMap<number, Json>;
}

export interface ForkRequest {
  readonly run: string;
  readonly fromStep: number;
  readonly edits: Edits;
  readonly by: string;
}

export interface ForkPlan {
  readonly request: ForkRequest;
  /** The origin's first event. */
  readonly first: RecordedEvent;
  /** Number of the origin's last event when this was read. */
  readonly head: number;
  readonly status: string;
  readonly origin: RunStarted;
  /** What the fork is started with. */
  readonly started: RunStarted;
  readonly code: ProcessVersion;
  /** What the origin was told, in the order in which it was (K4); of a cancelled run, before it was. */
  readonly record: readonly OutcomeDelivered[];
  readonly wasCancelled: boolean;
  /** By step, what it is told instead. */
  readonly edited: ReadonlyMap<number, OutcomeDelivered>;
}

/** @throws unknown_run, run_is_moving, run_erased, unknown_process, bad_edit */
export function planFork(engine: Engine, foreseers: ReadonlyMap<string, Foreseer>, request: ForkRequest): ForkPlan {
  const { run, edits } = request;
  const status = settledStatusOf(engine, run);
  const history = engine.log.readStream(runStream(run));
  const [first] = history;
  if (!first || history.some(({ erased }) => erased)) throw runErased(run, "forked");
  const origin = runStartedSchema.parse(first.data);
  const code = engine.registry.newest(origin.process);
  if (!code) {
    throw new PraxisError("unknown_process", `there is no process "${origin.process}"`, {
      next: "Start Praxis with the file that defines it; nothing was recorded.",
    });
  }
  const cancelled = history.findIndex(({ type }) => type === "CancelDelivered");
  const record = recordOf(cancelled < 0 ? history : history.slice(0, cancelled));
  const started: RunStarted = {
    process: origin.process,
    version: code.version,
    input: edits.input === undefined ? origin.input : edits.input,
    account: origin.account,
    subject: origin.subject,
    trigger: origin.trigger ?? first.position,
    parent: null,
    ...(origin.given === undefined ? {} : { given: origin.given }),
    line: [...(origin.line ?? []), run],
  };
  const edited = editsOf(foreseers, record, request);
  const wasCancelled = cancelled >= 0;
  return { request, first, head: history.length, status, origin, started, code, record, wasCancelled, edited };
}

function settledStatusOf(engine: Engine, run: string): string {
  const status = statusOf(engine, run);
  if (status !== "moving") return status;
  throw new PraxisError("run_is_moving", `run ${run} is moving, so what it has done is not settled`, {
    next: "Try again when it waits or is done; or cancel it first. Nothing was recorded.",
  });
}

function recordOf(history: readonly RecordedEvent[]): OutcomeDelivered[] {
  return history.flatMap(unpacked).flatMap((event) => {
    if (event.type !== "OutcomeDelivered") return [];
    const outcome = outcomeSchema.parse(event.data);
    return [{ ...outcome, waited: false, copy: { at: outcome.copy?.at ?? event.at, edited: false } }];
  });
}

function editsOf(
  foreseers: ReadonlyMap<string, Foreseer>,
  record: readonly OutcomeDelivered[],
  { edits, fromStep, by }: ForkRequest,
): ReadonlyMap<number, OutcomeDelivered> {
  const edited = new Map<number, OutcomeDelivered>();
  for (const [seq, edit] of edits.outcomes) {
    const outcome = record.find((each) => each.seq === seq);
    if (!outcome) throw notKept(seq, fromStep);
    const foreseer = foreseers.get(outcome.kind);
    if (!foreseer) throw badEdit(outcome, "this kind of step cannot be edited");
    const copy = { at: outcome.copy?.at ?? 0, edited: true };
    edited.set(seq, { ...outcome, ...foreseer.edit(outcome, edit, by), copy });
  }
  return edited;
}

/** @throws bad_edit where an edit is of no kept step; fork_keeps_undone where what is kept as done was undone since */
export function checkKept(
  foreseers: ReadonlyMap<string, Foreseer>,
  { edited, request }: ForkPlan,
  kept: readonly OutcomeDelivered[],
): void {
  const steps = new Set(kept.map(({ seq }) => seq));
  for (const seq of edited.keys()) if (!steps.has(seq)) throw notKept(seq, request.fromStep);
  for (const outcome of kept) {
    const why = edited.has(outcome.seq) ? null : (foreseers.get(outcome.kind)?.stale(outcome, kept) ?? null);
    if (why === null) continue;
    throw new PraxisError("fork_keeps_undone", `step ${outcome.seq} (${outcome.name}) cannot be kept: ${why}`, {
      next: `Fork from step ${outcome.seq} or before, so that it is asked again; nothing was recorded.`,
      fields: { step: outcome.seq },
    });
  }
}

function notKept(seq: number, fromStep: number): PraxisError {
  return new PraxisError("bad_edit", `step ${seq} has no recorded outcome before step ${fromStep}`, {
    next: `The fork asks it again by itself. To give it an outcome, fork from step ${seq}, or from a step after it; nothing was recorded.`,
  });
}
