/** A list that nothing fits: it says what was looked for and where, and offers to look further. */
import type { ReactNode } from "react";
import type { Filters } from "../../search.ts";
import { EmptyState } from "../feedback/empty-state.tsx";
import { searchedWords } from "./searched-words.ts";

interface NothingFoundProps {
  readonly title: string;
  readonly filters: Filters;
  /** What the search looks through, in words that follow "looks for". */
  readonly looksFor: string;
  readonly action?: ReactNode;
}

export function NothingFound({ title, filters, looksFor, action }: NothingFoundProps) {
  return (
    <EmptyState title={title} action={action}>
      <p>{searchedWords(filters)}</p>
      {filters.q !== undefined && (
        <p>The search looks for {looksFor}. Each word counts, from its beginning, three letters at least.</p>
      )}
    </EmptyState>
  );
}
