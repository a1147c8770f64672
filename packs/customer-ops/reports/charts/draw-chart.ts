/** Draws a chart as an SVG of its own: upright bars over time, lying bars for reasons, a line for a trend. Colours come from the page's styles. */
import { type Chart, formatValue } from "../document.ts";
import { frame, labelSize, largestOf, legend, round, text, width } from "./svg.ts";

const top = 24;
const plotHeight = 150;

export function drawChart(chart: Chart, title: string): string {
  if (chart.kind === "bars") return bars(chart, title);
  return chart.kind === "rows" ? rows(chart, title) : line(chart, title);
}

/** One group a label, one bar a series; the value stands above the first. */
function bars(chart: Chart, title: string): string {
  const { labels, series, unit } = chart;
  const largest = largestOf(chart);
  const group = width / Math.max(1, labels.length);
  const bar = (group * 0.7) / Math.max(1, series.length);
  const bottom = top + 14 + plotHeight;
  const drawn = labels.map((label, at) => {
    const left = at * group + group * 0.15;
    const own = series.map(({ values }, index) => {
      const value = values[at] ?? null;
      if (value === null) return "";
      const height = (value / largest) * plotHeight;
      const x = left + index * bar;
      const above =
        index === 0 && value > 0
          ? text(x + bar / 2, bottom - height - 4, short(value, chart), 'class="t" text-anchor="middle"')
          : "";
      return `<rect class="s${index}" x="${round(x)}" y="${round(bottom - height)}" width="${round(bar - 2)}" height="${round(height)}" rx="2"/>${above}`;
    });
    return `${own.join("")}${text(at * group + group / 2, bottom + labelSize + 4, label, 'class="t" text-anchor="middle"')}`;
  });
  const axis = `<line class="a" x1="0" x2="${width}" y1="${bottom}" y2="${bottom}"/>`;
  return frame({ ...chart, unit }, title, bottom + 24, legend(chart) + axis + drawn.join(""));
}

const rowHeight = 30;
const nameWidth = 220;

/** One line a label: its name, its bars, its value. */
function rows(chart: Chart, title: string): string {
  const largest = largestOf(chart);
  const { labels, series, unit } = chart;
  const room = width - nameWidth - 90;
  const bar = (rowHeight - 10) / Math.max(1, series.length);
  const drawn = labels.map((label, at) => {
    const y = top + at * rowHeight;
    const own = series.map(({ values }, index) => {
      const value = values[at] ?? null;
      if (value === null) return "";
      const length = (value / largest) * room;
      const beside = index === 0 ? text(nameWidth + length + 6, y + 14, formatValue(value, unit), 'class="t"') : "";
      return `<rect class="s${index}" x="${nameWidth}" y="${round(y + index * bar)}" width="${round(length)}" height="${round(bar - 1)}" rx="2"/>${beside}`;
    });
    return `${text(0, y + 14, cut(label), 'class="t"')}${own.join("")}`;
  });
  return frame(chart, title, top + labels.length * rowHeight + 6, legend(chart) + drawn.join(""));
}

/** A gap where nothing is known. A share is drawn from 0 to 100 %, so that a small change looks small. */
function line(chart: Chart, title: string): string {
  const { labels, series, unit } = chart;
  const largest = unit.kind === "share" ? 1 : largestOf(chart);
  const step = width / Math.max(1, labels.length);
  const bottom = top + 14 + plotHeight;
  const x = (at: number): number => at * step + step / 2;
  const y = (value: number): number => bottom - (value / largest) * plotHeight;
  const drawn = series.map(({ values }, index) => {
    const points = values.map((value, at) => (value === null ? null : `${round(x(at))},${round(y(value))}`));
    const runs = splitAtGaps(points).map((run) => `<polyline class="l${index}" points="${run.join(" ")}"/>`);
    const dots = values.map((value, at) =>
      value === null
        ? ""
        : `<circle class="s${index}" cx="${round(x(at))}" cy="${round(y(value))}" r="4"/>${text(x(at), y(value) - 9, formatValue(value, unit), 'class="t" text-anchor="middle"')}`,
    );
    return runs.join("") + dots.join("");
  });
  const names = labels.map((label, at) => text(x(at), bottom + labelSize + 4, label, 'class="t" text-anchor="middle"'));
  const axis = `<line class="a" x1="0" x2="${width}" y1="${bottom}" y2="${bottom}"/>`;
  return frame(chart, title, bottom + 24, legend(chart) + axis + drawn.join("") + names.join(""));
}

function splitAtGaps(points: readonly (string | null)[]): string[][] {
  const runs: string[][] = [[]];
  for (const point of points) {
    if (point === null) runs.push([]);
    else runs.at(-1)?.push(point);
  }
  return runs.filter((run) => run.length > 1);
}

/** Above a bar there is room for whole units only. */
function short(value: number, { unit }: Chart): string {
  return unit.kind === "money" ? String(Math.round(value / 100)) : formatValue(value, unit);
}

function cut(label: string): string {
  return label.length <= 32 ? label : `${label.slice(0, 31)}…`;
}
