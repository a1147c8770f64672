/**
 * The effect ledger: one intent, at most one effect (E1, E2, E3).
 *
 * Every transition is one append to the effect's stream, in one transaction with the ledger's tables; every transition has a failpoint
 * before and after it. Whoever asks twice - a retry, a crash, a replay, a second ticket, a second approval - meets the same row here.
 */
import { createHmac } from "node:crypto";
import { plainSubjects, type Subjects } from "../../engine/subjects/subjects.ts";
import { assert, PraxisError } from "../../kernel/errors.ts";
import { type Cause, followUp, outlineOf } from "../../kernel/event.ts";
import { type Failpoints, noFailpoints } from "../../kernel/failpoints.ts";
import { derivedId } from "../../kernel/ids.ts";
import { canonical, type Json } from "../../kernel/json.ts";
import { formatMoney } from "../../kernel/money.ts";
import type { EventLog, Row, Transaction } from "../../log/event-log.ts";
import { integer, integerOrNull, oneOf, text, textOrNull } from "../../log/rows.ts";
import { accountName } from "../connection.ts";
import type { AnyContract, Bound } from "../contract.ts";
import {
  type EffectStatus,
  effectEvent,
  effectStatuses,
  effectStream,
  enteredSchema,
  type Intended,
  intendedSchema,
  outlineSchemas,
} from "./effect-events.ts";

export interface EffectRow {
  readonly id: string;
  readonly intent: string;
  readonly generation: number;
  readonly contract: string;
  readonly connection: string;
  readonly account: string;
  readonly tier: "T0" | "T1" | "T2" | "T3";
  readonly status: EffectStatus;
  readonly wishDigest: string;
  readonly process: string;
  readonly run: string;
  readonly seq: number;
  readonly attempt: number;
  readonly firstAttemptAt: number | null;
  readonly deadlineAt: number | null;
  readonly nextAt: number | null;
  readonly createdAt: number;
  readonly changedAt: number;
}

/** Why an effect cannot be intended: units or an amount are taken by others. */
export interface Clash {
  readonly reason: string;
  readonly effects: readonly string[];
}

export class Ledger {
  readonly #log: EventLog;
  readonly #key: Uint8Array;

  readonly #failpoints: Failpoints;
  readonly #subjects: Subjects;

  constructor(log: EventLog, failpoints: Failpoints, subjects: Subjects = plainSubjects) {
    this.#log = log;
    this.#subjects = subjects;
    this.#failpoints = failpoints;
    this.#key = log.derivedKey("intent");
  }

  intentHash(contract: AnyContract, account: string, bound: Bound): string {
    const connection = accountName(contract.via?.name ?? "praxis", account);
    return this.keyed(["intent", connection, contract.name, bound.object, bound.occasion]);
  }

  /** A keyed hash: 128 bits, hex. */
  keyed(value: Json): string {
    return createHmac("sha256", this.#key).update(canonical(value)).digest("hex").slice(0, 32);
  }

  /** What exactly is wished, as a keyed hash: a plain one of a small wish could be guessed, also after it was erased (K10). */
  wishDigest(bound: Bound): string {
    return this.keyed(["wish", bound.compared]);
  }

  /** The idempotency key that the provider sees: the same for every attempt of one intent and generation, also after a restore. */
  idempotencyKey(row: Pick<EffectRow, "intent" | "generation">): string {
    return `praxis-${row.intent}-${row.generation}`;
  }

  latest(intentHash: string): EffectRow | undefined {
    const row = this.#log.sql.get(
      "SELECT * FROM effects WHERE intent = ? ORDER BY generation DESC LIMIT 1",
      intentHash,
    );
    return row ? readRow(row) : undefined;
  }

  find(id: string): EffectRow | undefined {
    const row = this.#log.sql.get("SELECT * FROM effects WHERE id = ?", id);
    return row ? readRow(row) : undefined;
  }

