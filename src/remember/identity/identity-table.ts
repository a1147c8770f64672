/**
 * Customers, their handles and merges as tables (K3): `customers`, one row for each subject in an account, with the root that it counts as; `handles`;
 * `merges`, those in force; `merge_suggestions`. Pseudonyms only: what somebody is called is read from the sealed event that `named` is the number of, in their own
 * stream.
 *
 * Invariant: an erased person leaves no row, live and after the tables were built again.
 */
import { z } from "zod";
import type { RecordedEvent } from "../../kernel/event.ts";
import type { Projection, Sql } from "../../log/event-log.ts";
import { integer, text } from "../../log/rows.ts";
import { type Merge, rootsOf } from "./clusters.ts";
import { customerId } from "./handles.ts";
import {
  handleLinkedSchema,
  handleUnlinkedSchema,
  mergeSuggestedSchema,
  mergeUndoneSchema,
  subjectErasedSchema,
  subjectsMergedSchema,
} from "./identity-events.ts";

export const identityProjection: Projection = {
  name: "identity",
  version: 2,
  tables: {
    customers: `CREATE TABLE customers (
        id TEXT PRIMARY KEY, account TEXT NOT NULL, subject TEXT NOT NULL, root TEXT NOT NULL, runs INTEGER NOT NULL DEFAULT 0,
        last_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, first_at INTEGER NOT NULL, position INTEGER NOT NULL, named INTEGER) STRICT, WITHOUT ROWID;
      CREATE INDEX customers_by_subject ON customers (subject);
      CREATE INDEX customers_by_root ON customers (root);
      CREATE INDEX customers_listed ON customers (seen_at, id) WHERE root = id`,
    handles: `CREATE TABLE handles (
        key TEXT PRIMARY KEY, search_key TEXT NOT NULL, kind TEXT NOT NULL, customer TEXT NOT NULL, subject TEXT NOT NULL, number INTEGER NOT NULL,
        at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX handles_by_search ON handles (search_key);
      CREATE INDEX handles_by_kind ON handles (kind);
      CREATE INDEX handles_by_customer ON handles (customer)`,
    merges: `CREATE TABLE merges (
        id TEXT PRIMARY KEY, position INTEGER NOT NULL, kept TEXT NOT NULL, merged TEXT NOT NULL, kept_subject TEXT NOT NULL,
        merged_subject TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX merges_by_kept ON merges (kept);
      CREATE INDEX merges_by_merged ON merges (merged)`,
    merge_suggestions: `CREATE TABLE merge_suggestions (
        id TEXT PRIMARY KEY, account TEXT NOT NULL, one TEXT NOT NULL, other TEXT NOT NULL, one_subject TEXT NOT NULL, other_subject TEXT NOT NULL,
        status TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX suggestions_by_status ON merge_suggestions (status, at)`,
  },
  apply(event, sql) {
    if (event.type === "EventReceived") return seen(event, sql, 0);
    if (event.type === "RunStarted") return seen(event, sql, 1);
    if (event.type === "SubjectErased") return erase(subjectErasedSchema.parse(event.data).subject, sql);
    if (event.stream.startsWith("customer/")) applyCustomerEvent(event, sql);
    else if (event.stream.startsWith("suggestion/")) applySuggestion(event, event.stream.slice(11), sql);
  },
};

/** Events without a person are sealed too; what tells them apart is that they name a subject. Those of before handles were known name none. */
const namesSubject = z.object({ account: z.string(), subject: z.string().nullable().default(null) });

function seen(event: RecordedEvent, sql: Sql, runs: number): void {
  const [subject] = event.subjects;
  if (event.erased || subject === undefined) return;
  const named = namesSubject.parse(event.data);
  if (named.subject === null) return;
  touch(event, sql, { account: named.account, subject, runs });
}

function touch(event: RecordedEvent, sql: Sql, on: { account: string; subject: string; runs: number }): string {
  const id = customerId(on.account, on.subject);
  const row = sql.get(
    `INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL) ON CONFLICT (id) DO UPDATE
       SET runs = runs + excluded.runs, last_at = max(last_at, excluded.last_at), seen_at = max(seen_at, excluded.seen_at)
       RETURNING root`,
    id,
    on.account,
    on.subject,
    id,
    on.runs,
    event.at,
    event.at,
    event.at,
    event.position,
  );
  if (row && row.root !== id)
    sql.run("UPDATE customers SET seen_at = max(seen_at, ?) WHERE id = ?", event.at, text(row, "root"));
  return id;
}

