import assert from "node:assert/strict";
import { test } from "node:test";
import type { KpiSeries } from "../../../api/types.ts";
import { figureCards } from "./figure-cards.ts";
import { axisOf, axisText, valueText, weekBegins, weekLabel } from "./value-words.ts";

const series = (name: KpiSeries["name"]): KpiSeries => ({
  name,
  title: `${name}?`,
  unit: "count",
  better: "down",
  points: [],
});

test("a value reads in its unit, and nothing measured is said", () => {
  assert.equal(valueText(90_000, "ms"), "1 min 30 s");
  assert.equal(valueText(0.876, "share"), "88 %");
  assert.equal(valueText(0.025, "share"), "2.5 %");
  assert.equal(valueText(0.5, "per run"), "0.5");
  assert.equal(valueText(null, "count"), "nothing to measure");
  assert.equal(axisText(5_400_000, "ms"), "1.5 h");
  assert.equal(axisText(0, "ms"), "0 ms");
  assert.equal(axisText(86_400_000, "ms"), "1 day");
});

test("an axis is divided into round figures", () => {
  assert.deepEqual(axisOf(0.86, "share"), { max: 1, interval: 0.25 });
  assert.deepEqual(axisOf(3.4 * 3_600_000, "ms"), { max: 4 * 3_600_000, interval: 3_600_000 });
  assert.deepEqual(axisOf(43, "ms"), { max: 60, interval: 20 });
  assert.equal(axisOf(12, "count"), null);
});

test("no two lines of an axis read the same", () => {
  for (let most = 1; most < 200 * 86_400_000; most = Math.ceil(most * 1.3)) {
    const axis = axisOf(most, "ms");
    assert.ok(axis);
    const texts: string[] = [];
    for (let at = 0; at <= axis.max; at += axis.interval) texts.push(axisText(at, "ms"));
    assert.equal(new Set(texts).size, texts.length, texts.join(", "));
  }
});

test("a week is named short, and by the Monday on which it begins", () => {
  assert.equal(weekLabel("2026-W47"), "W47");
  assert.equal(weekBegins("2026-W47"), "16 Nov");
  assert.equal(weekBegins("2026-W01"), "29 Dec");
});

test("charts hold at most two series, and a series that the server does not give is left out", () => {
  const cards = figureCards([series("runs that needed a person"), series("runs started"), series("handoffs")]);
  assert.deepEqual(
    cards.map(({ title, lines }) => [title, lines.length]),
    [
      ["How many runs needed a person, answered or not, by week", 2],
      ["handoffs?", 1],
    ],
  );
});
