/** A result for people, as Markdown: what was to be reached beside what was measured. */
import type { Figure, Result, Row } from "../figures/figure.ts";

const heads = ["figure", "to reach", "measured", "reached", "load", "note"];

export function describeResult({ at, host, isQuick, figures }: Result): string {
  const { cores, cpu, memoryBytes, kernel, node } = host;
  return [
    `${at.slice(0, 16).replace("T", " ")} UTC${isQuick ? ", `--quick`" : ""}: ${cores} cores (${cpu}), ${(memoryBytes / 2 ** 30).toFixed(0)} GiB, Linux ${kernel}, Node ${node}.`,
    "",
    line(heads),
    `|${heads.map(() => "---").join("|")}|`,
    ...figures.flatMap(rowsOf),
  ].join("\n");
}

function rowsOf(figure: Figure): string[] {
  const load = `${figure.load.before.toFixed(0)} to ${figure.load.after.toFixed(0)}`;
  const { result } = figure;
  if ("error" in result) return [line([figure.name, "", "not measured", "", load, oneLine(result.error)])];
  return result.rows.map((row) => {
    const isReached = row.isReached === null ? "" : row.isReached ? "yes" : "**no**";
    return line([row.what, row.toReach ?? "", told(row), isReached, load, row.note ?? ""]);
  });
}

function told({ measured, unit }: Row): string {
  return measured === null ? "not measured" : `${threeDigits(measured)} ${unit}`;
}

const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
const oneLine = (text: string) => text.replace(/\s+/g, " ").slice(0, 300);

/** More digits are more than such a measurement is worth. */
export function threeDigits(value: number): string {
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString("en");
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}
