/** Of each effect: what it moved, how it ended, and whether anything was ever amiss with it. */
import { outlineOf, type RecordedEvent } from "../../kernel/event.ts";
import type { Sql } from "../../log/event-log.ts";
import { codeSchema, enteredSchema } from "./figure-events.ts";

const statuses: Readonly<Record<string, string>> = {
  EffectSucceeded: "succeeded",
  EffectStands: "succeeded",
  EffectRefused: "refused",
  EffectFailed: "failed",
  EffectUnknown: "unknown",
  EffectRetrying: "intended",
  EffectAttempting: "attempting",
  EffectCompensating: "compensating",
  EffectCompensated: "compensated",
};
const settled = new Set(["succeeded", "refused", "failed", "compensated"]);

export function applyEffectFigures(event: RecordedEvent, effect: string, sql: Sql): void {
  if (event.type === "EffectEntered") return enter(event, effect, sql);
  const status = statuses[event.type];
  if (status === undefined) return;
  const code =
    status === "refused" || status === "failed" ? codeSchema.safeParse(outlineOf(event)).data?.code : undefined;
  sql.run(
    `UPDATE effect_figures SET status = ?, code = coalesce(?, code), unknown = unknown + ?, settled_at = ?
       WHERE effect = ?`,
    status,
    code ?? null,
    status === "unknown" ? 1 : 0,
    settled.has(status) ? event.at : null,
    effect,
  );
}

/** In the clear for ever, so money stays in the figures, also of those who were erased. */
function enter(event: RecordedEvent, effect: string, sql: Sql): void {
  const { contract, process, account, run, money } = enteredSchema.parse(event.data);
  const row = sql.get("SELECT started_at FROM run_figures WHERE run = ?", run);
  sql.run(
    `INSERT INTO effect_figures (process, run_started_at, effect, run, account, contract, status, cents, currency, created_at)
       VALUES (?, ?, ?, ?, ?, ?, 'intended', ?, ?, ?)`,
    process,
    Number(row?.started_at ?? event.at),
    effect,
    run,
    account,
    contract,
    money?.cents ?? null,
    money?.currency ?? null,
    event.at,
  );
}
