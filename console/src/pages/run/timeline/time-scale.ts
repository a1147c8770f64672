/**
 * Where a moment lies on the timeline. Pure.
 *
 * A run works for milliseconds and waits for days: to scale, its work is a hairline. "Even" gives each stretch between two events a width
 * that grows with its length, but much slower, so that all can be seen; the axis still names the true moments.
 */
export type ScaleMode = "even" | "true";

export interface TimeScale {
  readonly from: number;
  readonly to: number;
  /** 0 at the beginning, 1 at the end. */
  place(at: number): number;
}

const growth = 0.22;

/** @param moments at which something begins or ends, in any order */
export function makeScale(moments: readonly number[], mode: ScaleMode): TimeScale {
  const stops = [...new Set(moments)].sort((one, other) => one - other);
  const from = stops[0] ?? 0;
  const to = stops.at(-1) ?? from;
  if (stops.length < 2) return { from, to, place: () => 0 };
  const weights = stops.slice(1).map((stop, index) => {
    const length = stop - (stops[index] ?? from);
    return mode === "true" ? length : length ** growth;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const places = [0];
  for (const weight of weights) places.push((places.at(-1) ?? 0) + weight / total);
  return { from, to, place: (at) => placeOf(at, stops, places) };
}

function placeOf(at: number, stops: readonly number[], places: readonly number[]): number {
  const index = lastNotAfter(stops, at);
  if (index < 0) return 0;
  const start = stops[index];
  const end = stops[index + 1];
  const left = places[index] ?? 0;
  if (start === undefined || end === undefined) return 1;
  return left + ((at - start) / (end - start)) * ((places[index + 1] ?? 1) - left);
}

function lastNotAfter(stops: readonly number[], at: number): number {
  let low = 0;
  let high = stops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stops[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Moments that the axis names: each true to an event, none closer to the next than `gap` (a share of the width). */
export function ticksOf(scale: TimeScale, moments: readonly number[], gap: number): readonly number[] {
  const sorted = [...new Set(moments)].sort((one, other) => one - other);
  const ticks: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const moment of sorted) {
    const place = scale.place(moment);
    if (place - last < gap || place > 1 - gap / 2) continue;
    ticks.push(moment);
    last = place;
  }
  return ticks;
}
