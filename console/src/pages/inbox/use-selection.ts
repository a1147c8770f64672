/** Which questions are selected, to be answered together. */
import { useState } from "react";

export interface Selection {
  readonly isActive: boolean;
  has(id: string): boolean;
  toggle(id: string): void;
  select(ids: readonly string[]): void;
  clear(): void;
}

/** @param shown ids in the list: what has left it is not selected any more */
export function useSelection(shown: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  return {
    isActive: shown.some((id) => chosen.has(id)),
    has: (id) => chosen.has(id),
    toggle(id) {
      const next = new Set(chosen);
      if (!next.delete(id)) next.add(id);
      setChosen(next);
    },
    select: (ids) => setChosen(new Set(ids)),
    clear: () => setChosen(new Set()),
  };
}
