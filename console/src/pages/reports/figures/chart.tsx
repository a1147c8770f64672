/** The drawing of a chart. It says nothing that the links over it and the table do not say, so it is not read aloud. */
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { FigureCard, FigureLine } from "./figure-cards.ts";
import { axisOf, axisText, weekLabel } from "./value-words.ts";

use([BarChart, LineChart, GridComponent, SVGRenderer]);

const colours = {
  done: "var(--green-fill)",
  person: "var(--amber-fill)",
  failed: "var(--red-fill)",
  moving: "var(--blue-fill)",
  past: "var(--grey-fill)",
};

export default function Chart({ card }: { card: FigureCard }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (element.current === null) return;
    const chart = init(element.current, null, { renderer: "svg" });
    chart.setOption(optionsOf(card));
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(element.current);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [card]);
  return <div ref={element} className="chart" aria-hidden="true" />;
}

function optionsOf({ shape, lines }: FigureCard) {
  const [first] = lines;
  const weeks = first?.series.points.map(({ week }) => weekLabel(week)) ?? [];
  const unit = first?.series.unit ?? "count";
  const most = Math.max(0, ...lines.flatMap(({ series }) => series.points.map(({ value }) => value ?? 0)));
  const label = { color: "var(--text-faint)", fontSize: 11, fontFamily: "inherit" };
  return {
    animation: false,
    // The links over the chart are laid out by these same margins.
    grid: { left: 56, right: 4, top: 8, bottom: 24 },
    xAxis: {
      type: "category",
      data: weeks,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: "var(--line-strong)" } },
      axisLabel: { ...label, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      splitNumber: 3,
      ...axisOf(most, unit),
      ...(unit === "count" ? { minInterval: 1 } : {}),
      axisLabel: { ...label, formatter: (value: number) => axisText(value, unit) },
      splitLine: { lineStyle: { color: "var(--line)" } },
    },
    // What it is compared with lies behind the answer.
    series: lines.toReversed().map((line) => seriesOf(line, shape)),
  };
}

function seriesOf({ series, tone, name }: FigureLine, shape: FigureCard["shape"]) {
  const colour = colours[tone];
  const shared = { name, data: series.points.map(({ value }) => value), silent: true, itemStyle: { color: colour } };
  return shape === "bar"
    ? { ...shared, type: "bar", barGap: "-100%", barMaxWidth: 28 }
    : { ...shared, type: "line", symbolSize: 6, symbol: "circle", lineStyle: { color: colour, width: 2 } };
}
