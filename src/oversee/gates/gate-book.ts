/**
 * Gates: durable questions to people (section 6). This is the port that the effect path and decisions meet them through.
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
import { gateAnsweredSchema, gateOpenedSchema, gateStream } from "./gates-table.ts";

const gateKinds = ["approval", "question", "conflict", "again", "unknown", "by hand"] as const;
export const gateStatuses = ["open", "approved", "answered", "declined", "expired", "withdrawn"] as const;

const sweepEveryMs = 60_000;

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

  #state(row: Row): GateState {
    const id = text(row, "id");
    const answered = integerOrNull(row, "answer_number");
    const event = answered === null ? undefined : this.#log.readEvent(gateStream(id), answered);
    const answer = event && !event.erased ? gateAnsweredSchema.parse(event.data) : null;
    const status = oneOf(row, "status", gateStatuses);
    const expiresAt = integerOrNull(row, "expires_at");
    return {
      id,
      kind: oneOf(row, "kind", gateKinds),
      // It fails closed at its time, also before the sweep has recorded that.
      status: status === "open" && expiresAt !== null && expiresAt <= this.#ports.clock.now() ? "expired" : status,
      used: integer(row, "used") === 1,
      openedAt: integer(row, "opened_at"),
      bound: text(row, "bound"),
      policyVersion: text(row, "policy_version"),
      expiresAt,
      answeredBy: textOrNull(row, "answered_by"),
      reason: answer?.reason ?? null,
      value: answer?.value ?? null,
    };
  }

  open(transaction: Transaction, request: GateRequest): GateState {
    const known = this.find(request.key);
    if (known?.status === "open") return known;
    const id = this.#ports.newId();
    const { subject, pseudonym, correlation, expiresAfterMs, ...shown } = request;
    const expiresAt = expiresAfterMs === null ? null : this.#ports.clock.now() + expiresAfterMs;
    this.#ports.failpoints.hit("GateOpened.before");
    transaction.append(
      gateStream(id),
      0,
      [{ type: "GateOpened", data: { ...shown, reasons: [...shown.reasons], expiresAt } }],
      {
        principal: request.process === null ? "system" : `process:${request.process}`,
        correlation,
        ...(pseudonym === undefined ? { subject: subject ?? "tenant" } : { pseudonym }),
      },
    );
    this.#ports.failpoints.hit("GateOpened.appended");
    const opened = this.byId(id);
    assert(opened, "a gate that was opened is in the table");
    return opened;
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

  append(transaction: Transaction, gateId: string, type: string, data: Json, principal: string): void {
    const stream = gateStream(gateId);
    const first = this.#log.readEvent(stream, 1);
    assert(first, `gate ${gateId} was opened`);
    this.#ports.failpoints.hit(`${type}.before`);
    transaction.append(stream, transaction.head(stream), [{ type, data }], followUp(first, principal));
    this.#ports.failpoints.hit(`${type}.appended`);
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
      "SELECT id FROM gates WHERE status = 'open' AND expires_at IS NOT NULL AND expires_at <= ? LIMIT 200",
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
