/**
 * Gates: durable questions to people (G1). This is the port that the effect path and decisions meet them through.
 *
 * Invariants: one key never has two open gates; a gate is bound to a digest and a policy version; it is answered once (the same answer again
 * changes nothing, another one is refused), used once, and fails closed when it expires.
 */
import type { GateRequest, GateState, Gates } from "../../act/ports.ts";
import type { Engine } from "../../engine/engine.ts";
import { assert, PraxisError } from "../../kernel/errors.ts";
import { followUp } from "../../kernel/event.ts";
import type { Json } from "../../kernel/json.ts";
import type { Ports } from "../../kernel/ports.ts";
import type { EventLog, Row, Transaction } from "../../log/event-log.ts";
import { integer, integerOrNull, oneOf, text, textOrNull } from "../../log/rows.ts";
import { announceEnd, announceOpened } from "./announce-gate.ts";
import {
  type GateAnswered,
  gateAnsweredSchema,
  gateEvent,
  gateOpenedEvent,
  gateOpenedSchema,
  gateStream,
} from "./gates-table.ts";
import { requesterOf, tellerOf } from "./requester.ts";

export const gateKinds = ["approval", "question", "conflict", "again", "unknown", "by hand"] as const;
export const gateStatuses = ["open", "approved", "answered", "declined", "expired", "withdrawn"] as const;

const sweepEveryMs = 60_000;
/** Events that may be the end of a gate. */
const endings = new Set(["GateAnswered", "GateTookEffect", "GateWithdrawn", "GateExpired"]);

export interface HeldAnswer {
  readonly status: "approved" | "answered" | "declined";
  readonly by: string;
  readonly until: number;
  readonly value: Json;
}

export class GateBook implements Gates {
  readonly #log: EventLog;
  readonly #ports: Ports;
  readonly #engine: Engine;
  #cancelExpiry: (() => void) | null = null;

  constructor(log: EventLog, ports: Ports, engine: Engine) {
    this.#log = log;
    this.#ports = ports;
    this.#engine = engine;
  }

  find(key: string): GateState | undefined {
    const row = this.#log.sql.get("SELECT * FROM gates WHERE key = ? ORDER BY position DESC LIMIT 1", key);
    return row ? this.#state(row) : undefined;
  }

  all(key: string): readonly GateState[] {
    return this.#log.sql
      .all("SELECT * FROM gates WHERE key = ? ORDER BY position DESC", key)
      .map((row) => this.#state(row));
  }

  shown(gateId: string): { readonly reasons: readonly string[]; readonly evidence: Json } | undefined {
    const event = this.#log.readEvent(gateStream(gateId), 1);
    return event && !event.erased ? gateOpenedSchema.parse(event.data) : undefined;
  }

  byId(id: string): GateState | undefined {
    const row = this.#log.sql.get("SELECT * FROM gates WHERE id = ?", id);
    return row ? this.#state(row) : undefined;
  }

  /** An answer that may still be taken back; for everybody else the gate is open until it counts. */
  held(id: string): HeldAnswer | null {
    const row = this.#log.sql.get("SELECT * FROM gates WHERE id = ? AND held_status IS NOT NULL", id);
    if (!row) return null;
    const answer = this.#answer(row);
    return {
      status: oneOf(row, "held_status", ["approved", "answered", "declined"]),
      by: text(row, "answered_by"),
      until: integer(row, "held_until"),
      value: answer?.value ?? null,
    };
  }

  #answer(row: Row): GateAnswered | null {
    const number = integerOrNull(row, "answer_number");
    const event = number === null ? undefined : this.#log.readEvent(gateStream(text(row, "id")), number);
    return event && !event.erased ? gateAnsweredSchema.parse(event.data) : null;
  }

