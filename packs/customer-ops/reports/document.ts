/**
 * A report as a document: questions and their answers, with a chart and a table where there is something to show. It is written once, as HTML and as
 * Markdown, from the same document.
 *
 * Invariant: everything in it is text and numbers. What is not known is null, and is shown as a dash, never as zero.
 */
import { formatMoney } from "praxis";

export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly kind: "bars" | "rows" | "line";
  readonly labels: readonly string[];
  /** The first is what the report is about; the second is what it is compared with. */
  readonly series: readonly Series[];
  /** How a value is written. */
  readonly unit: Unit;
}

export type Unit =
  | { readonly kind: "money"; readonly currency: string }
  | { readonly kind: "share" }
  | { readonly kind: "count" }
  | { readonly kind: "time" };

export interface Cell {
  readonly value: number | null;
  readonly unit: Unit;
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | Cell)[])[];
}

export interface Section {
  /** The title of a chart is a question; `answer` is the answer, in a sentence. */
  readonly question: string;
  readonly answer: string;
  readonly chart: Chart | null;
  readonly table: Table | null;
}

export interface ReportDocument {
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly Section[];
  readonly footer: string;
}

/** 123450 cents: "$1,234.50"; 0.875: "88 %"; 5,400,000 ms: "1.5 h". */
export function formatValue(value: number | null, unit: Unit): string {
  if (value === null) return "–";
  switch (unit.kind) {
    case "money":
      return formatMoney(value, unit.currency);
    case "share":
      return `${Math.round(value * 100)} %`;
    case "count":
      return String(value);
    case "time":
      return formatTime(value);
  }
}

const scales = [
  { ms: 86_400_000, name: "d" },
  { ms: 3_600_000, name: "h" },
  { ms: 60_000, name: "min" },
] as const;

function formatTime(ms: number): string {
  const scale = scales.find((each) => ms >= each.ms);
  if (scale === undefined) return ms < 1_000 ? "under 1 s" : `${Math.round(ms / 1_000)} s`;
  const value = ms / scale.ms;
  return `${value < 10 ? value.toFixed(1).replace(/\.0$/, "") : Math.round(value)} ${scale.name}`;
}
