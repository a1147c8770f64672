/**
 * Puts a report where people read it, and mails it to the owner: once for a name and a period, however often it is asked for. The mail has ids where the
 * page has names: nobody can erase a mail that has left.
 */
import { publishReport, type Run, withBareIds } from "praxis";
import type { CustomerContracts } from "../contracts/customer-contracts.ts";
import type { Settings } from "../settings.ts";
import type { ReportDocument } from "./document.ts";
import { renderHtml } from "./render-html.ts";
import { renderMarkdown } from "./render-markdown.ts";

export interface ReportEnd {
  readonly report: string;
  readonly period: string;
  /** False where it stood there already: then nothing was sent. */
  readonly isNew: boolean;
}

export async function publish(
  run: Run,
  contracts: CustomerContracts,
  { owner }: Settings,
  { name, period, document }: { readonly name: string; readonly period: string; readonly document: ReportDocument },
): Promise<ReportEnd> {
  const { title } = document;
  const html = renderHtml(document);
  const markdown = renderMarkdown(document);
  const { report, isNew } = await run.do(publishReport, { name, period, title, html, markdown });
  if (isNew && owner !== null && contracts.report !== null)
    await run.do(contracts.report, {
      to: owner,
      name,
      period,
      subject: withBareIds(title),
      text: withBareIds(markdown),
      html: withBareIds(html),
    });
  return { report, period, isNew };
}
