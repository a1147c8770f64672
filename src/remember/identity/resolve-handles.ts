/**
 * From handles to one customer. All unknown: a new customer. One customer known: the other handles are theirs too. Several customers known: the strongest
 * handle decides whom the event is about, nothing is linked, and a merge is suggested to a person; two people are never joined silently.
 *
 * A customer's id alone costs one look-up.
 */
import { type Handle, type Named, subjectOf } from "../../engine/subjects/subjects.ts";
import { assert } from "../../kernel/errors.ts";
import type { EventLog, Row, Sql } from "../../log/event-log.ts";
import { integer, text } from "../../log/rows.ts";
import { customerId, customerKind, handleKey, readNamed } from "./handles.ts";
import { customerStream, handleLinkedSchema } from "./identity-events.ts";
import { subjectName } from "./read-customers.ts";

/** A customer as the base of handles: merges show them as another one, and change nothing here. */
export interface Base {
  readonly id: string;
  /** In words. */
  readonly subject: string;
  readonly pseudonym: string;
  readonly root: string;
}

export interface Sighting {
  readonly handle: Handle;
  readonly key: string;
  readonly base: Base | null;
}

export interface Resolution {
  readonly account: string;
  readonly base: Base;
  readonly isNew: boolean;
  readonly sightings: readonly Sighting[];
  /** Customers who are not this one, as far as is known. */
  readonly others: readonly Base[];
}

/** The subject of a customer's id, as most events name them: no more than one look-up in most cases. */
export function resolvePlain(log: EventLog, sql: Sql, account: string, value: string): string {
  const handle = { kind: customerKind, value };
  const row = sql.get("SELECT customer, number FROM handles WHERE key = ?", handleKey(log, account, handle));
  return row ? linkedSubject(log, row) : subjectOf(handle, account);
}

function linkedSubject(log: EventLog, row: Row): string {
  const event = log.readEvent(customerStream(text(row, "customer")), integer(row, "number"));
  return handleLinkedSchema.parse(event?.data).subject;
}

/** @returns null where nobody is named. */
export function resolveHandles(log: EventLog, sql: Sql, account: string, named: Named | null): Resolution | null {
  const handles = readNamed(named);
  const [first] = handles;
  if (!first) return null;
  const sightings = handles.map((handle) => sight(log, sql, account, handle));
  const known = sightings.flatMap(({ base }) => base ?? []);
  const [strongest] = known;
  const base = strongest ?? newBase(log, sql, account, first);
  const others = new Map(known.map((each) => [each.root, each]));
  others.delete(base.root);
  return { account, base, isNew: strongest === undefined, sightings, others: [...others.values()] };
}

function sight(log: EventLog, sql: Sql, account: string, handle: Handle): Sighting {
  const key = handleKey(log, account, handle);
  const row = sql.get(
    "SELECT h.customer, h.number, h.subject, c.root FROM handles h JOIN customers c ON c.id = h.customer WHERE h.key = ?",
    key,
  );
  if (row) {
    const pseudonym = text(row, "subject");
    const base = { id: text(row, "customer"), subject: linkedSubject(log, row), pseudonym, root: text(row, "root") };
    return { handle, key, base };
  }
  // Whoever is a subject by name is known without a link.
  const base = handle.kind === customerKind ? baseOf(log, sql, account, subjectOf(handle, account)) : null;
  return { handle, key, base: base?.exists ? base : null };
}

function baseOf(log: EventLog, sql: Sql, account: string, subject: string): Base & { exists: boolean } {
  const pseudonym = log.pseudonym(subject);
  const id = customerId(account, pseudonym);
  const row = sql.get("SELECT root FROM customers WHERE id = ?", id);
  return { id, subject, pseudonym, root: row ? text(row, "root") : id, exists: row !== undefined };
}

/** Where the handle was taken from the customer that it founded, it founds another one. */
function newBase(log: EventLog, sql: Sql, account: string, founding: Handle): Base {
  for (let again = 1; ; again++) {
    const base = baseOf(log, sql, account, subjectOf(founding, account, again));
    if (!base.exists) return base;
  }
}

/** A customer who is known, by id. @returns undefined where there is none, or where they were erased. */
export function baseById(log: EventLog, id: string): Base | undefined {
  const row = log.sql.get("SELECT * FROM customers WHERE id = ?", id);
  const subject = row ? subjectName(log, row) : undefined;
  if (!row || subject === undefined) return undefined;
  const pseudonym = text(row, "subject");
  assert(pseudonym === log.pseudonym(subject), "a customer's row carries the pseudonym of its own subject");
  return { id, subject, pseudonym, root: text(row, "root") };
}
