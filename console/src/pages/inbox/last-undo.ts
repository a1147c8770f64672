/** The last answer, or the last answers together, for as long as they can be taken back: one key does it, whichever they were. */
let last: { readonly undo: () => void; readonly until: number } | null = null;

export function rememberUndo(undo: () => void, forMs: number): void {
  last = { undo, until: Date.now() + forMs };
}

export function undoLast(): void {
  const current = last;
  last = null;
  if (current !== null && Date.now() <= current.until) current.undo();
}
