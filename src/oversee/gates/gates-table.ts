/**
 * Open and answered questions, as a table (K3). What is asked and answered lies sealed in the stream `gate/<id>`; the rows are made of outlines, so an
 * erased question keeps its place and its state.
 */
import { z } from "zod";
import { type NewEvent, outlineOf, type RecordedEvent } from "../../kernel/event.ts";
import { isObject, type Json } from "../../kernel/json.ts";
import { anyJson } from "../../kernel/schema.ts";
import type { Projection, Sql } from "../../log/event-log.ts";

export const gateOpenedSchema = z.object({
  key: z.string(),
  kind: z.enum(["approval", "question", "conflict", "again", "unknown", "by hand"]),
  run: z.string().nullable(),
  process: z.string().nullable(),
  effect: z.string().nullable(),
  account: z.string(),
  title: z.string(),
  reasons: z.array(z.string()),
  proposal: anyJson,
  evidence: anyJson,
  afterYes: z.string(),
  afterNo: z.string(),
  answerSchema: anyJson,
  bound: z.string(),
  policyVersion: z.string(),
  expiresAt: z.number().nullable(),
  /** The person who asked for the run; null where none did. */
  requester: z.string().nullable().default(null),
  /** Whether somebody else has to answer. */
  fourEyes: z.boolean().default(false),
  /** Whether an approval with edits needs a reason. */
  explainEdits: z.boolean().default(false),
});
export type GateOpened = z.infer<typeof gateOpenedSchema>;

const gateOutlineSchema = gateOpenedSchema
  .pick({
    key: true,
    kind: true,
    run: true,
    process: true,
    effect: true,
    account: true,
    bound: true,
    policyVersion: true,
    expiresAt: true,
    requester: true,
    fourEyes: true,
  })
  .extend({ contract: z.string().nullable(), tier: z.string().nullable() });

export function gateOpenedEvent(data: GateOpened): NewEvent {
  const named = { contract: wordIn(data.evidence, "contract"), tier: wordIn(data.evidence, "tier") };
  return { type: "GateOpened", data, outline: gateOutlineSchema.parse({ ...data, ...named }) };
}

export const gateAnsweredSchema = z.object({
  verdict: z.enum(["approve", "answer", "decline"]),
  value: anyJson,
  reason: z.string().nullable(),
  by: z.string(),
  /** Until then it may be taken back, and nothing follows from it; null where it counts at once. */
  heldUntil: z.number().nullable().default(null),
});
export type GateAnswered = z.infer<typeof gateAnsweredSchema>;

const answerOutlineSchema = gateAnsweredSchema.pick({ verdict: true, by: true, heldUntil: true });

export const gatePassedOnSchema = z.object({ to: z.string(), by: z.string(), why: z.string() });
const passedOnOutline = gatePassedOnSchema.pick({ to: true });

/** What follows the opening; of an answer and a handing on, the table keeps who and what, never why. */
export function gateEvent(type: string, data: Json): NewEvent {
  const kept =
    type === "GateAnswered"
      ? answerOutlineSchema.parse(data)
      : type === "GatePassedOn"
        ? passedOnOutline.parse(data)
        : undefined;
  return { type, data, ...(kept === undefined ? {} : { outline: kept }) };
}

export const gateStream = (id: string): string => `gate/${id}`;

