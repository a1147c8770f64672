/**
 * Charts as SVG, from what a figure says of itself: bars for what stands beside each other, lines on logarithmic axes for what grows. Light and dark by the reader's setting.
 *
 * Invariants: the title is the question, each value is written at its mark, and no colour alone tells two series apart (each has its name in the legend and its own shape or place).
 */
import type { Chart } from "../figures/figure.ts";
import { threeDigits } from "./describe-result.ts";

const width = 720;
const left = 24;
const barHeight = 22;
const labelHeight = 22;
const top = 64;

const style = `<style>
    .page { fill: #ffffff } text { font: 13px system-ui, sans-serif; fill: #1f2328 } .title { font-size: 16px; font-weight: 600 } .quiet { fill: #59636e }
    .s0 { fill: #0b66c3; stroke: #0b66c3 } .s1 { fill: #9a6700; stroke: #9a6700 } .line { fill: none; stroke-width: 2 } .dashed { stroke-dasharray: 6 4 } .grid { stroke: #d1d9e0 }
    @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117 } text { fill: #e6edf3 } .quiet { fill: #9198a1 } .s0 { fill: #58a6ff; stroke: #58a6ff } .s1 { fill: #d29922; stroke: #d29922 } .grid { stroke: #30363d }
    }
  </style>`;

export function drawChart(chart: Chart): string {
  const { body, height } = chart.kind === "bars" ? drawBars(chart) : drawLines(chart);
  const names = chart.series.map(({ name }) => name).join(", ");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc">
  <title id="title">${escapeXml(chart.title)}</title>
  <desc id="desc">${escapeXml(`${names}, in ${chart.unit}`)}</desc>
  ${style}
  <rect class="page" width="${width}" height="${height}" rx="8"/>
  <text class="title" x="${left}" y="30">${escapeXml(chart.title)}</text>
  ${legend(chart)}
${body.map((part) => `  ${part}`).join("\n")}
</svg>
`;
}

function legend({ series, unit, xTitle }: Chart): string {
  const axis = xTitle === "" ? unit : `${unit}; both axes logarithmic`;
  let x = left;
  const entries =
    series.length < 2
      ? []
      : series.map(({ name }, index) => {
          const mark = `<rect class="s${index % 2}" x="${x}" y="42" width="10" height="10"/><text x="${x + 15}" y="52">${escapeXml(name)}</text>`;
          x += 15 + name.length * 7 + 20;
          return mark;
        });
  return [...entries, `<text class="quiet" x="${x}" y="52">${escapeXml(axis)}</text>`].join("");
}

function drawBars({ series, unit }: Chart): { body: string[]; height: number } {
  const largest = Math.max(...series.flatMap(({ points }) => points.map(({ y }) => y)), Number.MIN_VALUE);
  const room = width - 2 * left - 130;
  const body: string[] = [];
  let y = top;
  const labels = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))];
  for (const label of labels) {
    body.push(`<text x="${left}" y="${y + 15}">${escapeXml(`${label}`)}</text>`);
    y += labelHeight;
    series.forEach(({ points }, index) => {
      const value = points.find(({ x }) => x === label)?.y;
      if (value === undefined) return;
      const length = Math.max(1, (value / largest) * room);
      body.push(
        `<rect class="s${index % 2}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="${barHeight - 6}" rx="2"/>`,
        `<text x="${(left + length + 8).toFixed(1)}" y="${y + 13}">${threeDigits(value)} ${escapeXml(unit)}</text>`,
      );
      y += barHeight;
    });
    y += 8;
  }
  return { body, height: y + 8 };
}

function drawLines({ series, unit, xTitle }: Chart): { body: string[]; height: number } {
  const height = 376;
  const points = series.flatMap((one) => one.points.map(({ x, y }) => ({ x: Number(x), y })));
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const decades = (values: number[]) => [
    Math.floor(Math.log10(Math.min(...values))),
    Math.ceil(Math.log10(Math.max(...values))),
  ];
  const [xFrom = 0, xTo = 1] = decades(xs);
  const [yFrom = 0, yTo = 1] = decades(ys);
  const placeX = (x: number) =>
    left + 60 + ((Math.log10(x) - xFrom) / Math.max(1, xTo - xFrom)) * (width - 2 * left - 160);
  const placeY = (y: number) =>
    height - 60 - ((Math.log10(y) - yFrom) / Math.max(1, yTo - yFrom)) * (height - 60 - top - 10);
  const body: string[] = [];
  for (let power = yFrom; power <= yTo; power++) {
    const y = placeY(10 ** power).toFixed(1);
    body.push(
      `<line class="grid" x1="${left + 60}" x2="${width - left - 100}" y1="${y}" y2="${y}"/><text class="quiet" text-anchor="end" x="${left + 54}" y="${y}" dy="4">${threeDigits(10 ** power)}</text>`,
    );
  }
  for (let power = xFrom; power <= xTo; power++)
    body.push(
      `<text class="quiet" text-anchor="middle" x="${placeX(10 ** power).toFixed(1)}" y="${height - 36}">${threeDigits(10 ** power)}</text>`,
    );
  const middle = (left + 60 + width - left - 100) / 2;
  body.push(`<text class="quiet" text-anchor="middle" x="${middle}" y="${height - 14}">${escapeXml(xTitle)}</text>`);
  series.forEach((one, index) => {
    const place = one.points.map(({ x, y }) => `${placeX(Number(x)).toFixed(1)},${placeY(y).toFixed(1)}`);
    body.push(
      `<polyline class="s${index % 2} line${index % 2 === 0 ? "" : " dashed"}" style="fill: none" points="${place.join(" ")}"/>`,
    );
    for (const { x, y } of one.points)
      body.push(
        `<circle class="s${index % 2}" cx="${placeX(Number(x)).toFixed(1)}" cy="${placeY(y).toFixed(1)}" r="4"/><text x="${(placeX(Number(x)) + 8).toFixed(1)}" y="${(placeY(y) + (index % 2 === 0 ? -8 : 18)).toFixed(1)}">${threeDigits(y)} ${escapeXml(unit)}</text>`,
      );
  });
  return { body, height };
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeXml = (text: string) => text.replace(/[&<>"]/g, (found) => escapes[found] ?? found);
