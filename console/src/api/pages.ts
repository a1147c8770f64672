/** Pages of a list, and how one of them is replaced by what was read anew: pure. */
import { isRecord } from "../text/facts.ts";

/** One page of a list, and the cursor of the next one. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}

export function rowId(row: unknown): string {
  return isRecord(row) && typeof row.id === "string" ? row.id : "";
}

/**
 * Puts a page in place of an older reading of it. Its neighbours begin and end where they did, so rows that another page has already stay there, and where
 * the new reading ends earlier than the old one, the rest of the old one is kept.
 */
export function mergePage<T>(pages: readonly Page<T>[], index: number, fresh: Page<T>): Page<T>[] {
  const old = pages[index];
  if (old === undefined) return [...pages];
  const elsewhere = new Set(pages.flatMap((page, at) => (at === index ? [] : page.rows.map(rowId))));
  const isLast = index === pages.length - 1;
  const read = new Set(fresh.rows.map(rowId));
  const lastRead = old.rows.findLastIndex((row) => read.has(rowId(row)));
  const isCovered = fresh.next === null || fresh.rows.some((row) => elsewhere.has(rowId(row))) || isLast;
  const kept = isCovered ? [] : old.rows.slice(lastRead + 1);
  const rows = [...fresh.rows.filter((row) => !elsewhere.has(rowId(row))), ...kept];
  return pages.map((page, at) => (at === index ? { rows, next: isLast ? fresh.next : old.next } : page));
}
