/** Gates, newest first, or the oldest first: by what a person looks for. */
import { z } from "@hono/zod-openapi";
import type { EventLog, Row, SqlValue } from "../../log/event-log.ts";
import { text, textOrNull } from "../../log/rows.ts";
import { openedOf } from "../../oversee/gates/answer-gate.ts";
import { gateKinds, gateStatuses } from "../../oversee/gates/gate-book.ts";
import { readWords, runsThatHold } from "../../oversee/search/find-by-words.ts";
import { Conditions, cursorOf, type List, type PageOfRows, pageQuery, readPage } from "./page.ts";

const name = z.string().max(200);

export const gatesQuery = z.object({
  status: z
    .enum(gateStatuses)
    .optional()
    .openapi({ description: "`open`: those that wait for an answer; without those whose answer is held" }),
  kind: z.enum(gateKinds).optional(),
  process: name.optional(),
  contract: name.optional(),
  owner: name.optional(),
  account: name.optional(),
  run: name.optional(),
  q: z.string().trim().max(200).optional().openapi({
    description:
      "words of its title and what else its run is found by (numbers, a customer), each by its beginning; an amount in its title; the beginning of its id, the id of its run or effect, its process, contract or owner",
  }),
  order: z.enum(["newest", "oldest"]).default("newest"),
  ...pageQuery,
});
export type GatesQuery = z.output<typeof gatesQuery>;

export function listGates(log: EventLog, now: number, query: GatesQuery): PageOfRows {
  const { limit, before, order } = query;
  const list = {
    table: "gates",
    index: indexFor(query),
    time: "opened_at",
    limit,
    before,
    oldestFirst: order === "oldest",
  };
  const conditions = gateConditions(now, query);
  const { q } = query;
  return q === undefined || q === "" ? readPage(log.sql, list, conditions) : readFitting(log, list, conditions, q);
}

export function gateConditions(
  now: number,
  query: Pick<GatesQuery, "status" | "kind" | "process" | "contract" | "owner" | "account" | "run">,
): Conditions {
  const { status, kind, process, contract, owner, account, run } = query;
  const conditions = new Conditions().equal("run", run).equal("status", status);
  // One whose time has passed is closed, also before the sweep has recorded that; one that was answered waits for nobody.
  if (status === "open") conditions.add("held_until IS NULL").add("(expires_at IS NULL OR expires_at > ?)", now);
  return conditions
    .equal("kind", kind)
    .equal("process", process)
    .equal("contract", contract)
    .equal("owner", owner)
    .equal("account", account);
}

function indexFor({ status, kind, process, owner, account, run }: GatesQuery): string {
  if (run !== undefined) return "gates_by_run";
  if (status === "open") return "gates_open";
  if (owner !== undefined) return "gates_by_owner";
  if (process !== undefined) return "gates_by_process";
  if (kind !== undefined) return "gates_by_kind";
  if (account !== undefined) return "gates_by_account";
  return status === undefined ? "gates_by_time" : "gates_open";
}

/** A search goes through this many gates, and says by its cursor where it stopped. */
const mostRead = 3_000;
const readAtOnce = 500;

function readFitting(log: EventLog, list: List, conditions: Conditions, q: string): PageOfRows {
  const found: Row[] = [];
  let { before } = list;
  for (let read = 0; read < mostRead; read += readAtOnce) {
    const page = readPage(log.sql, { ...list, limit: readAtOnce, before }, conditions);
    const fits = fitting(log, page.rows, q);
    for (const row of page.rows) {
      if (!fits(row)) continue;
      if (found.push(row) > list.limit) {
        const shown = found.slice(0, list.limit);
        const last = shown.at(-1);
        return { rows: shown, next: last ? cursorOf(last, list.time) : null };
      }
    }
    if (page.next === null) return { rows: found, next: null };
    before = page.next;
  }
  return { rows: found, next: before ?? null };
}

/** Ids of the open gates that a filter means, at most so many. */
export function matchGates(
  log: EventLog,
  now: number,
  filter: Partial<Pick<GatesQuery, "kind" | "process" | "contract" | "owner" | "account" | "q">>,
  most: number,
): string[] {
  const { q = "", ...exact } = filter;
  const rows = log.sql.all(...statementOf(gateConditions(now, { ...exact, status: "open" })));
  const fits = q === "" ? () => true : fitting(log, rows, q);
  return rows
    .filter(fits)
    .slice(0, most)
    .map((row) => text(row, "id"));
}

function statementOf({ terms, values }: Conditions): [string, ...SqlValue[]] {
  return [`SELECT * FROM gates INDEXED BY gates_open WHERE ${terms.join(" AND ")} ORDER BY opened_at, id`, ...values];
}

/**
 * By what its run is found by, which holds the words of the gate's title; or by what stands in its row. Titles themselves lie sealed: they are read only for
 * what the index does not hold, such as an amount.
 */
function fitting(log: EventLog, rows: readonly Row[], q: string): (row: Row) => boolean {
  const search = readWords(log, q);
  const runs = rows.flatMap((row) => textOrNull(row, "run") ?? []);
  const found = search === null ? new Set<string>() : runsThatHold(log, search, runs);
  return (row) => {
    const run = textOrNull(row, "run");
    if (found.has(run ?? "") || isNamed(row, q)) return true;
    return (
      (search === null || run === null) &&
      openedOf(log, text(row, "id"))?.title.toLowerCase().includes(q.toLowerCase()) === true
    );
  };
}

function isNamed(row: Row, q: string): boolean {
  const sought = q.toLowerCase();
  if (text(row, "id").startsWith(sought) || row.run === q || row.effect === q) return true;
  return ["process", "contract", "owner"].some((column) => textOrNull(row, column)?.toLowerCase().includes(sought));
}
