/**
 * Answers that can still be taken back, one or many together, oldest first: one key takes back the newest, and pressed again the one before it. Not of the
 * page: going to a question that was taken back shows the page anew.
 */
interface Held {
  readonly undo: () => void;
  readonly until: number;
}

let held: readonly Held[] = [];

/** @returns forgets it: it was taken back in another way, or was not recorded. */
export function rememberUndo(undo: () => void, forMs: number): () => void {
  const now = Date.now();
  const each = { undo, until: now + forMs };
  held = [...held.filter(({ until }) => until >= now), each];
  return () => {
    held = held.filter((other) => other !== each);
  };
}

export function undoLast(): void {
  const now = Date.now();
  const newest = held.findLast(({ until }) => until >= now);
  held = held.filter((each) => each !== newest && each.until >= now);
  newest?.undo();
}