  /** Effects that are not settled. */
  open(): EffectRow[] {
    return this.#log.sql
      .all("SELECT * FROM effects WHERE status IN ('intended', 'attempting', 'unknown')")
      .map(readRow);
  }

  ofRun(run: string): EffectRow[] {
    return this.#log.sql.all("SELECT * FROM effects WHERE run = ? ORDER BY seq, generation", run).map(readRow);
  }

  /** Effects of whichever run that build on this one, and were sent: under way, of unknown outcome, done, or being undone. */
  standingOn(id: string): EffectRow[] {
    return this.#log.sql
      .all(
        "SELECT * FROM effects WHERE stands_on = ? AND status IN ('attempting', 'unknown', 'succeeded', 'compensating')",
        id,
      )
      .map(readRow);
  }

  /** What was intended, unsealed; undefined where it was erased. */
  intended(id: string): Intended | undefined {
    const event = this.#log.readEvent(effectStream(id), 1);
    return event && !event.erased ? intendedSchema.parse(event.data) : undefined;
  }

  /** What it moves, where its contract says so: an amount names nobody, and outlives an erasure. */
  moneyOf(id: string): Intended["money"] {
    return this.#entered(id)?.money ?? null;
  }

  /** The effect that it undoes, also where its wish is erased. */
  compensatedBy(id: string): string | null {
    return this.intended(id)?.compensates ?? this.#entered(id)?.compensates ?? null;
  }

  #entered(id: string) {
    const event = this.#log.readEvent(effectStream(id), 2);
    return event && enteredSchema.safeParse(event.data).data;
  }

  /** Effects on somebody's behalf of which nobody knows what became. */
  unknownAbout(pseudonym: string): string[] {
    const rows = this.#log.sql.all("SELECT id FROM effects WHERE subject = ? AND status = 'unknown'", pseudonym);
    return rows.map((row) => text(row, "id"));
  }

  lastData(id: string, type: string): Json | undefined {
    return this.#log.readStream(effectStream(id)).findLast((event) => event.type === type && !event.erased)?.data;
  }

  /** How long the other side may still be at its last attempt after the deadline, as it was when that was sent; null where that is not known. */
  settleMs(id: string): number | null {
    const event = this.#log.readStream(effectStream(id)).findLast(({ type }) => type === "EffectAttempting");
    return event ? (outlineSchemas.EffectAttempting.safeParse(outlineOf(event)).data?.settleMs ?? null) : null;
  }

  /** How often it was looked up in vain since its last attempt. */
  lookUps(id: string): number {
    const types = this.#log.readStream(effectStream(id)).map((event) => event.type);
    const sinceAttempt = types.slice(types.lastIndexOf("EffectAttempting") + 1);
    return Math.max(0, sinceAttempt.filter((type) => type === "EffectUnknown").length - 1);
  }

  /** Units and amounts that others hold (E1). */
  clash(bound: Bound, account: string): Clash | null {
    const { sql } = this.#log;
    for (const unit of bound.units) {
      const row = sql.get("SELECT effect FROM claims WHERE unit = ?", this.unitKey(account, unit));
      if (row) return { reason: `${unit} is claimed by another effect already`, effects: [text(row, "effect")] };
    }
    if (!bound.cap) return null;
    const { of, amount, limit } = bound.cap;
    const rows = sql.all("SELECT effect, amount FROM caps WHERE key = ?", this.capKey(account, of));
    const taken = rows.reduce((sum, row) => sum + Number(row.amount), 0);
    if (taken + amount <= limit) return null;
    const said = (each: number): string => amountOf(bound, each);
    return {
      reason: `at most ${said(limit)} may be taken for ${of}, and ${said(taken)} is taken already; ${said(amount)} more is too much`,
      effects: rows.map((row) => text(row, "effect")),
    };
  }

  unitKey(account: string, unit: string): string {
    return this.keyed(["unit", account, unit]);
  }

  capKey(account: string, of: string): string {
    return this.keyed(["cap", account, of]);
  }

  /** Whom effects concern, within one account: the customer of one shop is not the customer of another. */
  aboutKey(account: string, about: string): string {
    return this.keyed(["about", account, about]);
  }

  /** The same under every name that this customer goes by, merged ones included. */
  aboutKeys(account: string, about: string): readonly string[] {
    return this.#subjects.namesOf(account, about).map((name) => this.aboutKey(account, name));
  }

  /** Records the intent and takes its units and amount. @returns the effect's id. */
  intend(transaction: Transaction, intended: Intended, correlation: string, subject: string | null): string {
    const id = derivedId("effect", intended.intentHash, intended.generation);
    if (transaction.head(effectStream(id)) > 0) {
      throw new PraxisError("already_intended", `effect ${id} is in the ledger already`, {
        next: "Nothing was done again; look at it with `praxis why`.",
        disposition: "retry",
      });
    }
    const cause = { principal: `process:${intended.process}`, correlation, subject: subject ?? "tenant" };
    this.#append(transaction, id, 0, "EffectIntended", intended, cause);
    const pseudonym = subject === null ? null : this.#log.pseudonym(subject);
    const entered = enteredSchema.parse({ ...intended, subject: pseudonym });
    transaction.append(effectStream(id), 1, [{ type: "EffectEntered", data: entered }], {
      principal: cause.principal,
      correlation,
    });
    return id;
  }

  /** Records a transition. */
  record(transaction: Transaction, id: string, type: string, data: Json, principal = "system"): void {
    const stream = effectStream(id);
    const head = transaction.head(stream);
    const first = this.#log.readEvent(stream, 1);
    assert(first, `effect ${id} was intended before it moves on`);
    this.#append(transaction, id, head, type, data, followUp(first, principal));
  }

  #append(transaction: Transaction, id: string, head: number, type: string, data: Json, cause: Cause): void {
    this.#failpoints.hit(`${type}.before`);
    transaction.append(effectStream(id), head, [effectEvent(type, data)], cause);
    this.#failpoints.hit(`${type}.appended`);
    if (this.#failpoints !== noFailpoints)
      this.#log.whenDurable().then(
        () => this.#failpoints.hit(`${type}.durable`),
        () => undefined,
      );
  }
}

