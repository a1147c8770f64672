/** Questions that were answered here a moment ago: they leave the list at once, and come back where the answer was refused or taken back. */
import { useSyncExternalStore } from "react";

let answered: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

export function markAnswered(ids: readonly string[], isAnswered: boolean): void {
  const next = new Set(answered);
  for (const id of ids) {
    if (isAnswered) next.add(id);
    else next.delete(id);
  }
  answered = next;
  for (const listener of listeners) listener();
}

export function useAnswered(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, () => answered);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
