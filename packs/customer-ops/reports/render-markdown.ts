/** The same report as Markdown: for chats and terminals, and what the plain text of a mail is made of. Charts are their numbers. */
import { type Chart, formatValue, type ReportDocument, type Section, type Table } from "./document.ts";
import { cellText } from "./render-html.ts";

export function renderMarkdown({ title, lead, sections, footer }: ReportDocument): string {
  return `${[`# ${plain(title)}`, plain(lead), ...sections.map(sectionText), plain(footer)].join("\n\n")}\n`;
}

function sectionText({ question, answer, chart, table }: Section): string {
  const shown = table ?? (chart === null ? null : tableOf(chart));
  return [`## ${plain(question)}`, plain(answer), ...(shown === null ? [] : [tableText(shown)])].join("\n\n");
}

function tableOf({ labels, series, unit }: Chart): Table {
  return {
    head: ["", ...series.map(({ name }) => name)],
    rows: labels.map((label, at) => [label, ...series.map(({ values }) => formatValue(values[at] ?? null, unit))]),
  };
}

function tableText({ head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(plain).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map((row) => line(row.map(cellText)))].join("\n");
}

/** In one line, and without what Markdown would take for more than text. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|#]/g, (sign) => `\\${sign}`);
}
