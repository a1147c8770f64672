/** What became of each line of a file, those first that need somebody. */
import { Link } from "@tanstack/react-router";
import type { CsvResult } from "../../../api/types.ts";
import { DataTable } from "../../../components/values/data-table.tsx";
import { StatusPill } from "../../../components/values/status-pill.tsx";
import { csvSummary, rowWords, sortRows } from "./csv-words.ts";

const mostShown = 300;

export function CsvResults({ result: { rows } }: { result: CsvResult }) {
  return (
    <section aria-label="What became of each line" role="status">
      <p>
        <strong>{csvSummary(rows)}</strong>
        {rows.some(({ status }) => status === "quarantined") && (
          <>
            {" "}
            <Link to="/quarantine">What is held</Link>
          </>
        )}
      </p>
      {rows.length > 0 && (
        <DataTable
          label="Lines"
          head={["Line", "Result", "Why", "Run"]}
          rows={sortRows(rows)
            .slice(0, mostShown)
            .map(({ line, status, message, runs }) => ({
              key: String(line),
              cells: [
                `Line ${line}`,
                <StatusPill key="status" words={rowWords[status]} />,
                message ?? "",
                runs.map((run) => (
                  <Link key={run} to="/runs/$id" params={{ id: run }}>
                    {run.slice(0, 8)}
                  </Link>
                )),
              ],
            }))}
        />
      )}
      {rows.length > mostShown && <p className="faint">and {rows.length - mostShown} more lines</p>}
    </section>
  );
}
