/**
 * Publishing reports, and reading them.
 *
 * Invariants: a name and a period are published once; the first one stands. What is read is what its references mean now (references.ts).
 */
import type { Cause } from "../../kernel/event.ts";
import type { EventLog, Transaction } from "../../log/event-log.ts";
import { showReport } from "./references.ts";
import { type ReportPublished, reportId, reportPublishedSchema, reportStream } from "./reports-table.ts";

export function publish(
  transaction: Transaction,
  report: ReportPublished,
  cause: Cause,
): { id: string; isNew: boolean } {
  const id = reportId(report.account, report.name, report.period);
  if (transaction.head(reportStream(id)) > 0) return { id, isNew: false };
  transaction.append(reportStream(id), 0, [{ type: "ReportPublished", data: report }], { ...cause, subject: "tenant" });
  return { id, isNew: true };
}

/** @returns undefined where there is none, or where it cannot be read any more. */
export function readReport(log: EventLog, id: string): ReportPublished | undefined {
  const published = reportPublishedSchema.safeParse(log.readEvent(reportStream(id), 1)?.data).data;
  return published && { ...published, ...showReport(log, published) };
}
