/** Gates, newest first. */
import { z } from "@hono/zod-openapi";
import type { EventLog, Row } from "../../log/event-log.ts";
import { gateStatuses } from "../../oversee/gates/gate-book.ts";
import { Conditions, pageQuery, readPage } from "./page.ts";

export const gateKinds = ["approval", "question", "conflict", "again", "unknown", "by hand"] as const;

export const gatesQuery = z.object({
  status: z.enum(gateStatuses).optional(),
  kind: z.enum(gateKinds).optional(),
  account: z.string().max(200).optional(),
  run: z.string().max(200).optional(),
  ...pageQuery,
});
export type GatesQuery = z.output<typeof gatesQuery>;

export function listGates(log: EventLog, now: number, query: GatesQuery): { rows: Row[]; next: string | null } {
  const { status, kind, account, run, limit, before } = query;
  const conditions = new Conditions().equal("run", run).equal("status", status);
  // One whose time has passed is closed, also before the sweep has recorded that.
  if (status === "open") conditions.add("(expires_at IS NULL OR expires_at > ?)", now);
  conditions.equal("kind", kind).equal("account", account);
  return readPage(log.sql, { table: "gates", index: indexFor(query), time: "opened_at", limit, before }, conditions);
}

function indexFor({ status, kind, account, run }: GatesQuery): string {
  if (run !== undefined) return "gates_by_run";
  if (status === "open") return "gates_open";
  if (kind !== undefined) return "gates_by_kind";
  if (account !== undefined) return "gates_by_account";
  return status === undefined ? "gates_by_time" : "gates_open";
}
