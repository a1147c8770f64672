/** Finding customers by a handle as a person types it: whole, for only keyed pseudonyms are indexed. */

import type { EventLog } from "../../log/event-log.ts";
import { text } from "../../log/rows.ts";
import { customerKind, normalise, searchKey } from "./handles.ts";
import { clusterOf } from "./read-customers.ts";

/** Roots of the customers who have a handle with exactly this value, of any kind and in any account. */
export function findCustomers(log: EventLog, typed: string): string[] {
  const value = typed.trim();
  if (value === "") return [];
  const kinds = new Set([customerKind, "mail", "phone", ...handleKinds(log)]);
  const roots = new Set<string>();
  for (const kind of kinds) {
    const key = searchKey(log, normalise({ kind, value }));
    for (const row of log.sql.all(
      "SELECT c.root FROM handles h JOIN customers c ON c.id = h.customer WHERE h.search_key = ? LIMIT 100",
      key,
    ))
      roots.add(text(row, "root"));
  }
  for (const row of log.sql.all("SELECT root FROM customers WHERE subject = ? LIMIT 100", log.pseudonym(value)))
    roots.add(text(row, "root"));
  const row = log.sql.get("SELECT root FROM customers WHERE id = ?", value);
  if (row) roots.add(text(row, "root"));
  return [...roots];
}

/** Pseudonyms of all subjects that a search for a handle means: for a list of runs. */
export function findSubjects(log: EventLog, typed: string): string[] {
  return findCustomers(log, typed).flatMap((root) => clusterOf(log, root).map((row) => text(row, "subject")));
}

/** One step in the index for each kind: there are few, and many handles. */
function handleKinds(log: EventLog): string[] {
  const kinds: string[] = [];
  for (let after = ""; ; ) {
    const row = log.sql.get("SELECT kind FROM handles WHERE kind > ? ORDER BY kind LIMIT 1", after);
    if (!row) return kinds;
    after = text(row, "kind");
    kinds.push(after);
  }
}
