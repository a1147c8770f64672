/** Runs, newest first, by what a person looks for. */
import { z } from "@hono/zod-openapi";
import type { EventLog } from "../../log/event-log.ts";
import { subjectsOf } from "../../remember/identity/read-customers.ts";
import { housekeeping } from "./housekeeping.ts";
import { Conditions, type PageOfRows, pageQuery, readMerged, readPage } from "./page.ts";
import { holdsWords, searchRuns } from "./search-runs.ts";
import { weekRange } from "./week.ts";

export const runStatuses = ["moving", "waiting", "done", "cancelled", "set aside"] as const;

const name = z.string().max(200);

export const runsQuery = z.object({
  status: z.enum(runStatuses).optional(),
  process: name.optional(),
  account: name.optional(),
  correlation: name.optional(),
  customer: name.optional().openapi({ description: "id of a customer, merged ones included" }),
  week: z
    .string()
    .refine((week) => weekRange(week) !== null, "an ISO week, such as 2026-W47")
    .optional()
    .openapi({ description: "ISO week, in UTC, in which it was started: `2026-W47`" }),
  from: z.coerce.number().int().optional().openapi({ description: "started at this moment or later" }),
  to: z.coerce.number().int().optional().openapi({ description: "started before this moment" }),
  touched: z
    .enum(["yes", "no"])
    .optional()
    .openapi({ description: "whether it needed a person: one was asked, or stepped in" }),
  work: z
    .enum(["customer", "all"])
    .optional()
    .openapi({ description: "`customer`: without housekeeping, which is work about work such as notices and reports" }),
  setAside: name.optional().openapi({ description: "set aside with this code" }),
  q: z.string().trim().max(200).optional().openapi({
    description:
      "words of its title, its effects and questions, order numbers, a customer's name, address or other handle, each by its beginning (3 letters); or the beginning of its id (6 letters), a part of its process's name, a correlation, the id of an effect or a gate",
  }),
  ...pageQuery,
});
export type RunsQuery = z.output<typeof runsQuery>;

export function listRuns(log: EventLog, query: RunsQuery): PageOfRows {
  const { limit, before, customer, q } = query;
  const list = { table: "runs", time: "started_at", limit, before };
  const known = customer === undefined ? undefined : subjectsOf(log, customer);
  const found = customer === undefined ? undefined : (known?.subjects ?? []);
  const searches = [
    ...(found ?? []).map((subject) => ({
      index: "runs_by_subject",
      conditions: new Conditions()
        .equal("subject", subject)
        .equal("account", known?.account)
        .and(q === undefined || q === "" ? new Conditions() : holdsWords(log, q)),
    })),
    ...(q === undefined || q === "" || found ? [] : searchRuns(log, q, indexFor({ ...query, touched: undefined }))),
  ];
  if (found || (q !== undefined && q !== "")) {
    const asked = searches.map(({ index, conditions }) => ({ index, conditions: conditions.and(conditionsOf(query)) }));
    return readMerged(log.sql, list, asked);
  }
  const index = indexFor(query);
  const through = index === "touches_by_time" ? { through: touches } : {};
  return readPage(log.sql, { ...list, index, ...through }, conditionsOf(query, index));
}

const touches = { table: "touches", id: "run", time: "run_started_at" };

/** @param index by which the list goes: what it holds already need not be asked again. */
function conditionsOf(query: RunsQuery, index = ""): Conditions {
  const { correlation, status, process, account, week, touched, setAside } = query;
  const conditions = new Conditions()
    .equal("correlation", correlation)
    .equal("status", setAside === undefined ? status : "set aside")
    .equal("process", process)
    .equal("account", account)
    .equal("detail", setAside);
  const range = week === undefined ? null : weekRange(week);
  const from = query.from ?? range?.from;
  const to = query.to ?? range?.to;
  if (from !== undefined) conditions.add("started_at >= ?", from);
  if (to !== undefined) conditions.add("started_at < ?", to);
  if (query.work === "customer") conditions.add(`process NOT IN (${housekeeping})`);
  if (touched !== undefined && index !== "touches_by_time")
    conditions.add(`${touched === "yes" ? "" : "NOT "}EXISTS (SELECT 1 FROM touches WHERE run = runs.id)`);
  return conditions;
}

/** The index that leaves the fewest rows to look at: most runs are done, and most of a small shop's belong to one account. */
function indexFor({ status, process, account, correlation, touched, setAside, week, from }: RunsQuery): string {
  if (correlation !== undefined) return "runs_by_correlation";
  if (setAside !== undefined) return "runs_by_status";
  if (status !== undefined && status !== "done") return "runs_by_status";
  const isDated = week !== undefined || from !== undefined;
  if (touched === "yes" && !isDated) return "touches_by_time";
  if (process !== undefined) return "runs_by_process";
  if (account !== undefined) return "runs_by_account";
  return status === undefined ? "runs_by_time" : "runs_by_status";
}
