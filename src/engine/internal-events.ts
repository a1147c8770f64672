/**
 * What Praxis tells its own processes about itself: that a gate opened, was handed on or ended, that a run was set aside. A process starts with it, or waits for it
 * by what it is about (the gate's or the run's id), as with any event.
 *
 * Invariants: it is recorded in the transaction of what it tells (K3), once; sealed as what it tells is; only where somebody listens, so
 * it costs nothing elsewhere. What the listening processes themselves do is never told, nor what the runs that they start do: no loops.
 */
import type { Json } from "../kernel/json.ts";
import type { EventLog, Transaction } from "../log/event-log.ts";
import { textOrNull } from "../log/rows.ts";
import type { Engine } from "./engine.ts";
import { arrivalKeys, receiveIn } from "./intake.ts";
import { runStartedSchema, runStream, type SetAside } from "./run-events.ts";

/** No other source may have this name. */
export const internalSource = "praxis";
export const internalTypes = ["GateOpened", "GatePassedOn", "GateAnswered", "GateClosed", "RunSetAside"] as const;
export type InternalType = (typeof internalTypes)[number];

export function isInternalType(type: string): type is InternalType {
  return internalTypes.some((each) => each === type);
}

export interface InternalEvent {
  readonly type: InternalType;
  /** Unique among all internal events. */
  readonly id: string;
  /** The gate or the run. */
  readonly about: string;
  readonly account: string;
  /** The run that it concerns, and whose subject it is sealed with unless `subject` says. */
  readonly run: string | null;
  readonly subject?: string | null;
  /** Made only where somebody listens. */
  readonly payload: () => Json;
}

export function announce(engine: Engine, transaction: Transaction, event: InternalEvent): void {
  const { type, id, about, account, run } = event;
  const tellers = new Set(engine.registry.all().flatMap(({ name, on }) => (on && isInternalType(on) ? [name] : [])));
  if (tellers.size === 0 && !isAwaited(engine, event)) return;
  if (run !== null && isOf(tellers, engine.log, run)) return;
  const subject = event.subject ?? (run === null ? null : subjectOfRun(engine.log, run));
  const incoming = { source: internalSource, id, type, payload: event.payload(), about, account, principal: "system" };
  receiveIn(transaction, engine, { ...incoming, subject: null, sealedFor: subject });
}

function isAwaited(engine: Engine, { type, account, about }: InternalEvent): boolean {
  return arrivalKeys(engine.log, type, account, about).some(
    (key) =>
      engine.listening({ kind: "event", key }).length > 0 ||
      engine.log.sql.get("SELECT 1 FROM waits WHERE kind = 'event' AND key = ? LIMIT 1", key) !== undefined,
  );
}

/** Runs that start runs that start runs. */
const deepestParent = 200;

function isOf(processes: ReadonlySet<string>, log: EventLog, runId: string): boolean {
  let id: string | null = runId;
  for (let depth = 0; id !== null && depth < deepestParent; depth++) {
    const row = log.sql.get("SELECT process, parent FROM runs WHERE id = ?", id);
    if (row && processes.has(textOrNull(row, "process") ?? "")) return true;
    id = row ? textOrNull(row, "parent") : null;
  }
  return false;
}

function subjectOfRun(log: EventLog, runId: string): string | null {
  const first = log.readEvent(runStream(runId), 1);
  return first && !first.erased ? runStartedSchema.parse(first.data).subject : null;
}

/** A run was set aside: somebody has to look at it. What was erased is told to nobody, for nothing can be done. */
export function announceSetAside(engine: Engine, transaction: Transaction, runId: string, setAside: SetAside): void {
  if (setAside.code === "erased") return;
  const row = engine.log.sql.get("SELECT process, account FROM runs WHERE id = ?", runId);
  if (!row) return;
  const account = textOrNull(row, "account") ?? "main";
  const { code, reason, next } = setAside;
  announce(engine, transaction, {
    type: "RunSetAside",
    id: `${runId}/${transaction.head(runStream(runId))}`,
    about: runId,
    account,
    run: runId,
    payload: () => ({ run: runId, process: textOrNull(row, "process"), account, code, reason, next }),
  });
}
