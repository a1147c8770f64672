/** Customers, those who were heard of last first, by what a person knows of them. */
import type { EventLog } from "../../log/event-log.ts";
import { text } from "../../log/rows.ts";
import { customersWith, readWords } from "../../oversee/search/find-by-words.ts";
import { findCustomers } from "../../remember/identity/find-customers.ts";
import { Conditions, type PageOfRows, readPage } from "./page.ts";
import { runsByWords } from "./search-runs.ts";

export interface CustomersQuery {
  readonly q?: string | undefined;
  readonly account?: string | undefined;
  readonly limit: number;
  readonly before?: string | undefined;
}

const mostRunsByWords = 200;

export function listCustomers(log: EventLog, { q, account, limit, before }: CustomersQuery): PageOfRows {
  const list = { table: "customers", time: "seen_at", limit, before };
  const conditions = new Conditions().add("root = id").equal("account", account);
  if (q === undefined || q === "") return readPage(log.sql, { ...list, index: "customers_listed" }, conditions);
  const search = readWords(log, q);
  const known = [...findCustomers(log, q), ...(search === null ? [] : customersWith(log, search))];
  const roots = new Set([...known, ...customersOfRuns(log, runsByWords(log, q, mostRunsByWords))]);
  conditions.add("id IN (SELECT value FROM json_each(?))", JSON.stringify([...roots]));
  return readPage(log.sql, { ...list, index: "sqlite_autoindex_customers_1" }, conditions);
}

function customersOfRuns(log: EventLog, runs: readonly string[]): string[] {
  return log.sql
    .all(
      `SELECT DISTINCT c.root FROM runs r JOIN customers c ON c.subject = r.subject AND c.account = r.account
         WHERE r.id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(runs),
    )
    .map((row) => text(row, "root"));
}
