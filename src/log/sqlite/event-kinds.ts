/**
 * Which kinds of events a log holds: a row for each type and schema version, from the first one on. So a Praxis that does not know one of them, because a newer one wrote
 * it, finds out at its start, before it writes anything (docs/adr/0030-what-an-older-praxis-does.md).
 *
 * Invariant: K10 - a log with events that this version cannot read is refused; a kind's row is in the transaction of its first event. Events from before this table was there are of kinds that every version knows which has it.
 */
import { assert, PraxisError } from "../../kernel/errors.ts";
import type { Sql } from "../event-log.ts";
import { integer, text } from "../rows.ts";
import { logSchema } from "./tables.ts";

/** Whether this version of Praxis can read events of this type in this version of their schema. */
export type KnowsKind = (type: string, schema: number) => boolean;

export class EventKinds {
  readonly #sql: Sql;
  readonly #knows: KnowsKind;
  readonly #noted = new Map<string, Set<number>>();

  constructor(sql: Sql, knows: KnowsKind) {
    this.#sql = sql;
    this.#knows = knows;
  }

  /** Before an event of this kind is appended. */
  note(type: string, schema: number): void {
    if (this.#noted.get(type)?.has(schema)) return;
    // What it does not know itself, it could not open again.
    assert(
      this.#knows(type, schema),
      `events ${type} in schema ${schema} are listed as a kind that this version knows`,
    );
    this.#sql.run("INSERT OR IGNORE INTO event_kinds VALUES (?, ?)", type, schema);
    this.#noted.set(type, (this.#noted.get(type) ?? new Set()).add(schema));
  }

  /** After a rollback, which may have taken rows back. */
  forget(): void {
    this.#noted.clear();
  }
}

/** @returns why this version cannot read that log, in words; null where it can. Reads only. */
export function writtenByNewer(sql: Sql, knows: KnowsKind): string | null {
  const has = (table: string): boolean =>
    sql.get("SELECT 1 FROM sqlite_schema WHERE name = ? AND type = 'table'", table) !== undefined;
  const identity = has("log_identity") ? sql.get("SELECT schema FROM log_identity WHERE id = 1") : undefined;
  if (identity && integer(identity, "schema") > logSchema)
    return `its tables are of version ${integer(identity, "schema")}, and this Praxis knows them up to version ${logSchema}`;
  if (!has("event_kinds")) return null;
  const unknown = sql.all("SELECT type, schema FROM event_kinds ORDER BY type, schema").flatMap((row) => {
    const [type, schema] = [text(row, "type"), integer(row, "schema")];
    return knows(type, schema) ? [] : [schema === 1 ? type : `${type} in schema ${schema}`];
  });
  return unknown.length === 0 ? null : `it holds events that this Praxis does not know: ${unknown.join(", ")}`;
}

/** @throws newer_log */
export function refuseNewer(sql: Sql, knows: KnowsKind): void {
  const why = writtenByNewer(sql, knows);
  if (why === null) return;
  throw new PraxisError("newer_log", `this data folder was written by a newer version of Praxis: ${why}`, {
    next: "Nothing was changed. Install that version again, or a newer one. To go back for good, `praxis restore` a backup from before it.",
    disposition: "pause",
  });
}
