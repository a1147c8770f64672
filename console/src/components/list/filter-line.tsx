/** Search and choices in a line of their own under the title; on a phone the choices scroll sideways below the search. */
import type { ReactNode } from "react";
import "./filter-line.css";

export function FilterLine({ search, children }: { search?: ReactNode; children?: ReactNode }) {
  return (
    <div className="filter-line">
      {search}
      {children !== undefined && <div className="filters filter-choices">{children}</div>}
    </div>
  );
}
