/**
/**
 * Publishing reports, and reading them.
 *
 * Invariants: a name and a period are published once; the first one stands, until a higher revision takes its place. What is read is what its references mean
 * now (references.ts).
 */
import type { Cause } from "../../kernel/event.ts";
import type { EventLog, Transaction } from "../../log/event-log.ts";
import { lastEvent } from "../why/last-event.ts";
import { showReport } from "./references.ts";
import { type ReportPublished, reportId, reportPublishedSchema, reportStream } from "./reports-table.ts";

export function publish(
  log: EventLog,
  transaction: Transaction,
  report: ReportPublished,
  cause: Cause,
): { id: string; isNew: boolean } {
  const id = reportId(report.account, report.name, report.period);
  const stream = reportStream(id);
  const head = transaction.head(stream);
  // What was erased stands, too: it was published.
  const standing = head === 0 ? 0 : (standingReport(log, id)?.revision ?? Number.POSITIVE_INFINITY);
  if (report.revision <= standing) return { id, isNew: false };
  transaction.append(stream, head, [{ type: "ReportPublished", data: report }], { ...cause, subject: "tenant" });
  return { id, isNew: true };
}

/** The one that stands. @returns undefined where there is none, or where it cannot be read any more. */
export function readReport(log: EventLog, id: string): ReportPublished | undefined {
  const published = standingReport(log, id);
  return published && { ...published, ...showReport(log, published) };
}

/** As it was published, references and all. */
function standingReport(log: EventLog, id: string): ReportPublished | undefined {
  return reportPublishedSchema.safeParse(lastEvent(log, reportStream(id))?.data).data;
}