export const gatesProjection: Projection = {
  name: "gates",
  version: 4,
  tables: {
    gates: `CREATE TABLE gates (
        id TEXT PRIMARY KEY, key TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, used INTEGER NOT NULL DEFAULT 0, run TEXT,
        process TEXT, effect TEXT, account TEXT NOT NULL, owner TEXT NOT NULL, bound TEXT NOT NULL, policy_version TEXT NOT NULL,
        opened_at INTEGER NOT NULL, expires_at INTEGER, answered_at INTEGER, answered_by TEXT, answer_number INTEGER,
        position INTEGER NOT NULL, contract TEXT, tier TEXT, held_until INTEGER, held_status TEXT,
        requester TEXT, four_eyes INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
      CREATE INDEX gates_by_key ON gates (key, position);
      CREATE INDEX gates_open ON gates (status, opened_at);
      CREATE INDEX gates_by_time ON gates (opened_at);
      CREATE INDEX gates_by_kind ON gates (kind, opened_at);
      CREATE INDEX gates_by_account ON gates (account, opened_at);
      CREATE INDEX gates_by_process ON gates (process, opened_at);
      CREATE INDEX gates_by_owner ON gates (owner, opened_at);
      CREATE INDEX gates_by_run ON gates (run);
      CREATE INDEX gates_held ON gates (held_until) WHERE held_until IS NOT NULL;
      CREATE INDEX gates_expiring ON gates (expires_at) WHERE status = 'open' AND expires_at IS NOT NULL`,
  },
  apply(event, sql) {
    if (event.stream.startsWith("gate/")) applyGateEvent(event, event.stream.slice(5), sql);
  },
};

const finalStatus: Record<string, string> = { approve: "approved", answer: "answered", decline: "declined" };

function applyGateEvent(event: RecordedEvent, id: string, sql: Sql): void {
  switch (event.type) {
    case "GateOpened":
      return insertGate(event, id, sql);
    case "GateAnswered": {
      const answer = answerOutlineSchema.safeParse(outlineOf(event)).data;
      if (!answer) return void sql.run("UPDATE gates SET status = 'declined' WHERE id = ?", id);
      const { verdict, by, heldUntil } = answer;
      const status = finalStatus[verdict] ?? "declined";
      sql.run(
        "UPDATE gates SET status = ?, held_until = ?, held_status = ?, answered_at = ?, answered_by = ?, answer_number = ? WHERE id = ?",
        heldUntil === null ? status : "open",
        heldUntil,
        heldUntil === null ? null : status,
        event.at,
        by,
        event.number,
        id,
      );
      return;
    }
    case "GateTookEffect":
      return void sql.run(
        "UPDATE gates SET status = held_status, held_until = NULL, held_status = NULL WHERE id = ? AND held_status IS NOT NULL",
        id,
      );
    case "GateTakenBack":
      return void sql.run(
        "UPDATE gates SET held_until = NULL, held_status = NULL, answered_at = NULL, answered_by = NULL, answer_number = NULL WHERE id = ?",
        id,
      );
    case "GatePassedOn": {
      const to = passedOnOutline.safeParse(outlineOf(event)).data?.to;
      if (to !== undefined) sql.run("UPDATE gates SET owner = ? WHERE id = ?", to, id);
      return;
    }
    case "GateUsed":
      return void sql.run("UPDATE gates SET used = 1 WHERE id = ?", id);
    case "GateWithdrawn":
      return void sql.run(
        "UPDATE gates SET status = 'withdrawn', held_until = NULL, held_status = NULL WHERE id = ?",
        id,
      );
    case "GateExpired":
      sql.run("UPDATE gates SET status = 'expired' WHERE id = ?", id);
  }
}

function insertGate(event: RecordedEvent, id: string, sql: Sql): void {
  const gate = gateOutlineSchema.safeParse(outlineOf(event)).data;
  if (!gate) return;
  sql.run(
    "INSERT INTO gates (id, key, kind, status, run, process, effect, account, owner, bound, policy_version, opened_at, expires_at, position, contract, tier, requester, four_eyes) VALUES (?, ?, ?, 'open', ?, ?, ?, ?, 'approver', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    id,
    gate.key,
    gate.kind,
    gate.run,
    gate.process,
    gate.effect,
    gate.account,
    gate.bound,
    gate.policyVersion,
    event.at,
    gate.expiresAt,
    event.position,
    gate.contract,
    gate.tier,
    gate.requester,
    gate.fourEyes ? 1 : 0,
  );
}

function wordIn(evidence: Json, field: string): string | null {
  const value = isObject(evidence) ? evidence[field] : null;
  return typeof value === "string" ? value : null;
}
