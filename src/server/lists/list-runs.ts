/** Runs, newest first, by what a person looks for. */
import { z } from "@hono/zod-openapi";
import type { EventLog, Row } from "../../log/event-log.ts";
import { Conditions, pageQuery, readPage } from "./page.ts";

export const runStatuses = ["moving", "waiting", "done", "cancelled", "set aside"] as const;

export const runsQuery = z.object({
  status: z.enum(runStatuses).optional(),
  process: z.string().max(200).optional(),
  account: z.string().max(200).optional(),
  correlation: z.string().max(200).optional(),
  ...pageQuery,
});
export type RunsQuery = z.output<typeof runsQuery>;

export function listRuns(log: EventLog, query: RunsQuery): { rows: Row[]; next: string | null } {
  const { status, process, account, correlation, limit, before } = query;
  const conditions = new Conditions()
    .equal("correlation", correlation)
    .equal("status", status)
    .equal("process", process)
    .equal("account", account);
  return readPage(log.sql, { table: "runs", index: indexFor(query), time: "started_at", limit, before }, conditions);
}

/** The index that leaves the fewest rows to look at: most runs are done, and most of a small shop's belong to one account. */
function indexFor({ status, process, account, correlation }: RunsQuery): string {
  if (correlation !== undefined) return "runs_by_correlation";
  if (process !== undefined) return status === undefined || status === "done" ? "runs_by_process" : "runs_by_status";
  if (status !== undefined && status !== "done") return "runs_by_status";
  if (account !== undefined) return "runs_by_account";
  return status === undefined ? "runs_by_time" : "runs_by_status";
}