function applyCustomerEvent(event: RecordedEvent, sql: Sql): void {
  const [subject] = event.subjects;
  if (event.erased || subject === undefined) return;
  switch (event.type) {
    case "HandleLinked": {
      const { account, handle, key, searchKey } = handleLinkedSchema.parse(event.data);
      const id = touch(event, sql, { account, subject, runs: 0 });
      sql.run(
        "INSERT INTO handles VALUES (?, ?, ?, ?, ?, ?, ?)",
        key,
        searchKey,
        handle.kind,
        id,
        subject,
        event.number,
        event.at,
      );
      return;
    }
    case "CustomerNamed":
      return void sql.run("UPDATE customers SET named = ? WHERE id = ?", event.number, event.stream.slice(9));
    case "HandleUnlinked":
      return void sql.run("DELETE FROM handles WHERE key = ?", handleUnlinkedSchema.parse(event.data).key);
    case "SubjectsMerged": {
      const { id, kept, merged, subjects } = subjectsMergedSchema.parse(event.data);
      sql.run("INSERT INTO merges VALUES (?, ?, ?, ?, ?, ?)", id, event.position, kept, merged, ...subjects);
      setSuggestion(sql, kept, merged, "merged");
      return refreshRoots(sql, [kept]);
    }
    case "MergeUndone": {
      const { id, kept, merged } = mergeUndoneSchema.parse(event.data);
      sql.run("DELETE FROM merges WHERE id = ?", id);
      refreshRoots(sql, [kept, merged]);
    }
  }
}

function applySuggestion(event: RecordedEvent, id: string, sql: Sql): void {
  if (event.type === "SuggestionDismissed")
    return void sql.run("UPDATE merge_suggestions SET status = 'dismissed' WHERE id = ?", id);
  if (event.erased) return;
  const { account, one, other, subjects } = mergeSuggestedSchema.parse(event.data);
  sql.run(
    "INSERT OR REPLACE INTO merge_suggestions VALUES (?, ?, ?, ?, ?, ?, 'open', ?)",
    id,
    account,
    one,
    other,
    ...subjects,
    event.at,
  );
}

function setSuggestion(sql: Sql, one: string, other: string, status: string): void {
  sql.run(
    "UPDATE merge_suggestions SET status = ? WHERE (one = ? AND other = ?) OR (one = ? AND other = ?)",
    status,
    one,
    other,
    other,
    one,
  );
}

/** The clusters that these customers are in now, computed anew from the merges in force. */
function refreshRoots(sql: Sql, from: readonly string[]): void {
  const members = new Set<string>();
  const found = new Map<string, Merge & { position: number }>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (members.has(id)) continue;
    members.add(id);
    for (const row of sql.all("SELECT * FROM merges WHERE kept = ? OR merged = ?", id, id)) {
      const merge = { kept: text(row, "kept"), merged: text(row, "merged"), position: integer(row, "position") };
      found.set(text(row, "id"), merge);
      open.push(merge.kept, merge.merged);
    }
  }
  const merges = [...found.values()].sort((one, other) => one.position - other.position);
  const roots = rootsOf(members, merges);
  for (const [id, root] of roots) sql.run("UPDATE customers SET root = ?, seen_at = last_at WHERE id = ?", root, id);
  for (const root of new Set(roots.values()))
    sql.run(
      "UPDATE customers SET seen_at = (SELECT max(last_at) FROM customers WHERE root = ?) WHERE id = ?",
      root,
      root,
    );
}

function erase(subject: string, sql: Sql): void {
  sql.run("DELETE FROM handles WHERE subject = ?", subject);
  sql.run("DELETE FROM merge_suggestions WHERE one_subject = ? OR other_subject = ?", subject, subject);
  sql.run("DELETE FROM customers WHERE subject = ?", subject);
  const gone = sql.all(
    "SELECT kept, merged FROM merges WHERE kept_subject = ? OR merged_subject = ?",
    subject,
    subject,
  );
  sql.run("DELETE FROM merges WHERE kept_subject = ? OR merged_subject = ?", subject, subject);
  refreshRoots(
    sql,
    gone.flatMap((row) => [text(row, "kept"), text(row, "merged")]),
  );
}
