/** A bar of the timeline in words: what it was, how it ended, how long it took. */
import type { Bar } from "../../../api/types.ts";
import type { Tone } from "../../../text/status-words.ts";
import { duration } from "../../../text/time-words.ts";

const kinds: Readonly<Record<Bar["kind"], string>> = {
  moving: "the run moved",
  waiting: "waiting",
  person: "time of a person",
  effect: "effect",
};

const ends: Readonly<Record<Bar["status"], string>> = {
  done: "done",
  waiting: "goes on",
  failed: "failed",
  unknown: "not known whether it happened",
  moving: "goes on",
  past: "over",
};

export const barKind = (bar: Bar): string => kinds[bar.kind];
export const barEnd = (bar: Bar): string => ends[bar.status];

export function barLength(bar: Bar, now: number): string {
  return duration((bar.to ?? Math.max(now, bar.from)) - bar.from);
}

export function barSentence(bar: Bar, now: number): string {
  return `${bar.label}: ${barKind(bar)}, ${barEnd(bar)}, ${barLength(bar, now)}`;
}

/** The one colour of a bar. People's time is amber whatever came of it; waiting is grey and hatched. */
export function barTone(bar: Bar): Tone {
  if (bar.kind === "person") return "person";
  if (bar.status === "failed" || bar.status === "unknown") return "failed";
  if (bar.kind === "waiting") return "past";
  if (bar.status === "moving" || bar.status === "waiting") return "moving";
  return bar.kind === "effect" ? "done" : "moving";
}
