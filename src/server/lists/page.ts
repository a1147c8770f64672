/**
 * Pages of a list, newest first. A cursor is the place of the last row that was shown, so a list that grows while it is read repeats
 * and leaves out nothing.
 *
 * Invariant: each list says by which index it goes; without that, SQLite guesses, and a guess costs a scan of the whole table.
 */
import { z } from "@hono/zod-openapi";
import { PraxisError } from "../../kernel/errors.ts";
import type { Row, Sql, SqlValue } from "../../log/event-log.ts";
import { integer, text } from "../../log/rows.ts";

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z.string().max(200).optional().openapi({ description: "`next` of the page before" }),
};

export const nextSchema = z.string().nullable().openapi({ description: "pass it as `before`; null on the last page" });

export interface List {
  readonly table: string;
  readonly index: string;
  /** Column of the time, or of the position, that the list goes by; rows that share one go by their id. */
  readonly time: string;
  readonly limit: number;
  readonly before: string | undefined;
}

/** Conditions that were asked for; those without a value are left out. */
export class Conditions {
  readonly terms: string[] = [];
  readonly values: SqlValue[] = [];

  add(term: string, ...values: readonly SqlValue[]): this {
    this.terms.push(term);
    this.values.push(...values);
    return this;
  }

  equal(column: string, value: SqlValue | undefined): this {
    return value === undefined ? this : this.add(`${column} = ?`, value);
  }
}

export function readPage(sql: Sql, list: List, conditions: Conditions): { rows: Row[]; next: string | null } {
  const { table, index, time, limit, before } = list;
  if (before !== undefined) {
    const { at, id } = readCursor(before);
    conditions.add(`(${time}, id) < (?, ?)`, at, id);
  }
  const where = conditions.terms.length === 0 ? "" : `WHERE ${conditions.terms.join(" AND ")}`;
  const rows = sql.all(
    `SELECT * FROM ${table} INDEXED BY ${index} ${where} ORDER BY ${time} DESC, id DESC LIMIT ?`,
    ...conditions.values,
    limit + 1,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: last && rows.length > limit ? `${integer(last, time)}~${text(last, "id")}` : null };
}

function readCursor(cursor: string): { at: number; id: string } {
  const match = /^(\d{1,16})~(.+)$/.exec(cursor);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new PraxisError("bad_input", "`before` is not a cursor", {
      next: "Pass `next` of the page before, as it is.",
    });
  }
  return { at: Number(match[1]), id: match[2] };
}
