/**
 * Names in a report. A report is the house's own, and outlives whom it is about; so it names a run or a customer by reference, and whoever reads it sees
 * what the reference means at that moment: of somebody who was erased, that they were (K10).
 *
 * Boundary: a reference is text, `{{run <id>}}`, that goes through any renderer as it is. What leaves this machine, as a mail does, keeps the bare id.
 */

import { runStream } from "../../engine/run-events.ts";
import type { EventLog } from "../../log/event-log.ts";
import { text, textOrNull } from "../../log/rows.ts";
import { nameOf } from "../../remember/identity/read-customers.ts";
import { runTitle } from "../story/run-title.ts";
import { inputOf } from "../story/telling/facts.ts";
import type { ReportPublished } from "./reports-table.ts";

export type Referred = "run" | "customer";

const references = /\{\{(run|customer) ([A-Za-z0-9-]{1,100})\}\}/g;
const erased = "(erased)";

/** To be put into a report's title, HTML or Markdown in the place of a name. */
export function reference(to: Referred, id: string): string {
  return `{{${to} ${id}}}`;
}

/** The text with ids in place of references: for what is sent away, and cannot be erased there. */
export function withBareIds(written: string): string {
  return written.replace(references, (_, _to: string, id: string) => id);
}

export function showReport(
  log: EventLog,
  report: ReportPublished,
): Pick<ReportPublished, "title" | "html" | "markdown"> {
  const shown = (written: string, write: (name: string) => string): string =>
    written.replace(references, (_, to: string, id: string) => write(nameNow(log, to, id)));
  return {
    title: shown(report.title, (name) => name),
    html: shown(report.html, escapeHtml),
    markdown: shown(report.markdown, escapeMarkdown),
  };
}

function nameNow(log: EventLog, to: string, id: string): string {
  if (to === "customer") {
    const customer = log.sql.get("SELECT root FROM customers WHERE id = ?", id);
    return customer ? nameOf(log, text(customer, "root")) : erased;
  }
  const row = log.sql.get("SELECT process FROM runs WHERE id = ?", id);
  const process = row ? textOrNull(row, "process") : null;
  if (process === null || log.readEvent(runStream(id), 1)?.erased !== false) return erased;
  return runTitle(process, inputOf(log, id));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? "");
}

function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|#]/g, (sign) => `\\${sign}`);
}
