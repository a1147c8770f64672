/** Reading customers: rows, and what lies sealed about them. Nothing here writes. */
import { z } from "zod";
import { founderOf, type Handle } from "../../engine/subjects/subjects.ts";
import type { EventLog, Row } from "../../log/event-log.ts";
import { integer, integerOrNull, text } from "../../log/rows.ts";
import { customerKind } from "./handles.ts";
import { customerNamedSchema, customerStream, handleLinkedSchema } from "./identity-events.ts";

export interface KnownHandle extends Handle {
  readonly why: string;
  readonly at: number;
  /** The customer that it was linked to, whatever that one counts as now. */
  readonly customer: string;
}

export interface CustomerRef {
  readonly id: string;
  readonly name: string;
}

const erasedName = "(erased)";
const namesSubject = z.object({ subject: z.string() });

/** All that count as this customer, itself first; empty where there is none. */
export function clusterOf(log: EventLog, id: string): Row[] {
  return log.sql.all(
    "SELECT * FROM customers WHERE root = (SELECT root FROM customers WHERE id = ?) ORDER BY root <> id, first_at, id",
    id,
  );
}

/** The subject's name, in words, from the event that it was first named in; undefined where it was erased. */
export function subjectName(log: EventLog, row: Row): string | undefined {
  const [event] = log.readAll(integer(row, "position"), 1);
  return namesSubject.safeParse(event?.data).data?.subject;
}

/** Of a subject that is a customer's id: nobody had to link that. */
function foundingHandle(log: EventLog, row: Row): KnownHandle | null {
  const subject = subjectName(log, row);
  const founding = subject === undefined ? null : founderOf(subject);
  if (founding?.kind !== customerKind) return null;
  const named = { ...founding, why: "events were about this customer by name" };
  return { ...named, at: integer(row, "first_at"), customer: text(row, "id") };
}

export function readHandle(log: EventLog, row: Row): KnownHandle | null {
  const customer = text(row, "customer");
  const event = log.readEvent(customerStream(customer), integer(row, "number"));
  const linked = handleLinkedSchema.safeParse(event?.data).data;
  return linked ? { ...linked.handle, why: linked.why, at: integer(row, "at"), customer } : null;
}

/** The handles of a cluster, oldest first. @param most of each customer in it */
export function handlesOf(log: EventLog, cluster: readonly Row[], most = 500): KnownHandle[] {
  const handles = cluster.flatMap((customer) => {
    const rows = log.sql.all(
      "SELECT * FROM handles WHERE customer = ? ORDER BY at, number LIMIT ?",
      text(customer, "id"),
      most,
    );
    return [foundingHandle(log, customer), ...rows.map((row) => readHandle(log, row))];
  });
  const known = handles.filter((handle) => handle !== null);
  const seen = new Set<string>();
  return known
    .toSorted((one, other) => one.at - other.at)
    .filter(({ kind, value }) => seen.size !== seen.add(`${kind} ${value}`).size);
}

/** What somebody is called, as a process was told it last; null where nobody has said. */
export function calledOf(log: EventLog, row: Row): string | null {
  const named = integerOrNull(row, "named");
  const event = named === null ? undefined : log.readEvent(customerStream(text(row, "id")), named);
  return customerNamedSchema.safeParse(event?.data).data?.name ?? null;
}

/** What people call the customer: their name where it is known; else a mail address says more than an id, an id more than an order. */
export function nameOf(log: EventLog, root: string): string {
  const called = log.sql.all(
    "SELECT * FROM customers WHERE root = ? AND named IS NOT NULL ORDER BY root <> id, first_at, id",
    root,
  );
  for (const customer of called) {
    const name = calledOf(log, customer);
    if (name !== null) return name;
  }
  const row = log.sql.get(
    `SELECT h.* FROM handles h JOIN customers c ON c.id = h.customer WHERE c.root = ?
       ORDER BY CASE h.kind WHEN 'mail' THEN 0 WHEN '${customerKind}' THEN 1 ELSE 2 END, c.id <> c.root, h.at, h.number LIMIT 1`,
    root,
  );
  const linked = row ? readHandle(log, row) : null;
  if (linked?.kind === "mail") return linked.value;
  for (const customer of clusterOf(log, root)) {
    const founding = foundingHandle(log, customer);
    if (founding) return founding.value;
  }
  return linked?.value ?? erasedName;
}

/** What a customer is called by itself, whatever it counts as now. */
export function refOf(log: EventLog, id: string): CustomerRef {
  const row = log.sql.get("SELECT * FROM customers WHERE id = ?", id);
  const called = row ? calledOf(log, row) : null;
  if (called !== null) return { id, name: called };
  const handles = row ? handlesOf(log, [row], 5) : [];
  const best = handles.find(({ kind }) => kind === "mail") ?? handles.find(({ kind }) => kind === customerKind);
  return { id, name: (best ?? handles[0])?.value ?? erasedName };
}

/** The customer that a run or an event is about. @param subject its pseudonym, as tables and envelopes carry it */
export function customerOf(log: EventLog, subject: string | null, account?: string): CustomerRef | null {
  if (subject === null) return null;
  const row = log.sql.get(
    `SELECT root FROM customers WHERE subject = ? ${account === undefined ? "" : "AND account = ?"} ORDER BY first_at LIMIT 1`,
    subject,
    ...(account === undefined ? [] : [account]),
  );
  return row ? { id: text(row, "root"), name: nameOf(log, text(row, "root")) } : null;
}

/** Under which pseudonyms the events of a customer are sealed, and in which account: for lists of their runs. */
export function subjectsOf(
  log: EventLog,
  id: string,
): { readonly account: string; readonly subjects: string[] } | null {
  const cluster = clusterOf(log, id);
  const [first] = cluster;
  return first ? { account: text(first, "account"), subjects: cluster.map((row) => text(row, "subject")) } : null;
}
