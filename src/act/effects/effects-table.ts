/**
 * The effect ledger's tables (K3, E1, E2): `effects`, one row a generation of an intent; `claims`, units taken; `caps`, amounts taken.
 * Readable intents and arguments are only in the sealed events; here are keyed hashes. The rows are made of what is in the clear, so they are the same
 * after an erasure (K10).
 */
import { outlineOf, type RecordedEvent } from "../../kernel/event.ts";
import type { Projection, Sql } from "../../log/event-log.ts";
import { type EffectStatus, enteredSchema, outlineSchemas } from "./effect-events.ts";

export const effectsProjection: Projection = {
  name: "effects",
  version: 6,
  tables: {
    effects: `CREATE TABLE effects (
        id TEXT PRIMARY KEY, intent TEXT NOT NULL, generation INTEGER NOT NULL, contract TEXT NOT NULL, connection TEXT NOT NULL,
        account TEXT NOT NULL, tier TEXT NOT NULL, status TEXT NOT NULL, wish_digest TEXT NOT NULL, about TEXT, amount REAL,
        process TEXT NOT NULL, run TEXT NOT NULL, seq INTEGER NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, first_attempt_at INTEGER,
        deadline_at INTEGER, next_at INTEGER, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, subject TEXT, stands_on TEXT,
        UNIQUE (intent, generation)) STRICT, WITHOUT ROWID;
      CREATE INDEX effects_open ON effects (status) WHERE status IN ('intended', 'attempting', 'unknown');
      CREATE INDEX effects_amiss ON effects (status, created_at) WHERE status IN ('refused', 'failed', 'compensating', 'compensated');
      CREATE INDEX effects_by_contract ON effects (contract, created_at);
      CREATE INDEX effects_by_account ON effects (account, created_at);
      CREATE INDEX effects_by_process ON effects (process, created_at);
      CREATE INDEX effects_by_connection ON effects (connection, created_at);
      CREATE INDEX effects_by_tier ON effects (tier, created_at);
      CREATE INDEX effects_by_run ON effects (run, seq);
      CREATE INDEX effects_by_time ON effects (created_at, id);
      CREATE INDEX effects_standing ON effects (stands_on) WHERE stands_on IS NOT NULL;
      CREATE INDEX effects_past ON effects (contract, about, created_at) WHERE about IS NOT NULL`,
    claims:
      "CREATE TABLE claims (unit TEXT PRIMARY KEY, effect TEXT NOT NULL) STRICT, WITHOUT ROWID; CREATE INDEX claims_by_effect ON claims (effect)",
    caps: "CREATE TABLE caps (key TEXT NOT NULL, effect TEXT NOT NULL, amount REAL NOT NULL, PRIMARY KEY (key, effect)) STRICT, WITHOUT ROWID; CREATE INDEX caps_by_effect ON caps (effect)",
  },
  apply(event, sql) {
    if (event.stream.startsWith("effect/")) applyEffectEvent(event, event.stream.slice(7), sql);
  },
};

function applyEffectEvent(event: RecordedEvent, id: string, sql: Sql): void {
  switch (event.type) {
    case "EffectEntered":
      return insertEffect(event, id, sql);
    case "EffectAttempting": {
      const attempting = outlineSchemas.EffectAttempting.safeParse(outlineOf(event)).data;
      if (!attempting) return setStatus(sql, id, "attempting", event.at, null);
      const { attempt, deadlineAt } = attempting;
      sql.run(
        "UPDATE effects SET status = 'attempting', attempt = ?, deadline_at = ?, next_at = NULL, first_attempt_at = coalesce(first_attempt_at, ?), changed_at = ? WHERE id = ?",
        attempt,
        deadlineAt,
        event.at,
        event.at,
        id,
      );
      return;
    }
    case "EffectRetrying":
      return setStatus(sql, id, "intended", event.at, nextAtOf(event));
    case "EffectUnknown":
      return setStatus(sql, id, "unknown", event.at, nextAtOf(event));
    case "EffectSucceeded":
    case "EffectStands":
      return setStatus(sql, id, "succeeded", event.at, null);
    case "EffectCompensating":
      return setStatus(sql, id, "compensating", event.at, null);
    case "EffectRefused":
      return free(sql, id, "refused", event.at);
    case "EffectFailed":
      return free(sql, id, "failed", event.at);
    case "EffectCompensated":
      return free(sql, id, "compensated", event.at);
  }
}

function nextAtOf(event: RecordedEvent): number | null {
  return outlineSchemas.EffectRetrying.safeParse(outlineOf(event)).data?.nextAt ?? null;
}

function insertEffect(event: RecordedEvent, id: string, sql: Sql): void {
  const intended = enteredSchema.parse(event.data);
  sql.run(
    "INSERT INTO effects (id, intent, generation, contract, connection, account, tier, status, wish_digest, about, amount, process, run, seq, created_at, changed_at, subject, stands_on) VALUES (?, ?, ?, ?, ?, ?, ?, 'intended', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    id,
    intended.intentHash,
    intended.generation,
    intended.contract,
    intended.connection,
    intended.account,
    intended.tier,
    intended.wishDigest,
    intended.about,
    intended.cap?.amount ?? null,
    intended.process,
    intended.run,
    intended.seq,
    event.at,
    event.at,
    intended.subject,
    intended.standsOn,
  );
  for (const unit of intended.units) sql.run("INSERT INTO claims VALUES (?, ?)", unit, id);
  if (intended.cap) sql.run("INSERT INTO caps VALUES (?, ?, ?)", intended.cap.key, id, intended.cap.amount);
}

function setStatus(sql: Sql, id: string, status: EffectStatus, at: number, nextAt: number | null): void {
  sql.run("UPDATE effects SET status = ?, next_at = ?, changed_at = ? WHERE id = ?", status, nextAt, at, id);
}

/** What did not happen, or was undone, gives its units and its amount back. */
function free(sql: Sql, id: string, status: EffectStatus, at: number): void {
  setStatus(sql, id, status, at, null);
  sql.run("DELETE FROM claims WHERE effect = ?", id);
  sql.run("DELETE FROM caps WHERE effect = ?", id);
}
