/**
 * Pages of a list, newest first unless asked otherwise. A cursor is the place of the last row that was shown, so a list that grows while it is
 * read repeats and leaves out nothing.
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
  readonly oldestFirst?: boolean;
  /** Where the index is one of another table, whose rows name those of this one: its table and columns. */
  readonly through?: { readonly table: string; readonly id: string; readonly time: string };
}

export interface PageOfRows {
  readonly rows: Row[];
  readonly next: string | null;
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

  and(other: Conditions): this {
    this.terms.push(...other.terms);
    this.values.push(...other.values);
    return this;
  }
}

export function readPage(sql: Sql, list: List, conditions: Conditions): PageOfRows {
  return cutAt(list, readRows(sql, list, conditions));
}

/** One list of what fits any of these, each by an index of its own. */
export function readMerged(
  sql: Sql,
  list: Omit<List, "index">,
  searches: readonly { readonly index: string; readonly conditions: Conditions }[],
): PageOfRows {
  const found = new Map<string, Row>();
  for (const { index, conditions } of searches)
    for (const row of readRows(sql, { ...list, index }, conditions)) found.set(text(row, "id"), row);
  const sign = list.oldestFirst ? 1 : -1;
  const rows = [...found.values()].toSorted((one, other) => {
    const byTime = integer(one, list.time) - integer(other, list.time);
    return sign * (byTime === 0 ? (text(one, "id") < text(other, "id") ? -1 : 1) : byTime);
  });
  return cutAt(list, rows);
}

/** One row more than asked for, which tells whether there is another page. */
function readRows(sql: Sql, list: List, asked: Conditions): Row[] {
  const { table, index, through, limit, before } = list;
  const time = through ? `${through.table}.${through.time}` : `${table}.${list.time}`;
  const id = through ? `${through.table}.${through.id}` : `${table}.id`;
  const conditions = new Conditions().and(asked);
  if (before !== undefined) {
    const cursor = readCursor(before);
    conditions.add(`(${time}, ${id}) ${list.oldestFirst ? ">" : "<"} (?, ?)`, cursor.at, cursor.id);
  }
  const from = through
    ? `${through.table} INDEXED BY ${index} CROSS JOIN ${table} ON ${table}.id = ${id}`
    : `${table} INDEXED BY ${index}`;
  const where = conditions.terms.length === 0 ? "" : `WHERE ${conditions.terms.join(" AND ")}`;
  const order = list.oldestFirst ? "ASC" : "DESC";
  return sql.all(
    `SELECT ${table}.* FROM ${from} ${where} ORDER BY ${time} ${order}, ${id} ${order} LIMIT ?`,
    ...conditions.values,
    limit + 1,
  );
}

function cutAt({ time, limit }: Pick<List, "time" | "limit">, rows: readonly Row[]): PageOfRows {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: last && rows.length > limit ? cursorOf(last, time) : null };
}

export function cursorOf(row: Row, time: string): string {
  return `${integer(row, time)}~${text(row, "id")}`;
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