  #state(row: Row): GateState {
    const id = text(row, "id");
    const isHeld = textOrNull(row, "held_status") !== null;
    const answer = isHeld ? null : this.#answer(row);
    const status = oneOf(row, "status", gateStatuses);
    const expiresAt = integerOrNull(row, "expires_at");
    const isPast = status === "open" && !isHeld && expiresAt !== null && expiresAt <= this.#ports.clock.now();
    return {
      id,
      kind: oneOf(row, "kind", gateKinds),
      // It fails closed at its time, also before the sweep has recorded that.
      status: isPast ? "expired" : status,
      used: integer(row, "used") === 1,
      openedAt: integer(row, "opened_at"),
      bound: text(row, "bound"),
      policyVersion: text(row, "policy_version"),
      // A run that waits for it would be woken at that time again and again, for as long as the answer is held.
      expiresAt: isHeld ? null : expiresAt,
      answeredBy: isHeld ? null : textOrNull(row, "answered_by"),
      requester: textOrNull(row, "requester"),
      fourEyes: integer(row, "four_eyes") === 1,
      reason: answer?.reason ?? null,
      value: answer?.value ?? null,
    };
  }

  open(transaction: Transaction, request: GateRequest): GateState {
    const known = this.find(request.key);
    if (known?.status === "open" && this.shown(known.id)) return known;
    if (known?.status === "open") this.withdraw(transaction, known.id, "what it was about has been erased");
    const id = this.#ports.newId();
    const { subject, pseudonym, correlation, expiresAfterMs, ...rest } = request;
    const { fourEyes = false, explainEdits = false, ...shown } = rest;
    const requester = request.requester ?? this.#requesterOf(request.run, fourEyes);
    const expiresAt = expiresAfterMs === null ? null : this.#ports.clock.now() + expiresAfterMs;
    this.#ports.failpoints.hit("GateOpened.before");
    transaction.append(
      gateStream(id),
      0,
      [gateOpenedEvent({ ...shown, reasons: [...shown.reasons], expiresAt, requester, fourEyes, explainEdits })],
      {
        principal: request.process === null ? "system" : `process:${request.process}`,
        correlation,
        ...(pseudonym === undefined ? { subject: subject ?? "tenant" } : { pseudonym }),
      },
    );
    this.#ports.failpoints.hit("GateOpened.appended");
    const opened = this.byId(id);
    assert(opened, "a gate that was opened is in the table");
    announceOpened(this.#engine, transaction, request, opened);
    return opened;
  }

  #requesterOf(run: string | null, fourEyes: boolean): string | null {
    if (run === null) return null;
    return requesterOf(this.#log, run) ?? (fourEyes ? tellerOf(this.#log, run) : null);
  }

  use(transaction: Transaction, gateId: string): void {
    const gate = this.byId(gateId);
    if (!gate || gate.used || (gate.status !== "approved" && gate.status !== "answered")) {
      throw new PraxisError(
        "gate_used",
        `gate ${gateId} is ${gate?.used ? "used" : (gate?.status ?? "unknown")}: a yes is good for one effect`,
        {
          next: "Nothing was done. It is asked anew.",
          disposition: "retry",
        },
      );
    }
    this.append(transaction, gateId, "GateUsed", {}, "system");
  }

  withdraw(transaction: Transaction, gateId: string, why: string): void {
    this.append(transaction, gateId, "GateWithdrawn", { why }, "system");
  }

  /** What a run asked that was erased: nobody can answer it any more. What became of an effect is still for a person to say. */
  withdrawErased(transaction: Transaction, run: string): void {
    const open = transaction.sql.all(
      "SELECT id FROM gates WHERE run = ? AND status = 'open' AND kind <> 'unknown'",
      run,
    );
    for (const row of open) {
      const stream = gateStream(text(row, "id"));
      const event = { type: "GateWithdrawn", data: { why: "what it was about has been erased" } };
      transaction.append(stream, transaction.head(stream), [event], { principal: "system" });
    }
  }

  append(transaction: Transaction, gateId: string, type: string, data: Json, principal: string): void {
    const stream = gateStream(gateId);
    const first = this.#log.readEvent(stream, 1);
    assert(first, `gate ${gateId} was opened`);
    this.#ports.failpoints.hit(`${type}.before`);
    transaction.append(stream, transaction.head(stream), [gateEvent(type, data)], followUp(first, principal));
    this.#ports.failpoints.hit(`${type}.appended`);
    if (endings.has(type)) announceEnd(this.#engine, transaction, this.byId(gateId));
  }

  /** Closes gates whose time has passed, and looks again once a minute. */
  expire(): void {
    this.#cancelExpiry = this.#ports.clock.after(sweepEveryMs, () => this.expire());
    try {
      this.#closeExpired();
    } catch {
      // The log refused, for a full disk or another owner: they fail closed all the same, and are swept the next time.
    }
  }

  #closeExpired(): void {
    const rows = this.#log.sql.all(
      "SELECT id FROM gates WHERE status = 'open' AND held_until IS NULL AND expires_at IS NOT NULL AND expires_at <= ? LIMIT 200",
      this.#ports.clock.now(),
    );
    if (rows.length > 0) {
      this.#log.write((transaction) => {
        for (const row of rows) {
          this.append(transaction, text(row, "id"), "GateExpired", {}, "system");
          this.#engine.ready(transaction, { kind: "gate", key: text(row, "id") });
        }
      });
    }
  }

  stop(): void {
    this.#cancelExpiry?.();
  }
}
