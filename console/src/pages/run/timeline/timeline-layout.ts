/** Lays the bars of a run out in lanes: the run itself on top, then people, then each effect. Pure. */
import type { Bar } from "../../../api/types.ts";
import { makeScale, type ScaleMode, ticksOf } from "./time-scale.ts";

export interface Lane {
  readonly name: string;
  readonly label: string;
  readonly kind: "run" | "people" | "effect";
}

export interface PlacedBar {
  readonly bar: Bar;
  readonly lane: number;
  readonly x: number;
  readonly width: number;
  /** True while it goes on. */
  readonly isOpen: boolean;
}

export interface Tick {
  readonly at: number;
  readonly x: number;
}

export interface TimelineLayout {
  readonly lanes: readonly Lane[];
  readonly bars: readonly PlacedBar[];
  readonly ticks: readonly Tick[];
}

interface LayoutRequest {
  readonly bars: readonly Bar[];
  readonly now: number;
  readonly width: number;
  readonly mode: ScaleMode;
}

/** Narrower could be neither seen nor hit. */
const leastWidth = 8;
const tickWidth = 96;

export function layOutTimeline({ bars, now, width, mode }: LayoutRequest): TimelineLayout {
  const lanes = lanesOf(bars);
  const laneIndex = new Map(lanes.map(({ name }, index) => [name, index]));
  const endOf = (bar: Bar): number => bar.to ?? Math.max(now, bar.from);
  const moments = bars.flatMap((bar) => [bar.from, endOf(bar)]);
  const scale = makeScale(moments, mode);
  const placed = bars.map((bar) => {
    const x = scale.place(bar.from) * width;
    const end = scale.place(endOf(bar)) * width;
    const wide = Math.max(leastWidth, end - x);
    return {
      bar,
      lane: laneIndex.get(bar.lane) ?? 0,
      x: Math.max(0, Math.min(x, width - wide)),
      width: wide,
      isOpen: bar.to === null,
    };
  });
  const ticks = ticksOf(scale, moments, tickWidth / Math.max(width, 1));
  return { lanes, bars: placed, ticks: ticks.map((at) => ({ at, x: scale.place(at) * width })) };
}

const ranks = { run: 0, people: 1, effect: 2 };

function lanesOf(bars: readonly Bar[]): readonly Lane[] {
  const lanes = new Map<string, Lane>();
  for (const bar of bars) {
    if (!lanes.has(bar.lane)) lanes.set(bar.lane, laneOf(bar));
  }
  return [...lanes.values()].sort((one, other) => ranks[one.kind] - ranks[other.kind]);
}

function laneOf(bar: Bar): Lane {
  const name = bar.lane;
  if (name === "run") return { name, label: "The run", kind: "run" };
  if (bar.kind === "person" || name.startsWith("people")) return { name, label: "People", kind: "people" };
  return { name, label: bar.label, kind: "effect" };
}

/**
 * The bar that an arrow key leads to: left and right go through time, up and down through the lanes.
 * @returns the index, or the same one where there is none further
 */
export function neighbour(bars: readonly PlacedBar[], index: number, key: string): number {
  const current = bars[index];
  if (!current) return 0;
  const others = bars.map((placed, at) => ({ placed, at })).filter(({ at }) => at !== index);
  const isAhead = (one: PlacedBar): boolean =>
    one.bar.from > current.bar.from || (one.bar.from === current.bar.from && bars.indexOf(one) > index);
  const candidates = others.filter(({ placed }) => {
    if (key === "ArrowRight") return isAhead(placed);
    if (key === "ArrowLeft") return !isAhead(placed);
    return key === "ArrowDown" ? placed.lane > current.lane : placed.lane < current.lane;
  });
  const distance = ({ placed }: { placed: PlacedBar }): number =>
    key === "ArrowRight" || key === "ArrowLeft"
      ? Math.abs(placed.bar.from - current.bar.from)
      : Math.abs(placed.lane - current.lane) * 1e15 + Math.abs(placed.x - current.x);
  const nearest = candidates.reduce<(typeof candidates)[number] | null>(
    (best, each) => (best === null || distance(each) < distance(best) ? each : best),
    null,
  );
  return nearest?.at ?? index;
}
