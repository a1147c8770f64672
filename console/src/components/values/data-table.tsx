/** A table of few rows. On a narrow screen each row becomes a block: what it is first, then each value behind its heading. */
import type { ReactNode } from "react";
import "./data-table.css";

export interface DataRow {
  readonly key: string;
  readonly cells: readonly ReactNode[];
  /** Set apart: what is over, revoked, removed. */
  readonly past?: boolean;
}

interface DataTableProps {
  readonly label: string;
  readonly head: readonly string[];
  readonly rows: readonly DataRow[];
}

export function DataTable({ label, head, rows }: DataTableProps) {
  return (
    <table className="data-table" aria-label={label}>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name === "" ? <span className="only-read-aloud">Actions</span> : name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells, past }) => (
          <tr key={key} className={past ? "past" : undefined}>
            {cells.map((cell, index) => (
              <td key={head[index]} data-head={head[index]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
