/** What the effect path asks of the layers above it: gates and settings are overseen there, and meet it through these ports. */
import type { RunView } from "../engine/command.ts";
import type { Json } from "../kernel/json.ts";
import type { Transaction } from "../log/event-log.ts";

export type GateKind = "approval" | "question" | "conflict" | "again" | "unknown" | "by hand";

export interface GateRequest {
  /** Identity of the question: the same key never opens two gates at once. */
  readonly key: string;
  readonly kind: GateKind;
  readonly run: string | null;
  readonly process: string | null;
  readonly effect: string | null;
  readonly account: string;
  readonly subject: string | null;
  /** The same as `subject`, by the pseudonym that an earlier event carries. */
  readonly pseudonym?: string;
  readonly correlation: string;
  /** One sentence: what will happen after yes, or what is asked. */
  readonly title: string;
  /** Why it asks, one reason each. */
  readonly reasons: readonly string[];
  /** The proposed arguments, or what is known of the question. */
  readonly proposal: Json;
  readonly evidence: Json;
  readonly afterYes: string;
  readonly afterNo: string;
  /** JSON schema of an answer's value, or of edited arguments; null where only yes or no make sense. */
  readonly answerSchema: Json;
  /** Digest of the exact arguments that a yes is for. */
  readonly bound: string;
  readonly policyVersion: string;
  /** Milliseconds until it expires and fails closed; null for never. */
  readonly expiresAfterMs: number | null;
  /** Whether somebody else than the requester has to answer. */
  readonly fourEyes?: boolean;
  /** Whether an approval with edits needs a reason. */
  readonly explainEdits?: boolean;
  /** The person who wants these arguments; where it is left out, the one who asked for the run. */
  readonly requester?: string;
}

export type GateStatus = "open" | "approved" | "answered" | "declined" | "expired" | "withdrawn";

export interface GateState {
  readonly id: string;
  readonly kind: GateKind;
  readonly status: GateStatus;
  readonly used: boolean;
  readonly openedAt: number;
  readonly bound: string;
  readonly policyVersion: string;
  readonly expiresAt: number | null;
  readonly answeredBy: string | null;
  /** The person who asked for the run, or who edited what was asked; null where none did. */
  readonly requester: string | null;
  readonly fourEyes: boolean;
  readonly reason: string | null;
  /** Edited arguments, or the answer's value; null where there is none. */
  readonly value: Json;
}

export interface Gates {
  /** The newest gate of this key. */
  find(key: string): GateState | undefined;
  /** All gates of this key, newest first. */
  all(key: string): readonly GateState[];
  /** What a person was shown; undefined where it was erased. */
  shown(gateId: string): { readonly reasons: readonly string[]; readonly evidence: Json } | undefined;
  open(transaction: Transaction, request: GateRequest): GateState;
  /** Marks an approval as used. @throws gate_used: a yes is good for one effect. */
  use(transaction: Transaction, gateId: string): void;
  withdraw(transaction: Transaction, gateId: string, why: string): void;
}

/** Where an action of Praxis itself finds itself: within the transaction that its events and its outcome become durable in. */
export interface LocalContext {
  readonly transaction: Transaction;
  readonly run: RunView;
  readonly now: number;
}

/**
 * What carries out a contract of Praxis itself, such as linking a customer: implemented above, inside the database. Its outcome is recorded in the same turn of
 * the event loop, so in the same commit: after a power cut either both are there, or neither is and it is asked again.
 * @throws PraxisError where it cannot be done; the run is then set aside.
 */
export type LocalAction = (context: LocalContext, wish: Json) => unknown;
export type LocalActions = Readonly<Record<string, LocalAction>>;

export type Level = "shadow" | "suggest" | "gated" | "autonomous";

export interface Settings {
  levelOf(process: string, contract: string): Level;
  parametersOf(policy: string): Json;
  /** Why effects of this connection's account are stopped; null where they are not. */
  stopped(connection: string, account: string): string | null;
  /** Since when effects are reconciled after a restore; null where they are not. */
  reconcilingSince(): number | null;
}
