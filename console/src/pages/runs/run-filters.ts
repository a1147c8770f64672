/** The filters of the runs, in words. Pure. */
import type { Filters } from "../../search.ts";

export const runStates = [
  { value: "", label: "All" },
  { value: "moving", label: "Moving" },
  { value: "waiting", label: "Waiting" },
  { value: "done", label: "Done" },
  { value: "set aside", label: "Set aside" },
  { value: "cancelled", label: "Cancelled" },
] as const;

/** Those that have a control of their own. */
const shownElsewhere = new Set(["status", "q", "process", "touched", "work", "account"]);

/**
 * As the list is asked for. Customers' work unless all is wanted; a process, a story or a code that was named is shown whatever it is, and so is what was
 * set aside, for that needs somebody.
 */
export function askedRuns({ work, ...filter }: Filters): Filters {
  const isNamed = [filter.process, filter.correlation, filter.setAside].some((value) => value !== undefined);
  return work === "all" || isNamed || filter.status === "set aside" ? filter : { ...filter, work: "customer" };
}

const names: Readonly<Record<string, string>> = {
  week: "week",
  customer: "customer",
  correlation: "belongs to",
  setAside: "set aside with",
  from: "from",
  to: "until",
};

export interface Chip {
  readonly name: string;
  readonly label: string;
}

/** Filters that came with a link, such as a point of a chart: shown, so that they can be taken off. */
export function filterChips(filter: Filters): readonly Chip[] {
  return Object.entries(filter).flatMap(([name, value]) => {
    if (value === undefined || shownElsewhere.has(name)) return [];
    return [{ name, label: `${names[name] ?? name} ${isMoment(name) ? dateOf(value) : value}` }];
  });
}

function isMoment(name: string): boolean {
  return name === "from" || name === "to";
}

function dateOf(value: string): string {
  const date = new Date(Number(value));
  return Number.isNaN(date.getTime()) ? value : date.toISOString().slice(0, 16).replace("T", " ");
}

/** Two sets of filters are the same view, whatever their order. */
export function sameView(one: string, other: string): boolean {
  const sorted = (text: string) => [...new URLSearchParams(text)].map((pair) => pair.join("=")).sort();
  return sorted(one).join("&") === sorted(other).join("&");
}