/** For whoever approves edited arguments: @returns why they never could be done, or null. What is used up by then, `clash` says. */
export function overCap(bound: Bound): string | null {
  const { cap } = bound;
  if (cap === null || cap.amount <= cap.limit) return null;
  return `${amountOf(bound, cap.amount)} is too much: at most ${amountOf(bound, cap.limit)} may be taken for ${cap.of}`;
}

/** What a contract caps is money where it says that this amount is. */
function amountOf({ cap, money }: Bound, amount: number): string {
  return money !== null && money.cents === cap?.amount
    ? formatMoney(amount, money.currency)
    : amount.toLocaleString("en-GB");
}

function readRow(row: Row): EffectRow {
  return {
    id: text(row, "id"),
    intent: text(row, "intent"),
    generation: integer(row, "generation"),
    contract: text(row, "contract"),
    connection: text(row, "connection"),
    account: text(row, "account"),
    tier: oneOf(row, "tier", ["T0", "T1", "T2", "T3"]),
    status: oneOf(row, "status", effectStatuses),
    wishDigest: text(row, "wish_digest"),
    process: text(row, "process"),
    run: textOrNull(row, "run") ?? "",
    seq: integer(row, "seq"),
    attempt: integer(row, "attempt"),
    firstAttemptAt: integerOrNull(row, "first_attempt_at"),
    deadlineAt: integerOrNull(row, "deadline_at"),
    nextAt: integerOrNull(row, "next_at"),
    createdAt: integer(row, "created_at"),
    changedAt: integer(row, "changed_at"),
  };
}
