/** What the charts share: escaping, the scale of the values, and the frame with its title for those who cannot see it. */
import { escapeHtml } from "../../escape-html.ts";
import { type Chart, formatValue } from "../document.ts";

export const width = 640;
export const labelSize = 12;

/** Above zero, so that a chart of nothing is not divided by nothing. */
export function largestOf({ series }: Chart): number {
  return Math.max(1e-9, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function text(x: number, y: number, content: string, more = ""): string {
  return `<text x="${round(x)}" y="${round(y)}" font-size="${labelSize}" ${more}>${escapeHtml(content)}</text>`;
}

/** @param title the question that it answers; what it shows is read out value by value. */
export function frame(chart: Chart, title: string, height: number, content: string): string {
  const [first] = chart.series;
  const read = chart.labels.map((label, at) => `${label}: ${formatValue(first?.values[at] ?? null, chart.unit)}`);
  return `<svg role="img" viewBox="0 0 ${width} ${height}" width="100%" xmlns="http://www.w3.org/2000/svg"><title>${escapeHtml(title)}</title><desc>${escapeHtml(read.join("; "))}</desc>${content}</svg>`;
}

/** The names of the series, above the chart. */
export function legend({ series }: Chart): string {
  if (series.length < 2) return "";
  return series
    .map(({ name }, at) => {
      const x = at * 170;
      return `<rect class="s${at}" x="${x}" y="2" width="12" height="12"/>${text(x + 18, 12, name, 'class="t"')}`;
    })
    .join("");
}
