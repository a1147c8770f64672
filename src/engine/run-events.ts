/**
 * What is recorded of a run, in its stream `run/<id>`. Everything a run will ever do again on replay is in here: its input, and the
 * outcomes it was given, in the order in which it was given them (K4).
 */
import { z } from "zod";
import { PraxisError } from "../kernel/errors.ts";
import { type NewEvent, outlineOf, type RecordedEvent } from "../kernel/event.ts";
import { isObject, type Json, type JsonObject } from "../kernel/json.ts";
import { anyJson } from "../kernel/schema.ts";

/** Of a run that was forked from another: see fork/fork-run.ts. */
export const forkedFromSchema = z.object({
  of: z.string(),
  /** The run that this one goes back to, where it is a fork of a fork. */
  root: z.string(),
  /** The first step that it asks again. */
  step: z.int(),
  why: z.string(),
  by: z.string(),
  /** The run's time at its beginning: that of the root. */
  beganAt: z.number(),
  newInput: z.boolean(),
});
export type ForkedFrom = z.infer<typeof forkedFromSchema>;

export const runStartedSchema = z.object({
  process: z.string(),
  /** Digest of the code that it began with (K6). */
  version: z.string(),
  input: anyJson,
  account: z.string(),
  subject: z.string().nullable(),
  /** Position of the event that started it; signals count from here. */
  trigger: z.int().nullable(),
  parent: z.string().nullable(),
  /** Where its process says of itself that it is work about work. */
  isHousekeeping: z.literal(true).exactOptional(),
  /** Of a run that goes on as this one: up to which position it was given events, by key. */
  given: z.record(z.string(), z.int()).exactOptional(),
  fork: forkedFromSchema.exactOptional(),
  /** Of a fork, and of what it goes on as: the runs that it stands for, oldest first. Its code sees the first one's id; what they did counts as its own. */
  line: z.array(z.string()).readonly().exactOptional(),
  /** Of what a fork goes on as: position of that fork's start, where it says who forked. */
  forkedAt: z.int().exactOptional(),
});
export type RunStarted = z.infer<typeof runStartedSchema>;
/** What whoever starts a run says; the code adds what it is. */
export type StartRun = Omit<RunStarted, "version" | "isHousekeeping" | "fork">;

/** What lists know of a run, also once it is erased. */
export const runOutlineSchema = runStartedSchema
  .pick({ process: true, version: true, account: true, parent: true, isHousekeeping: true })
  .extend({
    fork: forkedFromSchema.pick({ of: true, root: true, step: true }).exactOptional(),
  });

export function runStartedEvent(started: RunStarted): NewEvent {
  const { process, version, account, parent, isHousekeeping, fork } = started;
  const kind = isHousekeeping ? { isHousekeeping } : {};
  const origin = fork === undefined ? {} : { fork: { of: fork.of, root: fork.root, step: fork.step } };
  return { type: "RunStarted", data: started, outline: { process, version, account, parent, ...kind, ...origin } };
}

export const outcomeSchema = z.object({
  seq: z.int(),
  kind: z.string(),
  name: z.string(),
  args: anyJson,
  ok: z.boolean(),
  value: anyJson,
  /** True where the run had been recorded as waiting before. */
  waited: z.boolean(),
  /** In a fork, of what it keeps: the run's time when its origin was given it, and whether it was edited. */
  copy: z.object({ at: z.number(), edited: z.boolean() }).exactOptional(),
});
export type OutcomeDelivered = z.infer<typeof outcomeSchema>;

/** What a run was given of its own steps (kind `local`, never waited for) in a row, as one event. */
export const outcomesSchema = z.object({
  /** The run's time when it was given the first of them. */
  since: z.int(),
  outcomes: z.array(
    outcomeSchema.pick({ seq: true, name: true, args: true, value: true }).extend({
      ok: z.boolean().default(true),
      /** How much later than the first, in milliseconds. */
      after: z.int().default(0),
    }),
  ),
});
type OwnOutcome = Pick<OutcomeDelivered, "seq" | "name" | "args" | "value"> & { ok?: boolean; after?: number };
export type OutcomesDelivered = { since: number; outcomes: OwnOutcome[] };

