/** Effects, newest first, or those first of which nobody knows what became of them. */
import { z } from "@hono/zod-openapi";
import { effectStatuses } from "../../act/effects/effect-events.ts";
import type { EventLog, Row } from "../../log/event-log.ts";
import { text } from "../../log/rows.ts";
import { findSubjects } from "../../remember/identity/find-customers.ts";
import { Conditions, type PageOfRows, pageQuery, readMerged, readPage } from "./page.ts";
import { idsLike, runsByWords, type Search } from "./search-runs.ts";

const name = z.string().max(200);

export const effectsQuery = z.object({
  status: z.enum(effectStatuses).optional(),
  contract: name.optional(),
  connection: name.optional(),
  process: name.optional(),
  tier: z.enum(["T0", "T1", "T2", "T3"]).optional(),
  account: name.optional(),
  run: name.optional(),
  q: z.string().trim().max(200).optional().openapi({
    description:
      "words, numbers or a customer as runs are found by (then the effects of the newest 500 such runs); or the beginning of its id (6 letters), its idempotency key, its contract, the id of its run or gate",
  }),
  order: z.enum(["newest", "unknown-first"]).default("newest"),
  ...pageQuery,
});
export type EffectsQuery = z.output<typeof effectsQuery>;

export function listEffects(log: EventLog, query: EffectsQuery): PageOfRows {
  return query.order === "unknown-first" && query.status === undefined
    ? unknownFirst(log, query)
    : readList(log, query);
}

/** Cursors of the first part are told apart, so that a page may end in either. */
const unknownPart = "u";
const startOfOthers = `${"9".repeat(16)}~~`;

function unknownFirst(log: EventLog, query: EffectsQuery): PageOfRows {
  const { before, limit } = query;
  const inFirst = before === undefined || before.startsWith(unknownPart);
  const cursor = before?.startsWith(unknownPart) ? before.slice(unknownPart.length) || undefined : undefined;
  const first = inFirst ? readList(log, { ...query, status: "unknown", before: cursor }) : { rows: [], next: null };
  if (first.next !== null) return { rows: first.rows, next: `${unknownPart}${first.next}` };
  const left = limit - first.rows.length;
  const others = (size: number) =>
    readList(
      log,
      { ...query, before: inFirst ? undefined : before, limit: size },
      new Conditions().add("status <> 'unknown'"),
    );
  // A page that is just full still has to say that there is more.
  if (left === 0) return { rows: first.rows, next: others(1).rows.length > 0 ? startOfOthers : null };
  const rest = others(left);
  return { rows: [...first.rows, ...rest.rows], next: rest.next };
}

function readList(log: EventLog, query: EffectsQuery, more = new Conditions()): PageOfRows {
  const { status, contract, connection, process, tier, account, run, q, limit, before } = query;
  const list = { table: "effects", time: "created_at", limit, before };
  const asked = (): Conditions =>
    new Conditions()
      .equal("run", run)
      .equal("status", status)
      .equal("contract", contract)
      .equal("connection", connection)
      .equal("process", process)
      .equal("tier", tier)
      .equal("account", account)
      .and(more);
  if (q !== undefined && q !== "") {
    const searches = searchEffects(log, q);
    return readMerged(
      log.sql,
      list,
      searches.map(({ index, conditions }) => ({ index, conditions: conditions.and(asked()) })),
    );
  }
  const { index, term } = indexFor(query);
  // A partial index is only used where its condition stands in the query, word by word.
  const conditions = asked();
  if (term !== null) conditions.add(term);
  return readPage(log.sql, { ...list, index }, conditions);
}

function indexFor({ status, contract, connection, process, tier, account, run }: EffectsQuery): {
  index: string;
  term: string | null;
} {
  if (run !== undefined) return { index: "effects_by_run", term: null };
  if (status === "intended" || status === "attempting" || status === "unknown")
    return { index: "effects_open", term: "status IN ('intended', 'attempting', 'unknown')" };
  if (status !== undefined && status !== "succeeded")
    return { index: "effects_amiss", term: "status IN ('refused', 'failed', 'compensating', 'compensated')" };
  if (contract !== undefined) return { index: "effects_by_contract", term: null };
  if (process !== undefined) return { index: "effects_by_process", term: null };
  if (connection !== undefined) return { index: "effects_by_connection", term: null };
  if (tier !== undefined) return { index: "effects_by_tier", term: null };
  if (account !== undefined) return { index: "effects_by_account", term: null };
  return { index: "effects_by_time", term: null };
}

/** Of a customer, and of words: the newest; whoever looks for older ones names them more closely. */
const mostRuns = 200;
const mostRunsByWords = 500;
const primaryKey = "sqlite_autoindex_effects_1";

function searchEffects(log: EventLog, q: string): Search[] {
  const by = (index: string, column: string, values: readonly string[]): Search[] =>
    values.map((value) => ({ index, conditions: new Conditions().equal(column, value) }));
  const [intent = ""] = /(?<=^praxis-)[0-9a-f]{32}(?=-\d+$)/.exec(q) ?? [];
  const gate = log.sql.get("SELECT effect FROM gates WHERE id = ?", q);
  const ids = new Set([...idsLike(log, "effects", q), ...(typeof gate?.effect === "string" ? [gate.effect] : [])]);
  return [
    ...by(primaryKey, "id", [...ids]),
    ...by("effects_by_run", "run", [q, ...runsOfCustomer(log, q)]),
    {
      index: "effects_by_run",
      conditions: new Conditions().add(
        "run IN (SELECT value FROM json_each(?))",
        JSON.stringify(runsByWords(log, q, mostRunsByWords)),
      ),
    },
    ...by("effects_by_contract", "contract", contractsLike(log, q)),
    ...(intent === "" ? [] : by("sqlite_autoindex_effects_2", "intent", [intent])),
  ];
}

function runsOfCustomer(log: EventLog, q: string): string[] {
  const subjects = new Set([log.pseudonym(q), ...findSubjects(log, q)]);
  return [...subjects].flatMap((subject) =>
    log.sql
      .all("SELECT id FROM runs WHERE subject = ? ORDER BY started_at DESC LIMIT ?", subject, mostRuns)
      .map((row: Row) => text(row, "id")),
  );
}

/** Names of contracts that effects exist under and that hold this: one step in the index for each name. */
function contractsLike(log: EventLog, q: string): string[] {
  const names = log.sql.all(
    `WITH RECURSIVE names(name) AS (
        SELECT min(contract) FROM effects INDEXED BY effects_by_contract
        UNION ALL SELECT (SELECT min(contract) FROM effects INDEXED BY effects_by_contract WHERE contract > name) FROM names WHERE name IS NOT NULL)
      SELECT name FROM names WHERE name IS NOT NULL`,
  );
  return names.map((row) => text(row, "name")).filter((each) => each.toLowerCase().includes(q.toLowerCase()));
}
