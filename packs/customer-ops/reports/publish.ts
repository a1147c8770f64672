/** Puts a report where people read it, and has it mailed to the owner: once for a name, a period and a revision, however often it is asked for. */
import { publishReport, type Run } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { Settings } from "../settings.ts";
import type { ReportDocument } from "./document.ts";
import { mailReportName } from "./mail-report.ts";
import { renderHtml } from "./render-html.ts";
import { renderMarkdown } from "./render-markdown.ts";

export interface ReportEnd {
  readonly report: string;
  readonly period: string;
  /** False where it stood there already: then nothing is sent. */
  readonly isNew: boolean;
}

export async function publish(
  run: Run,
  contracts: CustomerContracts,
  { owner }: Settings,
  about: { readonly name: string; readonly period: string; readonly again: number; readonly document: ReportDocument },
): Promise<ReportEnd> {
  const { name, period, again: revision } = about;
  const title = revision === 1 ? about.document.title : `${about.document.title} (corrected)`;
  const document = { ...about.document, title };
  const isMailed = owner !== null && contracts.report !== null;
  const { report, isNew } = await run.do(publishReport, {
    name,
    period,
    revision,
    title,
    html: renderHtml(document),
    markdown: renderMarkdown(document),
    ...(isMailed ? { start: mailReportName } : {}),
  });
  return { report, period, isNew };
}
