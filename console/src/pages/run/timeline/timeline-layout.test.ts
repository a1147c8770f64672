import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bar } from "../../../api/types.ts";
import { makeScale } from "./time-scale.ts";
import { layOutTimeline, neighbour } from "./timeline-layout.ts";

const day = 86_400_000;
const bar = (id: string, lane: string, from: number, to: number | null, kind: Bar["kind"] = "moving"): Bar => ({
  id,
  lane,
  label: id,
  kind,
  from,
  to,
  status: "done",
  of: null,
  step: null,
});
const bars = [
  bar("refund", "effect/1", 3 * day, 3 * day + 900, "effect"),
  bar("read", "run", 0, 1_000),
  bar("wait", "run", 1_000, 3 * day, "waiting"),
  bar("ask", "people", 2 * day, 3 * day, "person"),
  bar("mail", "effect/2", 3 * day + 900, null, "effect"),
];
const layout = (mode: "even" | "true") => layOutTimeline({ bars, now: 3 * day + 5_000, width: 1_000, mode });

test("the run is on top, people below it, effects last", () => {
  assert.deepEqual(
    layout("even").lanes.map(({ label }) => label),
    ["The run", "People", "refund", "mail"],
  );
});

test("to scale, a second beside three days can still be seen and hit", () => {
  const placed = layout("true").bars.find(({ bar: { id } }) => id === "read");
  assert.equal(placed?.width, 8);
  assert.equal(placed?.x, 0);
});

test("evened out, a second has a share of the width that shows it", () => {
  const placed = layout("even").bars.find(({ bar: { id } }) => id === "read");
  assert.ok((placed?.width ?? 0) > 20, String(placed?.width));
});

test("no bar leaves the picture, and one that goes on ends at now", () => {
  for (const { x, width } of layout("even").bars) assert.ok(x >= 0 && x + width <= 1_000.001);
  const open = layout("even").bars.find(({ isOpen }) => isOpen);
  assert.ok(open && Math.abs(open.x + open.width - 1_000) < 0.001);
});

test("a scale never goes back", () => {
  const scale = makeScale([0, 5, 1_000, 90_000, 8 * day], "even");
  const places = [0, 3, 5, 700, 1_000, 5_000, 90_000, day, 8 * day].map((at) => scale.place(at));
  assert.deepEqual(
    places,
    [...places].sort((one, other) => one - other),
  );
  assert.equal(places[0], 0);
  assert.equal(places.at(-1), 1);
});

test("ticks stand at moments at which something happened, and not on each other", () => {
  const { ticks } = layout("even");
  assert.equal(ticks[0]?.at, 0);
  ticks.slice(1).forEach((tick, index) => {
    assert.ok(tick.x - (ticks[index]?.x ?? 0) >= 95.9);
  });
});

test("arrow keys lead through time and through the lanes, and stop at the end", () => {
  const placed = layout("even").bars;
  const from = (id: string) => placed.findIndex(({ bar: { id: each } }) => each === id);
  const to = (id: string, key: string) => placed[neighbour(placed, from(id), key)]?.bar.id;
  assert.equal(to("read", "ArrowRight"), "wait");
  assert.equal(to("wait", "ArrowLeft"), "read");
  assert.equal(to("read", "ArrowLeft"), "read");
  assert.equal(to("ask", "ArrowUp"), "wait");
  assert.equal(to("ask", "ArrowDown"), "refund");
  assert.equal(to("mail", "ArrowDown"), "mail");
});

test("a run with one bar only, or none, has a picture too", () => {
  const alone = layOutTimeline({ bars: [bar("read", "run", 5, 5)], now: 5, width: 300, mode: "even" });
  assert.deepEqual(
    alone.bars.map(({ x, width }) => [x, width]),
    [[0, 8]],
  );
  assert.deepEqual(layOutTimeline({ bars: [], now: 5, width: 300, mode: "true" }), { lanes: [], bars: [], ticks: [] });
});
