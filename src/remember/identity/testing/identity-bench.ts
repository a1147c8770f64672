/** Identity alone on a log in memory: handles go in as an intake would name them, people merge and undo. */
import type { Handle, Named } from "../../../engine/subjects/subjects.ts";
import { ManualClock } from "../../../kernel/testing/manual-clock.ts";
import { testPorts } from "../../../kernel/testing/test-ports.ts";
import type { EventLog, Row } from "../../../log/event-log.ts";
import { openMemoryLog } from "../../../log/memory/open-memory-log.ts";
import { text } from "../../../log/rows.ts";
import { CustomerBook } from "../customer-book.ts";
import { customerId, handleKey, normalise } from "../handles.ts";
import { identityProjection } from "../identity-table.ts";

export const identityTables = ["customers", "handles", "merges", "merge_suggestions"] as const;

export class IdentityBench {
  readonly clock = new ManualClock();
  readonly log: EventLog;
  readonly book: CustomerBook;
  #sent = 0;

  constructor() {
    const ports = testPorts({ clock: this.clock, seed: 1 });
    this.log = openMemoryLog({ ports, projections: [identityProjection] });
    this.book = new CustomerBook(this.log, ports);
  }

  /** What intake does with an event. @returns the customer that it is about. */
  event(named: Named, account = "main"): string {
    this.#sent += 1;
    this.clock.pass(1_000);
    return this.log.write((transaction) => {
      const { subject, learn } = this.book.resolve(transaction.sql, account, named);
      const cause = { principal: "source:helpdesk", correlation: `event ${this.#sent}`, subject: subject ?? "tenant" };
      const data = { account, subject, text: "hello" };
      const [recorded] = transaction.append(
        "source/helpdesk",
        transaction.head("source/helpdesk"),
        [{ type: "EventReceived", data }],
        cause,
      );
      learn?.(transaction, { ...cause, position: recorded?.position ?? 0, where: "an event of helpdesk" });
      return customerId(account, this.log.pseudonym(subject ?? ""));
    }).value;
  }

  merge(keep: string, merge: string): "merged" | "already" {
    return this.log.write((transaction) =>
      this.book.merge(transaction, keep, merge, { principal: "person:ada", why: "they told us" }),
    ).value;
  }

  undo(kept: string, merged: string): void {
    this.log.write((transaction) =>
      this.book.undoMerge(transaction, kept, merged, { principal: "person:ada", why: "two people after all" }),
    );
  }

  unlink(customer: string, handle: Handle): void {
    this.log.write((transaction) =>
      this.book.unlink(transaction, customer, handle, { principal: "person:ada", why: "not theirs" }),
    );
  }

  /** The customer that a handle leads to; null where it is unknown. */
  ownerOf(handle: Handle, account = "main"): string | null {
    const row = this.log.sql.get(
      "SELECT c.root FROM handles h JOIN customers c ON c.id = h.customer WHERE h.key = ?",
      handleKey(this.log, account, normalise(handle)),
    );
    return row ? text(row, "root") : null;
  }

  suggestions(): Row[] {
    return this.log.sql.all("SELECT * FROM merge_suggestions WHERE status = 'open'");
  }

  tables(): Record<string, unknown[]> {
    return dump(this.log);
  }

  /** The tables as they are computed anew from the log. */
  rebuilt(): Record<string, unknown[]> {
    const fresh = openMemoryLog({ ports: testPorts({ clock: this.clock }), projections: [identityProjection] });
    fresh.write(({ sql }) => {
      for (const event of this.log.readAll(1, 100_000)) identityProjection.apply(event, sql, this.log);
    });
    return dump(fresh);
  }
}

function dump(log: EventLog): Record<string, unknown[]> {
  return Object.fromEntries(
    identityTables.map((table) => [table, log.sql.all(`SELECT * FROM ${table} ORDER BY 1`).map((row) => ({ ...row }))]),
  );
}

export const mail = (value: string): Handle => ({ kind: "mail", value });
export const customer = (value: string): Handle => ({ kind: "customer", value });
export const order = (value: string): Handle => ({ kind: "order", value });