/** Which they were is known also once they are erased: a name, and the steps in a row that have it. */
const outcomesOutline = z.object({ own: z.array(z.tuple([z.string()], z.int())) });

function outlineOfOutcomes({ outcomes }: OutcomesDelivered): z.infer<typeof outcomesOutline> {
  const own: [string, ...number[]][] = [];
  for (const { name, seq } of outcomes) {
    const last = own.at(-1);
    if (last?.[0] === name) last.push(seq);
    else own.push([name, seq]);
  }
  return { own };
}

/** Each outcome that an event gave its run, as an event of its own; any other event as it is. */
export function unpacked(event: RecordedEvent): readonly RecordedEvent[] {
  if (event.type !== "OutcomesDelivered") return [event];
  const { outline, ...rest } = event;
  const one = { ...rest, type: "OutcomeDelivered" };
  if (!event.erased) {
    const { since, outcomes } = outcomesSchema.parse(event.data);
    return outcomes.map(({ after, ...outcome }) => ({
      ...one,
      at: since + after,
      data: { ...outcome, kind: "local", waited: false },
    }));
  }
  return outcomesOutline
    .parse(outline)
    .own.flatMap(([name, ...seqs]) => seqs.map((seq) => ({ ...one, outline: { seq, kind: "local", name } })));
}

/** How many outcomes such an event gave. */
export function countOf(event: RecordedEvent): number {
  return outcomesOutline.parse(outlineOf(event)).own.reduce((sum, [, ...seqs]) => sum + seqs.length, 0);
}

/** What tables need of an outcome, also once it is erased: words of the code and ids, and never what a step was told or said. */
export const outcomeOutlineSchema = z.object({
  seq: z.int(),
  kind: z.string(),
  name: z.string(),
  waited: z.literal(true).exactOptional(),
  copied: z.literal(true).exactOptional(),
  /** Of an effect or a decision. */
  result: z
    .object({
      status: z.string(),
      rung: z.string().exactOptional(),
      policy: z.string().exactOptional(),
      effect: z.string().exactOptional(),
      run: z.string().exactOptional(),
      with: z.array(z.string()).exactOptional(),
    })
    .exactOptional(),
});
export type OutcomeOutline = z.infer<typeof outcomeOutlineSchema>;

const resultWords = ["rung", "policy", "effect", "run"] as const;

function outlineOfOutcome({ seq, kind, name, waited, copy, value }: OutcomeDelivered): OutcomeOutline {
  const outline: OutcomeOutline = {
    seq,
    kind,
    name,
    ...(waited ? { waited } : {}),
    ...(copy === undefined ? {} : { copied: true }),
  };
  // What other steps were told is a pack's own, and may hold anything.
  if ((kind !== "do" && kind !== "decide") || !isObject(value) || typeof value.status !== "string") return outline;
  const words = resultWords.flatMap((word) => (typeof value[word] === "string" ? [[word, value[word]] as const] : []));
  const others = Array.isArray(value.with) ? { with: value.with.filter((id) => typeof id === "string") } : {};
  return { ...outline, result: { status: value.status, ...Object.fromEntries(words), ...others } };
}

/** Three tables look at each outcome as it is recorded. */
const outlinesRead = new WeakMap<RecordedEvent, OutcomeOutline | null>();

/** The outline of an outcome, also of one that was recorded before there were outlines; null where that is erased. */
export function outcomeOutlineOf(event: RecordedEvent): OutcomeOutline | null {
  const known = outlinesRead.get(event);
  if (known !== undefined) return known;
  const outline = readOutcomeOutline(event);
  outlinesRead.set(event, outline);
  return outline;
}

function readOutcomeOutline(event: RecordedEvent): OutcomeOutline | null {
  if (event.outline !== undefined) return outcomeOutlineSchema.safeParse(event.outline).data ?? null;
  const outcome = event.erased ? undefined : outcomeSchema.safeParse(event.data).data;
  return outcome === undefined ? null : outlineOfOutcome(outcome);
}

