/** Results of a file's lines in words. Pure. */
import type { CsvResult } from "../../../api/types.ts";
import type { StatusWords } from "../../../text/status-words.ts";

type Row = CsvResult["rows"][number];

export const rowWords: Readonly<Record<Row["status"], StatusWords>> = {
  quarantined: { text: "Held", tone: "person" },
  duplicate: { text: "Was here before", tone: "past" },
  accepted: { text: "Taken", tone: "done" },
};

const order: readonly Row["status"][] = ["quarantined", "accepted", "duplicate"];

export function sortRows(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted(
    (one, other) => order.indexOf(one.status) - order.indexOf(other.status) || one.line - other.line,
  );
}

/** "12 taken, 2 held in quarantine, 1 was here before." */
export function csvSummary(rows: readonly Row[]): string {
  const count = (status: Row["status"]) => rows.filter((row) => row.status === status).length;
  const [taken, held, before] = [count("accepted"), count("quarantined"), count("duplicate")];
  const parts = [
    ...(taken > 0 ? [`${taken} taken`] : []),
    ...(held > 0 ? [`${held} held in quarantine`] : []),
    ...(before > 0 ? [`${before} ${before === 1 ? "was" : "were"} here before`] : []),
  ];
  return parts.length === 0 ? "The file has no rows." : `${parts.join(", ")}.`;
}
