/**
 * Tells processes that listen what becomes of gates: GateOpened, GatePassedOn each time one is handed on, GateAnswered once an answer counts, and
 * GateClosed at every end, answered or not.
 *
 * Boundary: says what is asked and why, never how to answer: a gate is answered by a signed-in person on its page.
 */
import type { GateRequest, GateState } from "../../act/ports.ts";
import type { Engine } from "../../engine/engine.ts";
import { announce } from "../../engine/internal-events.ts";
import { isObject, type Json } from "../../kernel/json.ts";
import type { Transaction } from "../../log/event-log.ts";
import { integer, text, textOrNull } from "../../log/rows.ts";
import { gateOpenedSchema, gateStream } from "./gates-table.ts";

/** Counted no further than this: whoever bundles notices does so long before. */
const mostCounted = 100;
const recentlyMs = 60_000;

export function announceOpened(
  engine: Engine,
  transaction: Transaction,
  request: GateRequest,
  { id, openedAt, expiresAt, requester }: GateState,
): void {
  const { kind, title, reasons, afterYes, afterNo, process, run, effect, account, evidence } = request;
  announce(engine, transaction, {
    type: "GateOpened",
    id,
    about: id,
    account,
    run,
    ...(request.subject === null ? {} : { subject: request.subject }),
    payload: () => ({
      gate: id,
      kind,
      title,
      reasons: [...reasons],
      afterYes,
      afterNo,
      process,
      run,
      effect,
      account,
      contract: isObject(evidence) && typeof evidence.contract === "string" ? evidence.contract : null,
      requester,
      openedAt,
      expiresAt,
      recent: openedRecently(engine, openedAt),
    }),
  });
}

/** How many were opened within the last minute, this one included. */
function openedRecently({ log }: Engine, now: number): number {
  const row = log.sql.get(
    "SELECT count(*) AS count FROM (SELECT 1 FROM gates WHERE opened_at > ? LIMIT ?)",
    now - recentlyMs,
    mostCounted,
  );
  return row ? integer(row, "count") : 0;
}

/** Called after the event that hands it on. @param people names of those it is meant for who have a mail address */
export function announcePassedOn(
  engine: Engine,
  transaction: Transaction,
  { id, kind, expiresAt }: GateState,
  passed: { to: string; by: string; why: string; people: readonly string[] },
): void {
  const { log } = engine;
  const first = log.readEvent(gateStream(id), 1);
  // What it asked has been erased: there is nothing to tell.
  if (!first || first.erased) return;
  const { title, reasons, afterYes, afterNo, process, run, account } = gateOpenedSchema.parse(first.data);
  const number = transaction.head(gateStream(id));
  announce(engine, transaction, {
    type: "GatePassedOn",
    id: `${id}/passed on/${number}`,
    about: id,
    account,
    run,
    payload: () => ({
      gate: id,
      kind,
      title,
      reasons,
      afterYes,
      afterNo,
      process,
      run,
      account,
      ...passed,
      people: [...passed.people],
      number,
      expiresAt,
    }),
  });
}

const answered = new Set(["approved", "answered", "declined"]);

/** Called after each event of a gate. Says nothing while the gate is open, as it is while an answer may still be taken back. */
export function announceEnd(engine: Engine, transaction: Transaction, gate: GateState | undefined): void {
  if (!gate || gate.status === "open") return;
  const row = engine.log.sql.get("SELECT process, run, account FROM gates WHERE id = ?", gate.id);
  if (!row) return;
  const { id, kind, status, answeredBy, reason } = gate;
  const [account, run] = [text(row, "account"), textOrNull(row, "run")];
  const payload = (): Json => ({
    gate: id,
    kind,
    status,
    by: answeredBy,
    reason,
    process: textOrNull(row, "process"),
    run,
    account,
  });
  const event = { about: id, account, run, payload };
  if (answered.has(status)) announce(engine, transaction, { type: "GateAnswered", id: `${id}/answered`, ...event });
  announce(engine, transaction, { type: "GateClosed", id: `${id}/closed`, ...event });
}
