/**
 * What a run can ask for, and the port of those who answer.
 *
 * A command is issued by process code, numbered in the order of issue. A handler is asked to `advance` it: when it is issued, after a
 * revival, and whenever something it waits for is ready. Handlers therefore keep nothing that the log cannot give back: `advance` looks,
 * and may be called any number of times.
 */
import type { Json } from "../kernel/json.ts";

export interface Command {
  readonly seq: number;
  readonly kind: string;
  /** Name of the contract, decision, event or process; people see it. */
  readonly name: string;
  readonly args: Json;
  /** The run's time when it was issued. */
  readonly issuedAt: number;
}

export interface WaitOn {
  /** `gate`, `effect`, `event`, `run`, `timer`; `call`, a read that this process is at. */
  readonly kind: string;
  readonly key: string;
}

/** Whether a person was waited for: what their answer wakes goes first. */
export const isAnswer = ({ kind }: WaitOn): boolean => kind === "gate";

export type Progress =
  | { readonly state: "done"; readonly ok: boolean; readonly value: Json }
  /** Something in this process is at work on it; the run stays in memory. */
  | { readonly state: "working"; readonly on: WaitOn }
  | {
      readonly state: "waiting";
      readonly on: WaitOn;
      readonly what: string;
      readonly owner: string;
      readonly dueAt: number | null;
    }
  /** The run cannot go on: a broken assumption. */
  | { readonly state: "broken"; readonly code: string; readonly reason: string; readonly next: string };

/** What handlers see of a run. */
export interface RunView {
  readonly id: string;
  readonly process: string;
  readonly version: string;
  readonly account: string;
  readonly subject: string | null;
  readonly correlation: string;
  /** Of a fork: the runs that it stands for, oldest first. */
  readonly line: readonly string[];
  /** Events after this position can be waited for: the one that started it, or its own start. */
  readonly signalsFrom: number;
  /** Number of the last event in its stream. */
  readonly head: number;
  /** Up to which position this run was given events that arrived under a key: one event is given once. */
  readonly given: ReadonlyMap<string, number>;
}

export interface CommandHandler {
  readonly kind: string;
  /** Whether to advance it records and sends nothing, so that its outcome may be recorded along with the next ones (ADR 0031). */
  isPure?(command: Command): boolean;
  advance(run: RunView, command: Command): Progress;
  /** Takes the command back when its run is cancelled. @returns false where it is under way and must be awaited first. */
  withdraw(run: RunView, command: Command, why: string): boolean;
}

export const done = (value: Json): Progress => ({ state: "done", ok: true, value });
