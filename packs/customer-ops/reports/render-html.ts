/**
 * A report as one HTML page: no script, nothing that is loaded; light or dark as the reader's screen is, and plain on paper. Every chart has its
 * numbers in a table as well, for mail programs that show no SVG and for those who read with their ears.
 */
import { escapeHtml } from "../escape-html.ts";
import { drawChart } from "./charts/draw-chart.ts";
import { type Cell, formatValue, type ReportDocument, type Section, type Table } from "./document.ts";

const style = `
:root{color-scheme:light dark;--ink:#1c2024;--soft:#5f6870;--line:#d5dadf;--paper:#fff;--one:#2f6f5e;--two:#b9c4cc}
@media(prefers-color-scheme:dark){:root{--ink:#e8ebee;--soft:#a3adb6;--line:#3a434b;--paper:#15191d;--one:#6fc3a9;--two:#4b5761}}
@media print{:root{--ink:#000;--soft:#333;--line:#999;--paper:#fff;--one:#2f6f5e;--two:#b9c4cc}section{break-inside:avoid}}
*{box-sizing:border-box}
body{margin:0 auto;padding:24px 16px;max-width:720px;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
h1{font-size:24px;line-height:1.25;margin:0 0 8px}h2{font-size:18px;line-height:1.3;margin:36px 0 4px}
p{margin:0 0 12px}.lead,footer{color:var(--soft)}footer{margin-top:40px;font-size:14px}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:14px;margin:8px 0}
th,td{text-align:left;padding:6px 8px 6px 0;border-bottom:1px solid var(--line)}th{color:var(--soft);font-weight:600}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
svg{display:block;margin:8px 0}svg .t{fill:var(--ink)}svg .s0{fill:var(--one)}svg .s1{fill:var(--two)}svg .a{stroke:var(--line)}
svg .l0{fill:none;stroke:var(--one);stroke-width:2}svg .l1{fill:none;stroke:var(--two);stroke-width:2}
`.replaceAll("\n", "");

export function renderHtml({ title, lead, sections, footer }: ReportDocument): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><main><h1>${escapeHtml(title)}</h1><p class="lead">${escapeHtml(lead)}</p>${sections.map(sectionHtml).join("")}</main><footer>${escapeHtml(footer)}</footer></body></html>`;
}

function sectionHtml({ question, answer, chart, table }: Section): string {
  const drawn = chart === null ? "" : drawChart(chart, question);
  return `<section><h2>${escapeHtml(question)}</h2><p>${escapeHtml(answer)}</p>${drawn}${table === null ? "" : tableHtml(table)}</section>`;
}

function tableHtml({ head, rows }: Table): string {
  const numeric = head.map((_, column) => rows.some((row) => typeof row[column] === "object"));
  const kind = (column: number): string => (numeric[column] ? ' class="n"' : "");
  const top = head.map((name, column) => `<th scope="col"${kind(column)}>${escapeHtml(name)}</th>`).join("");
  const body = rows.map(
    (row) => `<tr>${row.map((cell, column) => `<td${kind(column)}>${escapeHtml(cellText(cell))}</td>`).join("")}</tr>`,
  );
  return `<div class="scroll"><table><thead><tr>${top}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

export function cellText(cell: string | Cell): string {
  return typeof cell === "string" ? cell : formatValue(cell.value, cell.unit);
}
