/**
 * A list, and beside it what is chosen in it. On a narrow screen the detail covers the list, which stays as it was below, so one's
 * place in it is never lost.
 */
import type { ReactNode } from "react";

interface ListDetailProps {
  readonly list: ReactNode;
  /** Null where nothing is chosen: the list then has the whole width. */
  readonly detail: ReactNode | null;
  readonly detailLabel: string;
  /** The detail stands beside the list also where nothing was chosen by a click, but only where both fit. */
  readonly suggested?: boolean;
}

export function ListDetail({ list, detail, detailLabel, suggested = false }: ListDetailProps) {
  const state = detail === null ? "alone" : suggested ? "suggested" : "chosen";
  return (
    <div className={`list-detail list-detail-${state}`}>
      <div className="list-side">{list}</div>
      {detail !== null && (
        <section className="detail-side" aria-label={detailLabel}>
          {detail}
        </section>
      )}
    </div>
  );
}
