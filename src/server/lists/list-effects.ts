/** Effects, newest first. */
import { z } from "@hono/zod-openapi";
import { effectStatuses } from "../../act/effects/effect-events.ts";
import type { EventLog, Row } from "../../log/event-log.ts";
import { Conditions, pageQuery, readPage } from "./page.ts";

export const effectsQuery = z.object({
  status: z.enum(effectStatuses).optional(),
  contract: z.string().max(200).optional(),
  account: z.string().max(200).optional(),
  run: z.string().max(200).optional(),
  ...pageQuery,
});
export type EffectsQuery = z.output<typeof effectsQuery>;

export function listEffects(log: EventLog, query: EffectsQuery): { rows: Row[]; next: string | null } {
  const { status, contract, account, run, limit, before } = query;
  const conditions = new Conditions()
    .equal("run", run)
    .equal("status", status)
    .equal("contract", contract)
    .equal("account", account);
  const { index, term } = indexFor(query);
  // A partial index is only used where its condition stands in the query, word by word.
  if (term !== null) conditions.add(term);
  return readPage(log.sql, { table: "effects", index, time: "created_at", limit, before }, conditions);
}

function indexFor({ status, contract, account, run }: EffectsQuery): { index: string; term: string | null } {
  if (run !== undefined) return { index: "effects_by_run", term: null };
  if (status === "intended" || status === "attempting" || status === "unknown")
    return { index: "effects_open", term: "status IN ('intended', 'attempting', 'unknown')" };
  if (status !== undefined && status !== "succeeded")
    return { index: "effects_amiss", term: "status IN ('refused', 'failed', 'compensating', 'compensated')" };
  if (contract !== undefined) return { index: "effects_by_contract", term: null };
  if (account !== undefined) return { index: "effects_by_account", term: null };
  return { index: "effects_by_time", term: null };
}
