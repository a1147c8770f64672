/** Which series share a chart, what each one is called there, and its colour: the same meaning as everywhere. Pure. */
import type { KpiSeries } from "../../../api/types.ts";
import type { Tone } from "../../../text/status-words.ts";

export interface FigureLine {
  readonly series: KpiSeries;
  /** What it is called where it is not alone. */
  readonly name: string;
  readonly tone: Tone;
}

export interface FigureCard {
  readonly title: string;
  readonly shape: "line" | "bar";
  /** The first is the answer; a second one is what to compare it with. At most two. */
  readonly lines: readonly FigureLine[];
}

interface Plan {
  readonly title?: string;
  readonly shape: "line" | "bar";
  readonly lines: readonly { of: KpiSeries["name"]; name: string; tone: Tone }[];
}

const plans: readonly Plan[] = [
  { shape: "bar", lines: [{ of: "handled alone", name: "alone", tone: "done" }] },
  {
    title: "How many runs needed a person, answered or not, by week",
    shape: "bar",
    lines: [
      { of: "runs that needed a person", name: "needed a person", tone: "person" },
      { of: "runs started", name: "all that began", tone: "past" },
    ],
  },
  {
    title: "How long did runs take, open ones with their time so far, by week",
    shape: "line",
    lines: [
      { of: "time to resolution", name: "half took at most", tone: "moving" },
      { of: "time to resolution, slowest tenth", name: "the slowest tenth took at least", tone: "past" },
    ],
  },
  { shape: "line", lines: [{ of: "decision latency", name: "half waited at most, open ones so far", tone: "person" }] },
  { shape: "bar", lines: [{ of: "touches by people", name: "answers a run", tone: "person" }] },
  { shape: "bar", lines: [{ of: "refund error rate", name: "went wrong", tone: "failed" }] },
  { shape: "bar", lines: [{ of: "handoffs", name: "passed on", tone: "person" }] },
];

export function figureCards(series: readonly KpiSeries[]): readonly FigureCard[] {
  return plans.flatMap(({ title, shape, lines }) => {
    const found = lines.flatMap(({ of, name, tone }) => {
      const one = series.find((each) => each.name === of);
      return one ? [{ series: one, name, tone }] : [];
    });
    const [first] = found;
    return first ? [{ title: title ?? first.series.title, shape, lines: found }] : [];
  });
}