/** What a run waits for, by kind; null where that is erased. */
export function waitKindsOf(event: RecordedEvent): readonly string[] | null {
  const outline = z.object({ kinds: z.array(z.string()) }).safeParse(event.outline).data;
  if (outline) return outline.kinds;
  const waiting = event.erased ? undefined : runWaitingSchema.safeParse(event.data).data;
  return waiting?.waits.map(({ on }) => on.kind) ?? null;
}

export const waitSchema = z.object({
  seq: z.int(),
  kind: z.string(),
  name: z.string(),
  args: anyJson,
  /** What wakes it: an event, a gate, an effect, a run, a timer. */
  on: z.object({ kind: z.string(), key: z.string() }),
  /** In words: "the carrier's GoodsArrived", "an answer to a gate". */
  what: z.string(),
  /** Who can end the wait: a role, a person, a system. */
  owner: z.string(),
  dueAt: z.number().nullable(),
});
export type Wait = z.infer<typeof waitSchema>;

export const runWaitingSchema = z.object({ waits: z.array(waitSchema) });

export const setAsideSchema = z.object({
  code: z.string(),
  reason: z.string(),
  next: z.string(),
  /** What was recorded and what the code asks for now, where a replay did not match. */
  diff: z.string().nullable(),
});
export type SetAside = z.infer<typeof setAsideSchema>;

export const setAsideAsErased = {
  code: "erased",
  reason: "what this run was about has been erased",
  next: "Nothing: the run cannot go on, and stays on record without its content.",
  diff: null,
} as const satisfies SetAside;

export const setAsideOutline = setAsideSchema.pick({ code: true });

/** The run's own events, with what its row keeps when it is erased. */
export function withRunOutline(event: RunEventData): NewEvent {
  switch (event.type) {
    case "OutcomeDelivered":
      return { ...event, outline: outlineOfOutcome(event.data) };
    case "RunWaiting":
      return { ...event, outline: { kinds: event.data.waits.map(({ on }) => on.kind) } };
    case "RunSetAside":
      return { ...event, outline: { code: event.data.code } };
    case "RunMoved":
      return { ...event, outline: event.data };
    case "OutcomesDelivered":
      return { ...event, outline: outlineOfOutcomes(event.data) };
    case "RunFinished":
      return event.data.continuedAs === null ? event : { ...event, outline: { continuedAs: event.data.continuedAs } };
    default:
      return event;
  }
}

export const runFinishedSchema = z.object({ value: anyJson, continuedAs: z.string().nullable() });

export const runStream = (id: string): string => `run/${id}`;

export type RunEventData =
  | { type: "OutcomeDelivered"; data: OutcomeDelivered & JsonObject }
  | { type: "OutcomesDelivered"; data: OutcomesDelivered & JsonObject }
  | { type: "RunWaiting"; data: { waits: Wait[] } }
  | { type: "RunMoved"; data: { from: string; to: string } }
  | { type: "RunSetAside"; data: SetAside & JsonObject }
  | { type: "RunResumed"; data: { why: string } }
  | { type: "CancelRequested"; data: { why: string } }
  | { type: "CancelDelivered"; data: Record<string, never> }
  | { type: "RunCancelled"; data: { why: string; left: Json } }
  | { type: "RunFinished"; data: { value: Json; continuedAs: string | null } };

/** The version that a run moved to, where this is that event. */
export function movedTo({ type, data }: RecordedEvent): string | undefined {
  return type === "RunMoved" && isObject(data) && typeof data.to === "string" ? data.to : undefined;
}

/** @param done what somebody wanted: to have it "forked", "replayed" */
export function runErased(run: string, done: string): PraxisError {
  return new PraxisError("run_erased", `what run ${run} was about has been erased`, {
    next: `It cannot be ${done}: what it was given and told cannot be read any more.`,
  });
}

export function setAsideAsUnreadable(why: string): SetAside {
  return {
    code: "unreadable",
    reason: `what is recorded of this run cannot be read: ${why}`,
    next: "`praxis verify` says what is damaged; after `praxis restore`, or with the right key in place, `praxis retry` the run.",
    diff: null,
  };
}
